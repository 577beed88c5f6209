// How much of which elements.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace furui {

/// Atomic numbers, ascending, each with its share of the atoms; shares are above 0 and add up to 1.
using Composition = std::vector<std::pair<std::uint8_t, double>>;

/// Of these atoms, in any order; empty where there are none.
Composition composition_of(const std::vector<std::uint8_t>& atomic_numbers);

}  // namespace furui
