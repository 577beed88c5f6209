// How far the top k depends on the weights: what change of one weight alters it, and who stays under random ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "rank/top_under_weights.h"  // for RankedCandidates

namespace furui {

/// Changes of one objective's weight, the others kept, at which the set of the top k is another.
struct CriticalFactors {
  double up;    ///< the smallest factor above 1, up to 100; NaN where the set stays the same up to there
  double down;  ///< the largest factor below 1, down to 1/100; NaN likewise
};

/// For each objective the nearest factors of its weight at which the set of the top k changes.
///
/// Found by bisection over top_under_weights.h's exact order, to a relative 1e-6: at the factor the set has changed,
/// and at one that is at most a millionth nearer to 1 it has not. Two candidates with values for all objectives change
/// places at most once as one weight rises (or falls), in all aggregations, since their order is the sign of a linear
/// function of it; so no nearer change is missed, but among scores that are about equal as float32: around the factor
/// at which two scores cross lies a narrow band (where the scores differ by less than 1e-7) in which rounding and the
/// given order decide, and which end of it is found is open. Only under missing = ignore, or where a product is too
/// small for float32, can a set change and change back; then a change is missed where both happen within a factor of
/// 1.21.
///
/// k        0, or as many as have a score or more: all NaN, and so are objectives of weight 0
/// returns  m
/// throws   std::invalid_argument as TopUnderWeights
std::vector<CriticalFactors> critical_factors(const RankedCandidates& ranked, std::size_t k);

/// How weights are drawn: each is multiplied by exp(sigma z), z standard normal, independent of each other.
struct WeightSpread {
  double sigma = 0.3;         ///< in [0, 3]; 0.3: two thirds of the factors lie between 0.74 and 1.35
  std::size_t trials = 1000;  ///< 1 or more
  std::uint64_t seed = 0;
};

/// Each candidate's share of the trials in which it is in the top k.
///
/// The draw of trial t and objective o is number o of the stream that seed and t are the key of (keyed_draws.h): neither
/// candidates nor other objectives change it, and more trials begin with the fewer. A share p has the standard error
/// sqrt(p (1 - p) / trials). The shares add up to k where as many have a score.
///
/// returns  n, in [0, 1]
/// throws   Error{INVALID_ARGUMENT} where sigma or trials is out of range; std::invalid_argument as TopUnderWeights
std::vector<double> shares_in_top(const RankedCandidates& ranked, std::size_t k, const WeightSpread& spread);

}  // namespace furui
