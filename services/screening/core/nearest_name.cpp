// Edit distance between short names.
#include "core/nearest_name.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/lower_case.h"  // for lower

namespace furui {
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1), last(b.size() + 1), current(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = last[j - 1] + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
      current[j] = std::min({replace, last[j] + 1, current[j - 1] + 1});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]))
        current[j] = std::min(current[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, current);
  }
  return last[b.size()];
}

std::string nearest_name(std::string_view unknown, std::span<const std::string> known) {
  constexpr std::size_t kLongestCompared = 200;  // a name; more is no typing error
  if (unknown.size() > kLongestCompared) return {};
  const std::string* best = nullptr;
  std::size_t best_distance = 0;
  for (const std::string& name : known) {
    if (name.size() > kLongestCompared) continue;
    const std::size_t distance = edit_distance(unknown, name);
    const std::size_t allowed = std::max<std::size_t>(1, std::max(unknown.size(), name.size()) / 3);
    if (distance <= allowed && (best == nullptr || distance < best_distance)) {
      best = &name;
      best_distance = distance;
    }
  }
  return best == nullptr ? std::string() : *best;
}

std::string did_you_mean(std::string_view unknown, std::span<const std::string> known) {
  const std::string name = nearest_name(unknown, known);
  return name.empty() ? std::string() : "; did you mean '" + name + "'?";
}

}  // namespace furui
