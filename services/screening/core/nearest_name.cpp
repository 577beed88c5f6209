// Edit distance between short names.
#include "core/nearest_name.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/enumeration.h"  // for enumeration
#include "core/lower_case.h"   // for lower

namespace furui {
namespace {

constexpr std::size_t kLongestCompared = 200;  // a name; more is no typing error

/// Lower-case words: "Half_Life" and "HalfLife" are "half", "life"; letters and digits of one word stay together.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  bool begins = true;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c == '_' || c == '-' || c == ' ' || c == '/') {
      begins = true;
      continue;
    }
    const bool capital = c >= 'A' && c <= 'Z' && i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z';
    if (begins || capital) words.emplace_back();
    begins = false;
    words.back() += lower(c);
  }
  return words;
}

}  // namespace

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

std::vector<std::string> abbreviated_names(std::string_view unknown, std::span<const std::string> known) {
  constexpr std::size_t kMost = 3;
  std::vector<std::string> found;
  const std::vector<std::string> wanted = words_of(unknown);
  if (wanted.empty() || unknown.size() > kLongestCompared) return found;
  for (const std::string& name : known) {
    const std::vector<std::string> words = words_of(name);
    std::size_t next = 0;
    for (std::size_t i = 0; i < words.size() && next < wanted.size(); ++i) next += words[i].starts_with(wanted[next]) ? 1 : 0;
    if (next == wanted.size() && found.size() < kMost) found.push_back(name);
  }
  return found;
}

std::string did_you_mean(std::string_view unknown, std::span<const std::string> known) {
  const std::string name = nearest_name(unknown, known);
  std::vector<std::string> names = name.empty() ? abbreviated_names(unknown, known) : std::vector<std::string>{name};
  for (std::string& one : names) one = "'" + one + "'";
  return names.empty() ? std::string() : "; did you mean " + enumeration(names, " or ") + "?";
}

}  // namespace furui
