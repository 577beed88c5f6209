// Scores of several candidates at once whose values are certain, where that is sure to give the bits that one by one
// would.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/profile.h"       // for Aggregation
#include "rank/desirability.h"  // for Desirability

namespace furui {

/// Geometric means and products of S-shaped desirabilities, which most profiles are.
///
/// Everything is computed in double precision with a bound on its distance from what Aggregator computes, whichever
/// elementary functions either uses. Where both ends of that distance round to the same float32, so does Aggregator's
/// result (Ziv 1991, ACM Trans. Math. Softw. 17, 410); one candidate in 100,000 or so is not sure and must be scored
/// alone.
class CertainScores {
 public:
  static constexpr std::size_t kRows = 16;

  /// What is known of kRows candidates; k objectives.
  struct Rows {
    std::array<std::uint8_t, kRows> sure;  ///< 0: score it alone, nothing below says anything of it
    std::array<std::uint8_t, kRows> met;   ///< 1: every objective with a weight is met
    std::array<float, kRows> score;
    std::vector<float> desirability, contribution;  ///< k × kRows, objective after objective
    std::vector<double> logit, loss, error;         ///< k × kRows, for computing
  };

  static bool can_score(const Aggregation& aggregation, const std::vector<Desirability>& curves);

  /// curves, weights  k; can_score()
  CertainScores(const Aggregation& aggregation, const std::vector<Desirability>& curves, std::vector<double> weights,
                std::size_t instruction_set = 0);
  static std::size_t instruction_sets();  ///< as ScoreKeys'

  Rows space() const;

  /// Candidates `first` to `first` + kRows - 1, as far as there are so many.
  ///
  /// values  of each objective a whole column; NaN and infinities make a candidate not sure
  void score(std::span<const std::span<const float>> values, std::size_t first, Rows& rows) const;

 private:
  std::vector<Expit> curves_;
  std::vector<double> weights_;
  double floor_ = 0;  // 0 for a product
  double total_ = 1;  // by which a sum of losses is divided
  std::size_t instruction_set_;
};

}  // namespace furui
