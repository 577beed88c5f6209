// Sorts candidates into Pareto fronts: 0 holds those that no other beats, 1 those that only front 0 beats, and so on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/thread_pool.h"       // for ThreadPool
#include "rank/pareto_objective.h"  // for ParetoObjective

namespace furui {

/// The front of every candidate, exact, by constraint domination (Deb et al. 2002, IEEE Trans. Evol. Comput. 6, 182,
/// section VI-A).
///
/// A dominates B where A is feasible and B is not; or both are infeasible and A's violation is smaller; or both are
/// feasible, no value of A is worse and one is better. A candidate's front is the length of the longest chain of
/// candidates that ends above it. Fronts have no gaps: those of feasible candidates, then one for each distinct
/// violation, then one that all share who lack a value (or whose violation is NaN), whatever else they are: nothing
/// can be said of them. Equal candidates share a front. Without objectives all feasible ones are front 0.
///
/// A candidate's front depends on the set of candidates only: neither their order nor the threads change it.
///
/// candidates  n
/// objectives  m columns of n values each, in any order
/// violation   n, 0 or more, in any unit; 0 is feasible. Empty: all are
/// threads     share the sorting and, for m >= 4 and many candidates, the comparisons
/// returns     n fronts, 0 is best
/// throws      std::invalid_argument (a fault) where a column has not n rows, a violation is negative, a target is not
///             finite, or n does not fit 32 bits
///
/// Time O(n log n) for m <= 2, O(n log² n) for m = 3 (front_sweep.h), else O(n log^(m-1) n), for any number of fronts
/// (Fortin et al. 2013, GECCO, 615). Memory beyond the input, the fronts included: about 45 bytes a candidate for m = 3, and
/// up to 100 more where each is a front of its own; 80 for m = 5 and 120 for m = 10; up to 64 more, and 4 for each of up to
/// 16 threads, where threads share comparisons.
std::vector<std::uint32_t> pareto_fronts(std::size_t candidates, std::span<const ParetoObjective> objectives,
                                         std::span<const float> violation, ThreadPool& threads);

}  // namespace furui
