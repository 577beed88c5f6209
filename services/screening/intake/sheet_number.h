// Numbers of a spreadsheet as text: plain, padded with zeros, or a date or time in ISO 8601.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace furui {

/// What a number format makes of a number.
struct NumberStyle {
  bool date = false;
  bool time = false;
  std::size_t digits = 0;  ///< least digits of an integer, from a format of zeros only ("00000"); else 0
};

/// Style of a format code such as "yyyy/mm/dd", "[h]:mm", "0.00" or "00000".
NumberStyle style_of_format(std::string_view code);

/// Style of a built-in format by its number (ECMA-376 part 1, 18.8.30, East Asian ones included).
NumberStyle style_of_built_in(unsigned format_id);

/// A cell's stored number as text.
///
/// Plain numbers have up to 15 digits, as spreadsheet programs show at most. Days count from 1900 (with the 29th of
/// February 1900 that Lotus 1-2-3 invented) or from 1904. A date with a time of day gives both ("2024-01-31T12:30:00");
/// a time alone gives hours, which may pass 24. What is no number, or no date within year 9999, stays as it came.
std::string number_text(std::string_view stored, const NumberStyle& style, bool from_1904);

}  // namespace furui
