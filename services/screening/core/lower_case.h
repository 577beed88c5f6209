// Lower case of ASCII, whatever the locale; other bytes stay.
#pragma once

#include <string>
#include <string_view>

namespace furui {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

inline std::string lowered(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = lower(c);
  return result;
}

}  // namespace furui
