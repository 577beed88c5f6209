// Lines, words and numbers of the formats that are columns of text, and their refusals by line.
#pragma once

#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/rejection.h"  // for Rejection

namespace furui {

/// Thrown by what reads one format and caught where that reading begins; never leaves this layer.
struct Refused {
  Rejection rejection;
};

/// throws Refused of stage READ
[[noreturn]] void refuse(Reason reason, std::string detail);

/// A text line by line, which knows the number of the line that it is at.
class StructureLines {
 public:
  explicit StructureLines(std::string_view text) : rest_(text) {}

  int number() const { return number_; }
  bool at_end() const { return rest_.empty(); }

  /// The next line without its end.
  /// throws Refused, PARSE_ERROR, at the end of the text: "the file ends after line 4; expected " what was expected
  std::string_view next(const char* expected);

  /// throws Refused, PARSE_ERROR: "line 4 is 'Na Xx'; expected " what was expected
  [[noreturn]] void wrong(std::string_view line, const std::string& expected) const;

 private:
  std::string_view rest_;
  int number_ = 0;
};

/// What blanks and tabs divide.
std::vector<std::string_view> words_of(std::string_view line);

/// A whole word as an integer, without a plus sign.
template <typename Integer>
std::optional<Integer> whole_number_of(std::string_view word) {
  Integer number = 0;
  const auto read = std::from_chars(word.data(), word.data() + word.size(), number);
  if (word.empty() || read.ec != std::errc() || read.ptr != word.data() + word.size()) return std::nullopt;
  return number;
}

/// A whole word as a finite number; "+1.5" and Fortran's "1.5D-3" too.
std::optional<double> number_of(std::string_view word);

}  // namespace furui
