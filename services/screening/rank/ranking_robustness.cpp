// The ranked candidates' desirabilities in order, tried under other weights.
#include "rank/ranking_robustness.h"

#include <algorithm>
#include <limits>
#include <span>

#include "rank/objective_parts.h"  // for ObjectiveParts

namespace furui {
namespace {

constexpr std::size_t kRowsAtOnce = 1024;
constexpr std::size_t kMany = 100'000;
constexpr std::size_t kTrials = 1000, kTrialsOfMany = 100;

}  // namespace

RankingRobustness robustness_of(const Profile& profile, const RankingInput& input, const Ranking& ranking) {
  const std::size_t m = profile.objectives.size(), n = ranking.rank.size();
  RankingRobustness result;
  result.stays.assign(n, std::numeric_limits<float>::quiet_NaN());
  if (m == 0 || profile.uncertainty.policy != Policy::kExpected) return result;
  const auto has_place = [](std::uint32_t rank) { return rank > 0; };
  const auto places = static_cast<std::size_t>(std::count_if(ranking.rank.begin(), ranking.rank.end(), has_place));
  std::vector<double> desirability(places * m);  // in order of rank
  const ObjectiveParts parts(profile, input, ranking);
  std::vector<float> some(kRowsAtOnce * m), costs(some.size());
  for (std::size_t first = 0; first < n; first += kRowsAtOnce) {
    const std::size_t rows = std::min(kRowsAtOnce, n - first);
    parts.of(first, std::span(some).first(rows * m), std::span(costs).first(rows * m));
    for (std::size_t row = 0; row < rows; ++row) {
      const std::uint32_t rank = ranking.rank[first + row];
      if (rank > 0) std::copy_n(some.begin() + static_cast<std::ptrdiff_t>(row * m), m, desirability.begin() + static_cast<std::ptrdiff_t>((rank - 1) * m));
    }
  }
  RankedCandidates ranked;
  ranked.candidates = places;
  ranked.desirability = desirability;
  for (const Objective& objective : profile.objectives) ranked.weights.push_back(objective.weight);
  ranked.aggregation = profile.aggregation;
  const std::size_t k = profile.uncertainty.top_of(places);
  result.critical = critical_factors(ranked, k);
  WeightSpread spread;
  spread.trials = places > kMany ? kTrialsOfMany : kTrials;
  spread.seed = static_cast<std::uint64_t>(profile.uncertainty.seed);
  const std::vector<double> shares = shares_in_top(ranked, k, spread);
  for (std::size_t row = 0; row < n; ++row) {
    if (ranking.rank[row] > 0) result.stays[row] = static_cast<float>(shares[ranking.rank[row] - 1]);
  }
  return result;
}

}  // namespace furui
