// The k best candidates under other weights, exactly as a ranking would have them and faster than by ranking all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/profile.h"      // for Aggregation
#include "rank/aggregation.h"  // for Aggregator

namespace furui {

/// Candidates as a ranking leaves them, with what their scores are made of.
struct RankedCandidates {
  std::size_t candidates = 0;            ///< n, at most 2^32 - 1, the best-ranked one first
  std::span<const double> desirability;  ///< n × m, row-major, in [0, 1] or NaN where missing
  std::vector<double> weights;           ///< m, each finite and 0 or more
  Aggregation aggregation;
};

/// The set of the k best of the same candidates, for one set of weights after another. Not for two threads at once.
///
/// The order is that of rank(): score as stored (float32) descending, and equal scores in the given order. Candidates
/// without a score are in no top.
///
/// All means but the minimum are a falling function of one sum of losses, which is cheap to compute for all candidates:
/// sum of w_i -ln d_i (geometric, product), w_i (1/d_i - 1) (harmonic) or w_i (1 - d_i) (arithmetic), over the sum of
/// w_i but for product. Rounding moves such a score by less than a millionth of it. So candidates whose score by the
/// sum lies a millionth above or below the k-th are in or out, and only those between are scored by Aggregator; with
/// them are those whose score is too near to 0 for that rule, and all from which a missing value was left out. A
/// minimum does not depend on weights that stay above 0.
class TopUnderWeights {
 public:
  /// ranked  its desirabilities must outlive this
  /// throws  std::invalid_argument (a fault) where sizes do not fit, a weight is negative or not finite, or a
  ///         desirability lies outside [0, 1]
  TopUnderWeights(const RankedCandidates& ranked, std::size_t k);

  /// The top k at the given weights, ascending by candidate: k, or as many as have a score.
  const std::vector<std::uint32_t>& base() const { return base_; }

  /// The top k where each weight is multiplied, ascending by candidate.
  ///
  /// factor  m, each above 0; products with the weights finite
  std::vector<std::uint32_t> top(std::span<const double> factor);

 private:
  struct Scored {
    float score;
    std::uint32_t candidate;
  };

  std::span<const double> row(std::uint32_t candidate) const;
  double loss(double desirability) const;
  double score_of_sum(double sum) const;
  double sum_of_score(double score) const;
  void tabulate();
  void sum_losses(std::span<const double> weights, Aggregator& aggregator);
  static void keep_best(std::vector<Scored>& scored, std::size_t k);

  RankedCandidates ranked_;
  std::size_t objectives_;
  std::size_t k_;
  std::vector<std::uint32_t> scored_;        // candidates with a score, ascending
  std::vector<std::size_t> incomplete_;      // positions in scored_ of candidates from which a missing value is left out
  std::vector<std::vector<double>> losses_;  // of each objective with a weight, by position in scored_; else empty
  std::vector<std::uint32_t> base_;
  std::vector<double> sums_;                 // by position in scored_
  std::vector<double> selected_;             // a copy of sums_ in another order
  std::vector<float> contribution_;          // asked for by Aggregator, not used
};

}  // namespace furui
