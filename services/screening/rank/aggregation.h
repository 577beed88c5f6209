// Many desirabilities to one score, and what each objective cost it.
#pragma once

#include <span>
#include <vector>

#include "core/profile.h"  // for Aggregation

namespace furui {

/// Aggregates the desirabilities of one candidate after another. Not for two threads at once.
///
/// With weights w_i, desirabilities d_i in [0, 1] raised to the floor where geometric or harmonic, W = sum of w_i:
///
/// type        score S                        loss L_i
/// geometric   exp(sum w_i ln d_i / W)        -w_i ln d_i
/// product     exp(sum w_i ln d_i)            -w_i ln d_i
/// harmonic    W / sum(w_i / d_i)             w_i (1 / d_i - 1)
/// arithmetic  sum w_i d_i / W                w_i (1 - d_i)
/// minimum     min d_i                        1 for each d_i equal to the minimum, else 0
///
/// The contribution of an objective is its share of what the score lacks of 1: c_i = (1 - S) L_i / sum L_j, so that
/// S = 1 - sum c_i. Where L_i is infinite (d_i = 0), those objectives share by their weights and the rest cost
/// nothing, which is the limit of d_i -> 0. Objectives of weight 0 cost nothing and are no part of a minimum.
class Aggregator {
 public:
  /// weights  k, each 0 or more
  Aggregator(const Aggregation& aggregation, std::vector<double> weights);

  /// desirability  k, in [0, 1] or NaN where missing
  /// contribution  k, written: NaN where the objective was ignored, all NaN where there is no score
  /// returns       the score in [0, 1], 1 without objectives; NaN where a missing value leaves the candidate without
  ///               one: missing = reject and an objective of weight above 0 is missing, or missing = ignore and all are
  double score(std::span<const double> desirability, std::span<float> contribution);

 private:
  double score_present(std::span<const double> desirability);
  void share_loss(double score, std::span<float> contribution) const;

  Aggregation aggregation_;
  std::vector<double> weights_;
  std::vector<double> effective_;  // weights of this candidate: 0 where ignored
  std::vector<double> present_;    // desirabilities of this candidate after fallback and floor
  std::vector<double> loss_;
};

}  // namespace furui
