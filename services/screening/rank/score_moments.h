// Expected score and its standard deviation of a candidate whose values are uncertain.
#pragma once

#include <span>
#include <vector>

#include "core/profile.h"                // for Aggregation
#include "rank/expected_desirability.h"  // for ExpectedDesirability

namespace furui {

struct UncertainScore {
  double mean = 0, std = 0;  ///< NaN both where a missing value leaves the candidate without a score
};

/// Scores under independent normal values, for the aggregations in which a mean of products, or of sums, is known from
/// the objectives' own means: geometric and product (E[prod d_i^p_i] = prod E[d_i^p_i]), arithmetic.
///
/// A value that counts as uncertain (missing = "uncertain") has a desirability that is uniform in [0, 1]: the average
/// contribution and a large error, without a look at other candidates.
class ScoreMoments {
 public:
  /// weights  k, each 0 or more
  ScoreMoments(const Aggregation& aggregation, const std::vector<ExpectedDesirability>& curves, std::vector<double> weights);

  /// Whether this aggregation's moments are known; draws decide for harmonic and minimum.
  static bool known_for(AggregationType type) { return type != AggregationType::kHarmonic && type != AggregationType::kMinimum; }

  /// value       k, NaN where missing
  /// std         k, 0 or more; of missing values not looked at
  /// equivalent  k, written: the certain desirability that counts as much as the uncertain one, E[d^p]^(1/p) with the
  ///             exponent p of a geometric mean (w_i / W) or product (w_i), else E[d]; NaN where the value is missing and
  ///             nothing stands for it
  UncertainScore of(std::span<const double> value, std::span<const double> std, std::span<double> equivalent) const;

 private:
  Aggregation aggregation_;
  const std::vector<ExpectedDesirability>& curves_;
  std::vector<double> weights_;
};

}  // namespace furui
