// What goes wrong in a command: a message for the user, the exit code, and a word for programs.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

namespace furui::cli {

/// Exit codes of every command; stated in `furui --help`.
inline constexpr int kExitFine = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitSomeRejected = 3;
inline constexpr int kExitInterrupted = 130;

/// Ends the command: the message goes to stderr. It says what was expected, what came and what to do.
class Failure : public std::runtime_error {
 public:
  explicit Failure(const std::string& message, int exit_code = kExitFailed)
      : Failure(message, exit_code, exit_code == kExitUsage ? "USAGE" : "FAILED") {}
  Failure(const std::string& message, int exit_code, std::string code)
      : std::runtime_error(message), exit_code_(exit_code), code_(std::move(code)) {}
  int exit_code() const { return exit_code_; }
  /// "NOT_FOUND" and the like where the server said so, "USAGE", else "FAILED".
  const std::string& code() const { return code_; }

 private:
  int exit_code_;
  std::string code_;
};

}  // namespace furui::cli
