// What each objective makes of several candidates at once whose values are certain, where that is sure to give the bits
// that one by one would.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/profile.h"       // for Aggregation
#include "rank/desirability.h"  // for Desirability

namespace furui {

/// Desirabilities and contributions where CertainScores has the scores, and in its way: where both ends of a bound on an
/// error round to the same float32, so does what Aggregator gives; one candidate in 100,000 or so is not sure.
class CertainParts {
 public:
  static constexpr std::size_t kRows = 16;

  /// Of kRows candidates; k objectives.
  struct Rows {
    std::array<std::uint8_t, kRows> sure;           ///< 0: nothing below says anything of it
    std::vector<float> desirability, contribution;  ///< k × kRows, objective after objective
    std::vector<double> logit, loss, error;         ///< k × kRows, for computing
  };

  /// curves, weights  k; CertainScores::can_score()
  CertainParts(const Aggregation& aggregation, const std::vector<Desirability>& curves, std::vector<double> weights,
               std::size_t instruction_set = 0);
  static std::size_t instruction_sets();  ///< as ScoreKeys'

  Rows space() const;

  /// Candidates `first` to `first` + kRows - 1, as far as there are so many.
  ///
  /// values  of each objective a whole column; NaN and infinities make a candidate not sure
  void find(std::span<const std::span<const float>> values, std::size_t first, Rows& rows) const;

 private:
  std::vector<Expit> curves_;
  std::vector<double> weights_;
  double floor_ = 0;  // 0 for a product
  double total_ = 1;  // by which a sum of losses is divided
  std::size_t instruction_set_;
};

}  // namespace furui
