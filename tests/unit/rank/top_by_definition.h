// The top k to the letter of the ranking's order, and random candidates to compare it on.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include "rank/aggregation.h"        // for Aggregator
#include "rank/top_under_weights.h"  // for RankedCandidates

namespace furui {

/// Scores all with Aggregator, sorts all, and takes the first k with a score; ascending by candidate.
inline std::vector<std::uint32_t> top_by_definition(const RankedCandidates& ranked, const std::vector<double>& factor, std::size_t k) {
  const std::size_t m = ranked.weights.size();
  std::vector<double> weights(m);
  for (std::size_t o = 0; o < m; ++o) weights[o] = ranked.weights[o] * factor[o];
  Aggregator aggregator(ranked.aggregation, weights);
  std::vector<float> contribution(m);
  std::vector<std::pair<float, std::uint32_t>> order;
  for (std::uint32_t row = 0; row < ranked.candidates; ++row) {
    const auto score = static_cast<float>(aggregator.score(ranked.desirability.subspan(row * m, m), contribution));
    if (!std::isnan(score)) order.emplace_back(-score, row);
  }
  std::sort(order.begin(), order.end());
  std::vector<std::uint32_t> top;
  for (std::size_t i = 0; i < std::min(k, order.size()); ++i) top.push_back(order[i].second);
  std::sort(top.begin(), top.end());
  return top;
}

/// What random_desirabilities are made of.
struct Mixture {
  double missing = 0;   ///< share of NaN
  double coarse = 0;    ///< share of 0, 1/4, 1/2, 3/4 and 1, so that scores are equal
  double alike = 0;     ///< share that differs by less than float32 can tell
};

inline std::vector<double> random_desirabilities(unsigned seed, std::size_t cells, const Mixture& mixture) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<double> desirability(cells);
  for (double& d : desirability) {
    d = uniform(random);
    const double kind = uniform(random);
    if (kind < mixture.missing) d = std::numeric_limits<double>::quiet_NaN();
    else if (kind < mixture.missing + mixture.coarse) d = std::round(4 * d) / 4;
    else if (kind < mixture.missing + mixture.coarse + mixture.alike) d = 0.6 + 1e-9 * d;
  }
  return desirability;
}

constexpr AggregationType kAggregations[] = {AggregationType::kGeometric, AggregationType::kArithmetic, AggregationType::kHarmonic,
                                             AggregationType::kProduct, AggregationType::kMinimum};

}  // namespace furui
