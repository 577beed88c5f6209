// What goes wrong in a command: a message for the user and the exit code.
#pragma once

#include <stdexcept>
#include <string>

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
      : std::runtime_error(message), exit_code_(exit_code) {}
  int exit_code() const { return exit_code_; }

 private:
  int exit_code_;
};

}  // namespace furui::cli
