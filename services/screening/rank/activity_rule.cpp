// An operator, then a number or a text.
#include "rank/activity_rule.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "core/error.h"  // for Error
#include "core/lower_case.h"  // for lower

namespace furui {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

std::optional<double> number_of(std::string_view text) {
  double value = 0;
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

bool same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

}  // namespace

ActivityRule::ActivityRule(std::string_view text) {
  constexpr std::pair<std::string_view, Kind> kOperators[] = {
      {">=", Kind::kAtLeast}, {"<=", Kind::kAtMost}, {">", Kind::kAbove}, {"<", Kind::kBelow}, {"==", Kind::kEqual}, {"=", Kind::kEqual}};
  std::string_view rest = trimmed(text);
  for (const auto& [sign, kind] : kOperators) {
    if (!rest.starts_with(sign)) continue;
    kind_ = kind;
    rest = trimmed(rest.substr(sign.size()));
    break;
  }
  const auto number = number_of(rest);
  is_number_ = number.has_value();
  number_ = number.value_or(0);
  text_ = rest;
  if (!rest.empty() && (is_number_ || kind_ == Kind::kEqual)) return;
  throw Error(ErrorCode::kInvalidArgument, "which cells are active is not clear from '" + std::string(trimmed(text)) +
                                               "'; expected a comparison such as \">= 6\", \"< 1\", \"= active\" or \"= 1\"")
      .with_field("active");
}

Activity ActivityRule::operator()(std::string_view cell) const {
  const std::string_view text = trimmed(cell);
  if (text.empty()) return Activity::kUnknown;
  const auto number = number_of(text);
  const auto of = [](bool active) { return active ? Activity::kActive : Activity::kInactive; };
  if (kind_ == Kind::kEqual) return of(number && is_number_ ? *number == number_ : same_text(text, text_));
  if (!number) return Activity::kUnknown;
  switch (kind_) {
    case Kind::kAbove: return of(*number > number_);
    case Kind::kAtLeast: return of(*number >= number_);
    case Kind::kBelow: return of(*number < number_);
    default: return of(*number <= number_);
  }
}

}  // namespace furui
