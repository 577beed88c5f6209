// How much of the objectives' space a set of candidates beats: one number that says how good a Pareto front is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "rank/pareto_objective.h"  // for ParetoObjective

namespace furui {

/// The volume of all points that some candidate dominates and that are no worse than a reference (Zitzler & Thiele
/// 1998, PPSN V, 292), exact but for rounding: the sweep of Beume et al. 2009 (IEEE Trans. Evol. Comput. 13, 1075) in
/// O(n log n). A candidate that is not better than the reference in every objective adds nothing, nor does one with a
/// NaN or one that others dominate, so that a whole library may be given.
///
/// candidates  n
/// objectives  2 or 3 columns of n values each
/// reference   one value for each objective, in its unit, finite: the worst that counts. Of kTarget the largest
///             distance from the target that counts
/// returns     the volume in the product of the objectives' units, 0 or more; infinite where a value that counts is.
///             The order of the rows does not change it
/// throws      std::invalid_argument (a fault) for another number of objectives, a reference that is not finite or does
///             not fit them, and as pareto_fronts()
double hypervolume(std::size_t candidates, std::span<const ParetoObjective> objectives, std::span<const float> reference);

/// The same of some rows, of the box that spans from their worst values to their best, as a share: 1 where one of them is the
/// best in everything.
///
/// rows     of candidates, each a place in the columns
/// returns  in [0, 1]; NaN for other than two or three objectives, where all rows are equal in one, and where a value is infinite
double hypervolume_share(std::span<const ParetoObjective> objectives, std::span<const std::uint32_t> rows);

}  // namespace furui
