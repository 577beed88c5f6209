// Lengths and characters of what clients send.
#include "api/request_checks.h"

#include <algorithm>

#include "core/error.h"  // for Error

namespace furui::api {
namespace {

[[noreturn]] void complain(const std::string& field, const std::string& what) {
  throw Error(ErrorCode::kInvalidArgument, "'" + field + "': " + what).with_field(field);
}

void check_length(const std::string& text, const std::string& field, std::size_t max_bytes) {
  if (text.size() > max_bytes)
    complain(field, "expected at most " + std::to_string(max_bytes) + " bytes, got " + std::to_string(text.size()));
}

}  // namespace

void check_line(const std::string& text, const std::string& field, std::size_t max_bytes) {
  check_length(text, field, max_bytes);
  const bool control = std::any_of(text.begin(), text.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; });
  if (control) complain(field, "expected one line of text, got control characters");
}

void check_cell(const std::string& text, const std::string& field, std::size_t max_bytes) {
  check_length(text, field, max_bytes);
  if (text.find('\0') != std::string::npos) complain(field, "expected text, got a NUL byte");
}

Sha256 read_digest(const std::string& bytes, const std::string& field) {
  Sha256 digest{};
  if (bytes.size() != digest.size())
    complain(field, "expected a SHA-256 of 32 bytes, got " + std::to_string(bytes.size()) + " bytes");
  std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace furui::api
