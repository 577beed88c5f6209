// Scores of many candidates at once whose values are certain, where that is sure to give the bits that one by one would.
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
/// result (Ziv 1991, ACM Trans. Math. Softw. 17, 410); one candidate in 10,000 or so is not sure and must be scored
/// alone. Desirabilities of equal weight are multiplied before their logarithm is taken.
class CertainScores {
 public:
  static constexpr std::size_t kRows = 1024;

  /// What is known of kRows candidates.
  struct Rows {
    std::array<std::uint8_t, kRows> sure;  ///< 0: score it alone, nothing below says anything of it
    std::array<std::uint8_t, kRows> met;   ///< 1: every objective with a weight is met
    std::array<float, kRows> score;
  };

  static bool can_score(const Aggregation& aggregation, const std::vector<Desirability>& curves);

  /// curves, weights  k; can_score()
  CertainScores(const Aggregation& aggregation, const std::vector<Desirability>& curves, const std::vector<double>& weights,
                std::size_t instruction_set = 0);
  static std::size_t instruction_sets();  ///< as ScoreKeys'

  /// Candidates `first` to `first` + kRows - 1, as far as there are so many.
  ///
  /// values  of each objective a whole column; NaN and infinities make a candidate not sure
  void score(std::span<const std::span<const float>> values, std::size_t first, Rows& rows) const;

  /// An objective that counts.
  struct Term {
    std::size_t objective;
    double fall, middle;  // of its curve: 1 / (1 + exp(fall (x - middle)))
  };
  /// Terms of one weight, whose product is a normal number.
  struct Group {
    double weight;
    std::vector<Term> terms;
  };
  struct Shape {
    std::vector<Group> groups;
    double highest = 0;                   // exponents of inverse desirabilities below it are sure
    double most = 0;                      // what an inverse desirability counts at most: 1 / the floor
    double total = 1;                     // by which a sum of losses is divided
    double error = 0, error_of_mean = 0;  // relative ones of a score: at least, and for each unit of the mean loss
  };

 private:
  Shape shape_;
  std::size_t instruction_set_;
};

}  // namespace furui
