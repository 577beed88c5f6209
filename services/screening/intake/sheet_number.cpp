// Reading number formats, and days since 1900 as calendar dates.
#include "intake/sheet_number.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "core/lower_case.h"  // for lowered

namespace furui {
namespace {

constexpr std::int64_t kMillisecondsADay = 86400000;
constexpr double kDayAfterYear9999 = 2958466;
constexpr int kSignificantDigits = 15;

/// The letters of a format that mean something: the first section without literals, colours and locales, in lower
/// case. "[h]" (elapsed hours) stays as "h".
std::string format_letters(std::string_view code) {
  std::string letters;
  for (std::size_t at = 0; at < code.size() && code[at] != ';'; ++at) {
    const char c = code[at];
    if (c == '"') {
      at = std::min(code.find('"', at + 1), code.size());
    } else if (c == '\\' || c == '_' || c == '*') {
      ++at;
    } else if (c == '[') {
      const std::size_t close = std::min(code.find(']', at), code.size());
      const std::string_view inside = code.substr(at + 1, close - at - 1);
      if (!inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos)
        letters += inside.front();
      at = close;
    } else {
      letters += c;
    }
  }
  letters = lowered(letters);
  for (const std::string_view half : {"am/pm", "a/p"}) {
    if (const std::size_t at = letters.find(half); at != std::string::npos)
      letters.replace(at, half.size(), "h");
  }
  return letters;
}

std::string plain_text(double value, std::size_t digits) {
  char buffer[64];
  auto end =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, kSignificantDigits)
          .ptr;
  char shortest[64];
  const auto shortest_end = std::to_chars(shortest, shortest + sizeof shortest, value).ptr;
  const bool integer = value == std::floor(value) && std::abs(value) < 1e15;
  if (integer) end = std::to_chars(buffer, buffer + sizeof buffer, static_cast<std::int64_t>(value)).ptr;
  std::string text(buffer, end);
  if (!integer && shortest_end - shortest <= end - buffer) text.assign(shortest, shortest_end);
  if (integer && value >= 0 && text.size() < digits) text.insert(0, digits - text.size(), '0');
  return text;
}

std::string clock_text(std::int64_t milliseconds) {
  char buffer[48];
  const auto total_seconds = milliseconds / 1000;
  const auto size = std::snprintf(
      buffer, sizeof buffer, "%02lld:%02lld:%02lld", static_cast<long long>(total_seconds / 3600),
      static_cast<long long>(total_seconds / 60 % 60), static_cast<long long>(total_seconds % 60));
  std::string text(buffer, static_cast<std::size_t>(size));
  if (milliseconds % 1000 != 0) {
    std::snprintf(buffer, sizeof buffer, ".%03d", static_cast<int>(milliseconds % 1000));
    text += buffer;
  }
  return text;
}

std::string calendar_text(std::int64_t day, bool from_1904) {
  using namespace std::chrono;
  if (!from_1904 && day == 60) return "1900-02-29";  // never was, but is what the sheet shows
  const sys_days epoch =
      from_1904 ? sys_days(year(1904) / January / 1) : sys_days(year(1899) / December / 31);
  const year_month_day date = epoch + days(!from_1904 && day > 60 ? day - 1 : day);
  char buffer[48];
  std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return buffer;
}

}  // namespace

NumberStyle style_of_format(std::string_view code) {
  const std::string letters = format_letters(code);
  NumberStyle style;
  if (letters.starts_with("general")) return style;
  if (!letters.empty() && letters.find_first_not_of('0') == std::string::npos) {
    style.digits = letters.size() > 1 ? std::min<std::size_t>(letters.size(), 15) : 0;
    return style;
  }
  const auto has = [&](std::string_view any) { return letters.find_first_of(any) != std::string::npos; };
  style.time = has("hs");
  style.date = has("ydg") || (has("m") && !style.time);
  return style;
}

NumberStyle style_of_built_in(unsigned format_id) {
  const auto in = [&](unsigned first, unsigned last) { return format_id >= first && format_id <= last; };
  NumberStyle style;
  style.time = in(18, 22) || in(32, 33) || in(45, 47);
  style.date = in(14, 17) || format_id == 22 || in(27, 31) || in(34, 36) || in(50, 58);
  return style;
}

std::string number_text(std::string_view stored, const NumberStyle& style, bool from_1904) {
  double value = 0;
  const auto parsed = std::from_chars(stored.data(), stored.data() + stored.size(), value);
  const bool number =
      parsed.ec == std::errc() && parsed.ptr == stored.data() + stored.size() && std::isfinite(value);
  if (!number) return std::string(stored);
  if ((!style.date && !style.time) || value < 0 || value >= kDayAfterYear9999)
    return plain_text(value, style.digits);
  const std::int64_t milliseconds = std::llround(value * static_cast<double>(kMillisecondsADay));
  const std::int64_t day = milliseconds / kMillisecondsADay;
  const std::int64_t in_day = milliseconds % kMillisecondsADay;
  if (!style.date || (day == 0 && !from_1904)) return clock_text(style.date ? in_day : milliseconds);
  const std::string date = calendar_text(day, from_1904);
  return style.time || in_day != 0 ? date + "T" + clock_text(in_day) : date;
}

}  // namespace furui
