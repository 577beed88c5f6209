// One pass with a stack of its own, so that no depth exhausts the program's.
#include "core/json_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace furui {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hexadecimal(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// Thrown inside this file only.
struct Defect {
  std::size_t at;
  std::string expected;
};

/// Passes over values from front to back.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) { pass_blanks(); }

  bool at_end() const { return at_ == text_.size(); }
  std::size_t at() const { return at_; }
  [[noreturn]] void expected(std::string what) const { throw Defect{at_, std::move(what)}; }

  void pass_blanks() { at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size()); }
  bool take(char c) {
    if (peek() != c || at_end()) return false;
    ++at_;
    return true;
  }
  std::string_view pass_string() {
    const std::size_t begin = at_;
    if (!take('"')) expected("a string in quotes");
    for (;;) {
      at_ = std::min(text_.find_first_of(std::string_view("\"\\\n", 3), at_), text_.size());
      if (take('"')) return text_.substr(begin, at_ - begin);
      if (!take('\\')) expected("the end of a string");
      if (take('u')) {
        for (int digit = 0; digit < 4; ++digit) pass_one_of(is_hexadecimal, "four hexadecimal digits");
      } else if (at_end() || std::string_view("\"\\/bfnrt").find(peek()) == std::string_view::npos) {
        expected("an escape such as \\n");
      } else {
        ++at_;
      }
    }
  }
  std::string_view pass_key() {
    const std::string_view key = pass_string();
    pass_blanks();
    if (!take(':')) expected("':'");
    pass_blanks();
    return key;
  }
  /// Ends behind the value.
  std::string_view pass_value() {
    const std::size_t begin = at_;
    std::string open;  // '}' or ']' of each that is not closed
    for (;;) {
      if (peek() == '{' || peek() == '[') {
        const bool object = peek() == '{';
        ++at_;
        pass_blanks();
        if (!take(object ? '}' : ']')) {
          open += object ? '}' : ']';
          if (open.size() > kMaxJsonDepth) expected("at most " + std::to_string(kMaxJsonDepth) + " objects and arrays in each other");
          if (object) pass_key();
          continue;
        }
      } else {
        pass_scalar();
      }
      for (;;) {  // behind a value
        if (open.empty()) return text_.substr(begin, at_ - begin);
        pass_blanks();
        if (take(open.back())) {
          open.pop_back();
          continue;
        }
        if (!take(',')) expected(std::string("',' or '") + open.back() + "'");
        pass_blanks();
        if (open.back() == '}') pass_key();
        break;
      }
    }
  }

 private:
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  void pass_one_of(bool (*allowed)(char), const char* what) {
    if (at_end() || !allowed(peek())) expected(what);
    ++at_;
  }
  void pass_digits() {
    pass_one_of(is_digit, "a digit");
    while (is_digit(peek())) ++at_;
  }
  void pass_scalar() {
    if (peek() == '"') {
      pass_string();
      return;
    }
    for (const std::string_view word : {"true", "false", "null", "NaN", "Infinity", "-Infinity"}) {
      if (text_.substr(at_, word.size()) != word) continue;
      at_ += word.size();
      return;
    }
    if (peek() != '-' && !is_digit(peek())) expected("a value");
    take('-');
    if (!take('0')) pass_digits();
    if (take('.')) pass_digits();
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      pass_digits();
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string JsonDefect::text() const { return "line " + std::to_string(line) + " (byte " + std::to_string(byte) + "): expected " + expected; }

std::optional<JsonDefect> json_defect(std::string_view text) {
  try {
    Scanner scanner(text);
    scanner.pass_value();
    scanner.pass_blanks();
    if (!scanner.at_end()) scanner.expected("nothing more behind the value");
    return std::nullopt;
  } catch (const Defect& defect) {
    const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(defect.at), '\n');
    return JsonDefect{defect.at + 1, static_cast<std::size_t>(lines) + 1, defect.expected};
  }
}

std::vector<JsonMember> json_members(std::string_view object) {
  std::vector<JsonMember> members;
  Scanner scanner(object);
  if (!scanner.take('{')) return members;
  for (scanner.pass_blanks(); !scanner.take('}'); scanner.pass_blanks()) {
    if (scanner.take(',')) scanner.pass_blanks();
    const std::string_view key = scanner.pass_key();
    members.push_back({json_scalar(key), scanner.pass_value()});
  }
  return members;
}

std::vector<std::string_view> json_elements(std::string_view array) {
  std::vector<std::string_view> elements;
  Scanner scanner(array);
  if (!scanner.take('[')) return elements;
  for (scanner.pass_blanks(); !scanner.take(']'); scanner.pass_blanks()) {
    if (scanner.take(',')) scanner.pass_blanks();
    elements.push_back(scanner.pass_value());
  }
  return elements;
}

std::string json_scalar(std::string_view value) {
  if (value.empty()) return {};
  if (value.front() == '-' || is_digit(value.front())) return std::string(value);
  if (value.front() != '"') return {};
  if (value.find('\\') == std::string_view::npos && value.size() >= 2) return std::string(value.substr(1, value.size() - 2));
  const nlohmann::json text = nlohmann::json::parse(value, nullptr, false);
  return text.is_string() ? text.get<std::string>() : std::string();
}

}  // namespace furui
