// Bisection for the weight that matters, and trials with random weights.
#include "rank/robustness.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.h"         // for Error
#include "core/number_text.h"   // for shortest
#include "rank/keyed_draws.h"  // for draw_key, drawn_bits
#include "rank/score_draws.h"  // for normal_from_bits

namespace furui {
namespace {

constexpr double kMostFactor = 100;
constexpr double kPrecision = 1e-6;  // of the factor, relative
constexpr int kSteps = 24;           // a step is a factor of 1.21

/// The first factor of one weight at which the top k is another one; NaN where there is none.
///
/// end  the logarithm of the last factor looked at
double first_change(TopUnderWeights& ranked, std::size_t objective, std::size_t objectives, double end) {
  std::vector<double> factor(objectives, 1.0);
  const auto changed_at = [&](double logarithm) {
    factor[objective] = std::clamp(std::exp(logarithm), 1 / kMostFactor, kMostFactor);
    return ranked.top(factor) != ranked.base();
  };
  for (int step = 1; step <= kSteps; ++step) {
    double changed = end * step / kSteps;
    if (!changed_at(changed)) continue;
    double same = end * (step - 1) / kSteps;
    while (std::abs(changed - same) > kPrecision) {
      const double middle = (changed + same) / 2;
      (changed_at(middle) ? changed : same) = middle;
    }
    return std::clamp(std::exp(changed), 1 / kMostFactor, kMostFactor);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

void check(const WeightSpread& spread) {
  if (!(spread.sigma >= 0 && spread.sigma <= 3))
    throw Error(ErrorCode::kInvalidArgument, "the spread of weights: sigma is " +
                                                 (std::isfinite(spread.sigma) ? shortest(spread.sigma) : "not finite") +
                                                 "; expected a number from 0 to 3");
  if (spread.trials == 0) throw Error(ErrorCode::kInvalidArgument, "the spread of weights: trials is 0; expected 1 or more");
}

}  // namespace

std::vector<CriticalFactors> critical_factors(const RankedCandidates& ranked, std::size_t k) {
  TopUnderWeights tops(ranked, k);
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  const double end = std::log(kMostFactor);
  const std::size_t objectives = ranked.weights.size();
  std::vector<CriticalFactors> critical(objectives, {kNone, kNone});
  for (std::size_t o = 0; o < objectives; ++o) {
    if (ranked.weights[o] == 0) continue;
    critical[o] = {first_change(tops, o, objectives, end), first_change(tops, o, objectives, -end)};
  }
  return critical;
}

std::vector<double> shares_in_top(const RankedCandidates& ranked, std::size_t k, const WeightSpread& spread) {
  check(spread);
  TopUnderWeights tops(ranked, k);
  std::vector<std::size_t> times(ranked.candidates);
  std::vector<double> factor(ranked.weights.size());
  for (std::size_t trial = 0; trial < spread.trials; ++trial) {
    const DrawKey key = draw_key(scattered(spread.seed), trial);
    for (std::size_t o = 0; o < factor.size(); ++o)
      factor[o] = std::exp(spread.sigma * static_cast<double>(normal_from_bits(drawn_bits(key, static_cast<std::uint32_t>(o)))));
    for (std::uint32_t candidate : tops.top(factor)) ++times[candidate];
  }
  std::vector<double> shares(ranked.candidates);
  for (std::size_t row = 0; row < shares.size(); ++row)
    shares[row] = static_cast<double>(times[row]) / static_cast<double>(spread.trials);
  return shares;
}

}  // namespace furui
