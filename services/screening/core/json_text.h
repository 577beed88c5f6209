// Where the values of a JSON text begin and end, without building them: for files of many records.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace furui {

/// How deep objects and arrays may lie in each other; no format of structures comes near it.
constexpr std::size_t kMaxJsonDepth = 100;

/// Where a text stops being JSON.
struct JsonDefect {
  std::size_t byte = 0;  ///< from 1; beyond the end where the text is cut off
  std::size_t line = 0;  ///< from 1
  std::string expected;  ///< "',' or ']'"

  /// "line 3 (byte 57): expected ',' or ']'"
  std::string text() const;
};

/// Holds a text to the grammar of RFC 8259; NaN, Infinity and -Infinity, which Python writes, are let pass here, and
/// bytes within strings are not looked at. Takes memory by the depth only.
///
/// returns  nothing where the text is one value, blanks around it allowed; else the first defect
std::optional<JsonDefect> json_defect(std::string_view text);

/// A member of an object.
struct JsonMember {
  std::string key;
  std::string_view value;  ///< its text, without blanks around it
};

/// The members of an object in its order, equal keys all of them; empty where the text is no object. Requires a text
/// without defect.
std::vector<JsonMember> json_members(std::string_view object);

/// The texts of an array's elements; empty where the text is no array. Requires a text without defect.
std::vector<std::string_view> json_elements(std::string_view array);

/// What a string or number stands for as text: "mp-149" of "\"mp-149\"", "7" of "7"; empty for all other values, and for a
/// string that is no UTF-8.
std::string json_scalar(std::string_view value);

}  // namespace furui
