// Numbers and texts laid end to end, as processes of one worker tell each other.
#pragma once

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace furui {

/// Appends values to a buffer. Texts carry their length as 32 bits; numbers are in this machine's byte order.
class WireWriter {
 public:
  explicit WireWriter(std::string& out) : out_(out) {}

  template <typename T>
  void number(T value) {
    static_assert(std::is_arithmetic_v<T>);
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(std::string_view value) {
    number(static_cast<std::uint32_t>(value.size()));
    out_.append(value);
  }
  void texts(const std::vector<std::string>& values) {
    number(static_cast<std::uint32_t>(values.size()));
    for (const std::string& value : values) text(value);
  }

 private:
  std::string& out_;
};

/// Takes values off a buffer in the same order.
/// Every method throws std::runtime_error where the buffer ends too early: the writer may have crashed.
class WireReader {
 public:
  explicit WireReader(std::string_view in) : in_(in) {}

  template <typename T>
  T number() {
    static_assert(std::is_arithmetic_v<T>);
    T value;
    std::memcpy(&value, take(sizeof value).data(), sizeof value);
    return value;
  }
  std::string_view text() { return take(number<std::uint32_t>()); }
  /// A count of parts that take at least `least_bytes` each, so that a wrong one cannot ask for all memory.
  std::size_t count(std::size_t least_bytes) {
    const std::size_t parts = number<std::uint32_t>();
    if (parts * least_bytes > in_.size()) throw std::runtime_error("a count between processes is wrong");
    return parts;
  }
  std::vector<std::string> texts() {
    std::vector<std::string> values(count(sizeof(std::uint32_t)));
    for (std::string& value : values) value = text();
    return values;
  }
  /// What was not taken yet.
  std::string_view rest() const { return in_; }
  bool at_end() const { return in_.empty(); }

 private:
  std::string_view take(std::size_t size) {
    if (size > in_.size()) throw std::runtime_error("a message between processes is cut short");
    const std::string_view part = in_.substr(0, size);
    in_.remove_prefix(size);
    return part;
  }
  std::string_view in_;
};

}  // namespace furui
