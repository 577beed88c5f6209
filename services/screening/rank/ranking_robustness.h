// How far a ranking's top depends on the profile's weights, which nobody knows to a tenth.
#pragma once

#include <vector>

#include "core/profile.h"     // for Profile
#include "rank/ranking.h"     // for Ranking, RankingInput
#include "rank/robustness.h"  // for CriticalFactors

namespace furui {

struct RankingRobustness {
  /// n: the share of random weights, each multiplied by exp(0.3 z) with z standard normal, under which the candidate is
  /// among the k best; NaN where not ranked. 1,000 trials up to 100,000 ranked candidates, 100 beyond, by the profile's seed.
  std::vector<float> stays;
  std::vector<CriticalFactors> critical;  ///< one an objective: at which factor of its weight the top k is another
};

/// profile, input, ranking  as rank() took and gave them
///
/// For k as the profile has it (Uncertainty::top_of). Weights enter by the desirabilities that the ranking states; under a
/// geometric mean those of uncertain values depend on the weights a little themselves, which is not followed.
///
/// returns  all NaN, and no factors, for a profile without objectives, and under another policy than expected, which orders by
///          the spread of scores as well
RankingRobustness robustness_of(const Profile& profile, const RankingInput& input, const Ranking& ranking);

}  // namespace furui
