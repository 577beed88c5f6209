// Counts to shares.
#include "core/composition.h"

#include <map>

namespace furui {

Composition composition_of(const std::vector<std::uint8_t>& atomic_numbers) {
  std::map<std::uint8_t, std::size_t> counts;
  for (const std::uint8_t number : atomic_numbers) ++counts[number];
  Composition composition;
  for (const auto& [number, count] : counts) composition.emplace_back(number, static_cast<double>(count) / static_cast<double>(atomic_numbers.size()));
  return composition;
}

}  // namespace furui
