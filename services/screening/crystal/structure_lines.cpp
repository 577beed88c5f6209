// Numbers by std::from_chars, which knows no locale.
#include "crystal/structure_lines.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace furui {

void refuse(Reason reason, std::string detail) { throw Refused{{Stage::kRead, reason, std::move(detail)}}; }

std::string_view StructureLines::next(const char* expected) {
  if (at_end()) refuse(Reason::kParseError, "the file ends after line " + std::to_string(number_) + "; expected " + expected);
  ++number_;
  const std::size_t end = rest_.find('\n');
  std::string_view line = rest_.substr(0, end);
  rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

void StructureLines::wrong(std::string_view line, const std::string& expected) const {
  refuse(Reason::kParseError, "line " + std::to_string(number_) + " is '" + std::string(line.substr(0, 60)) + "'; expected " + expected);
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while ((at = line.find_first_not_of(" \t", at)) != std::string_view::npos) {
    const std::size_t end = std::min(line.find_first_of(" \t", at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

std::optional<double> number_of(std::string_view word) {
  if (!word.empty() && word.front() == '+') word.remove_prefix(1);
  std::string in_c;
  if (const std::size_t exponent = word.find_first_of("dD"); exponent != std::string_view::npos && exponent > 0) {
    in_c = word;
    in_c[exponent] = 'e';
    word = in_c;
  }
  double number = 0;
  const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
  if (read.ec != std::errc() || read.ptr != word.data() + word.size() || !std::isfinite(number)) return std::nullopt;
  return number;
}

}  // namespace furui
