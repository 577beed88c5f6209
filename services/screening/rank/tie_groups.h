// Groups of neighbours in rank whose order the evidence does not decide.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rank/score_moments.h"  // for UncertainScore

namespace furui {

/// P(a's score exceeds b's), both normal and independent; with both certain 1, 0, or 0.5 where they are equal.
double probability_of_better(const UncertainScore& a, const UncertainScore& b);

/// Walks down the order. A group begins with a leader; those below join until the first whose order with the leader the
/// evidence decides, with at least this probability, who leads the next group. It decides against the order itself where a
/// policy puts a worse but more uncertain candidate first.
///
/// scores      in order of rank
/// confidence  in (0.5, 1)
/// returns     a group for each, from 1, rising
std::vector<std::uint32_t> tie_groups(std::span<const UncertainScore> scores, double confidence);

}  // namespace furui
