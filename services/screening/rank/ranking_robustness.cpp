// The ranked candidates' desirabilities in order, tried under other weights.
#include "rank/ranking_robustness.h"

#include <algorithm>
#include <limits>

namespace furui {
namespace {

constexpr std::size_t kMany = 100'000;
constexpr std::size_t kTrials = 1000, kTrialsOfMany = 100;

}  // namespace

RankingRobustness robustness_of(const Profile& profile, const Ranking& ranking) {
  const std::size_t m = profile.objectives.size(), n = ranking.rank.size();
  RankingRobustness result;
  result.stays.assign(n, std::numeric_limits<float>::quiet_NaN());
  if (m == 0) return result;
  std::vector<std::uint32_t> rows(static_cast<std::size_t>(std::count_if(ranking.rank.begin(), ranking.rank.end(), [](auto rank) { return rank > 0; })));
  for (std::size_t row = 0; row < n; ++row) {
    if (ranking.rank[row] > 0) rows[ranking.rank[row] - 1] = static_cast<std::uint32_t>(row);
  }
  std::vector<double> desirability;
  desirability.reserve(rows.size() * m);
  for (const std::uint32_t row : rows) {
    for (std::size_t i = 0; i < m; ++i) desirability.push_back(static_cast<double>(ranking.desirability[row * m + i]));
  }
  RankedCandidates ranked;
  ranked.candidates = rows.size();
  ranked.desirability = desirability;
  for (const Objective& objective : profile.objectives) ranked.weights.push_back(objective.weight);
  ranked.aggregation = profile.aggregation;
  const std::size_t k = profile.uncertainty.top_of(rows.size());
  result.critical = critical_factors(ranked, k);
  WeightSpread spread;
  spread.trials = rows.size() > kMany ? kTrialsOfMany : kTrials;
  spread.seed = static_cast<std::uint64_t>(profile.uncertainty.seed);
  const std::vector<double> shares = shares_in_top(ranked, k, spread);
  for (std::size_t i = 0; i < rows.size(); ++i) result.stays[rows[i]] = static_cast<float>(shares[i]);
  return result;
}

}  // namespace furui
