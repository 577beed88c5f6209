// A request error: something the caller can fix, said so that they can.
#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>

namespace furui {

/// The kind of a request error; one to one with the gRPC codes of the same names.
enum class ErrorCode {
  kInvalidArgument,
  kNotFound,
  kAlreadyExists,
  kFailedPrecondition,
  kResourceExhausted,
  kPermissionDenied,
  kUnauthenticated,
  kAborted,
  kOutOfRange,
  kUnimplemented,
  kUnavailable,
};

/// Name of a code as gRPC writes it, for example "INVALID_ARGUMENT".
const char* to_string(ErrorCode code);

/// The one exception type for errors that the caller can fix.
///
/// The message says what was expected, what came and what to do; it never holds a structure, an internal path
/// or SQL. May it be retried? Only where retry_after is set. Anything else that is thrown is a fault.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  Error(ErrorCode code, const std::string& message, std::chrono::milliseconds retry_after)
      : std::runtime_error(message), code_(code), retry_after_(retry_after) {}

  ErrorCode code() const { return code_; }
  std::optional<std::chrono::milliseconds> retry_after() const { return retry_after_; }

  /// The request field that was wrong ("profile.objective[2].unit"); empty where there is none.
  const std::string& field() const { return field_; }
  Error&& with_field(std::string field) && {
    field_ = std::move(field);
    return std::move(*this);
  }

 private:
  ErrorCode code_;
  std::optional<std::chrono::milliseconds> retry_after_;
  std::string field_;
};

}  // namespace furui
