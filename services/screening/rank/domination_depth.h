// How many points in a row dominate one another above each point: the core of sorting into Pareto fronts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/thread_pool.h"  // for ThreadPool

namespace furui {

/// The length of the longest chain of dominating points that ends above each point; 0 where nothing dominates it.
///
/// coordinate  points × dimensions, row-major; lower is better. Rows are distinct and in lexicographic order, so that
///             only an earlier row can dominate a later one, and its first coordinate need not be compared. In four
///             dimensions and more the second and third are below the number of points
/// dimensions  1 or more
std::vector<std::uint32_t> domination_depth(std::span<const std::uint32_t> coordinate, std::size_t dimensions,
                                            ThreadPool& threads);

}  // namespace furui
