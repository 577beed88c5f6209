// Fronts of points in three dimensions, by sweeping along the first.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace furui {

/// The front of each point: 0 where nothing dominates it, else one more than the largest of those that do.
///
/// coordinate  points × 3, row-major; lower is better. Rows are distinct and in lexicographic order
///
/// Time O(n log² n) but for what entering a point moves (stairs.h). Memory beyond the input: 4 bytes a point, and 8 for
/// each that is still a step, at most 100 bytes for each front. One thread: that others look ahead gained a tenth.
std::vector<std::uint32_t> fronts_in_space(std::span<const std::uint32_t> coordinate);

}  // namespace furui
