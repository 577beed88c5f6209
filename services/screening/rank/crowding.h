// How far a candidate stands from its neighbours in its front: of equal fronts, the lonelier is the more diverse pick.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/thread_pool.h"       // for ThreadPool
#include "rank/pareto_objective.h"  // for ParetoObjective

namespace furui {

/// The crowding distance of every candidate within its front (Deb et al. 2002, IEEE Trans. Evol. Comput. 6, 182,
/// section III-B): the sum over objectives of the gap between the next better and the next worse cost, as a share of
/// the front's range.
///
/// The paper's neighbours are those beside a row in a sort, so that among equal values the result hangs on the order of
/// the input. Here equal values count as one, and neighbours are the next different values: rows of equal value are
/// treated alike, and all that hold a front's best or worst value of an objective are its boundary, which is infinite.
/// Without equal values in a front, both agree; pymoo divides the sum by m.
///
/// An objective of range 0 in a front adds nothing there, and has no boundary. A front all of whose rows are equal, one
/// row included, is infinite. A gap to an infinite value is the whole range, 1; a finite one in an infinite range is 0.
/// A row with a NaN has distance 0 and is nobody's neighbour.
///
/// candidates  n
/// objectives  m columns of n values each
/// front       n, any numbers: pareto_fronts()'s
/// returns     n distances, 0 to m or infinite; larger is better. The order of the rows changes none
/// throws      std::invalid_argument (a fault) as pareto_fronts()
std::vector<double> crowding_distance(std::size_t candidates, std::span<const ParetoObjective> objectives,
                                      std::span<const std::uint32_t> front, ThreadPool& threads);

}  // namespace furui
