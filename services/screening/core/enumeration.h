// Several things in a sentence.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace furui {

/// "a", "a and b", "a, b and c"; empty for none.
///
/// last  what stands before the last of several
inline std::string enumeration(const std::vector<std::string>& parts, std::string_view last = " and ") {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? last : ", ";
    text += parts[i];
  }
  return text;
}

}  // namespace furui
