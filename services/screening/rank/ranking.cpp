// Filters, scores and the total order of candidates.
#include "rank/ranking.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <span>
#include <stdexcept>

#include "core/error.h"             // for Error
#include "rank/candidate_scores.h"  // for CandidateScores
#include "rank/crowding.h"          // for crowding_distance
#include "rank/pareto.h"            // for pareto_fronts
#include "rank/place.h"             // for place
#include "rank/policy.h"            // for order_value
#include "rank/tie_groups.h"        // for tie_groups
#include "rank/top_probability.h"   // for top_probabilities

namespace furui {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
constexpr std::size_t kBlockRows = 1024;  // that a thread takes at once

using Columns = std::map<std::string, const PropertyColumn*>;

/// A column of another length than n is a mistake of our own, not of the caller's request.
void require_rows(std::size_t rows, std::size_t candidates, const std::string& of) {
  if (rows != candidates)
    throw std::invalid_argument("ranking input: " + of + " has " + std::to_string(rows) + " rows, not " + std::to_string(candidates));
}

Columns columns_of(const RankingInput& input) {
  if (input.candidates > std::numeric_limits<std::uint32_t>::max())
    throw std::invalid_argument("ranking input: more candidates than a rank can number");
  require_rows(input.structure.size(), input.candidates, "structure");
  require_rows(input.rejected.size(), input.candidates, "rejected");
  for (const auto& [catalogue, flags] : input.alerts) require_rows(flags.size(), input.candidates, "alerts " + catalogue);
  Columns columns;
  for (const PropertyColumn& column : input.columns) {
    require_rows(column.value.size(), input.candidates, column.property);
    if (!columns.emplace(column.property, &column).second)
      throw std::invalid_argument("ranking input: the column " + column.property + " is there twice");
  }
  return columns;
}

void check(const Profile& profile, const RankingInput& input, const Columns& columns) {
  std::map<std::string, std::string> offered;
  for (const auto& [name, column] : columns) offered[name] = column->unit;
  check_profile(profile, offered);
  for (const Filter& filter : profile.filters) {
    for (const std::string& catalogue : filter.alerts) {
      if (input.alerts.count(catalogue) == 0)
        throw Error(ErrorCode::kFailedPrecondition, place(profile, filter.line) + ": the alerts of '" + catalogue +
                                                        "' were not looked for in these candidates; screen them again "
                                                        "with this profile");
    }
  }
}

/// Marks candidates that fail this filter and no earlier one. A missing value cannot show that it is in range, and
/// fails. Limits are rounded to float32 as the values are: a value printed as 0.1 is at most 0.1.
void apply_range(const Filter& filter, const std::vector<float>& value, std::int32_t index, std::vector<std::int32_t>& failed) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const float least = filter.min ? static_cast<float>(*filter.min) : -kInfinity;
  const float most = filter.max ? static_cast<float>(*filter.max) : kInfinity;
  for (std::size_t row = 0; row < value.size(); ++row) {
    if (failed[row] < 0 && !(std::isfinite(value[row]) && value[row] >= least && value[row] <= most)) failed[row] = index;
  }
}

void apply_alerts(const std::vector<std::uint8_t>& matched, std::int32_t index, std::vector<std::int32_t>& failed) {
  for (std::size_t row = 0; row < matched.size(); ++row) {
    if (failed[row] < 0 && matched[row] != 0) failed[row] = index;
  }
}

std::vector<std::int32_t> first_failed_filter(const Profile& profile, const RankingInput& input, const Columns& columns) {
  std::vector<std::int32_t> failed(input.candidates, -1);
  for (std::size_t f = 0; f < profile.filters.size(); ++f) {
    const Filter& filter = profile.filters[f];
    const auto index = static_cast<std::int32_t>(f);
    if (filter.alerts.empty()) apply_range(filter, columns.at(filter.property)->value, index, failed);
    for (const std::string& catalogue : filter.alerts) apply_alerts(input.alerts.at(catalogue), index, failed);
  }
  for (std::size_t row = 0; row < input.candidates; ++row) {
    if (input.rejected[row] != 0) failed[row] = -1;
  }
  return failed;
}

/// Fills everything that a row says of itself, a block of rows at a time.
void score_candidates(const Profile& profile, const RankingInput& input, const CandidateScores& scores, ThreadPool& threads, Ranking& ranking) {
  const std::size_t k = profile.objectives.size();
  threads.for_each((input.candidates + kBlockRows - 1) / kBlockRows, [&](std::size_t block, int) {
    CandidateScores::Row space(scores);
    for (std::size_t row = block * kBlockRows; row < std::min(input.candidates, (block + 1) * kBlockRows); ++row) {
      if (input.rejected[row] != 0) continue;
      const UncertainScore score =
          scores.score(row, space, std::span(ranking.desirability).subspan(row * k, k), std::span(ranking.contribution).subspan(row * k, k));
      if (std::isnan(score.mean)) continue;
      // + 0.0f makes of a negative zero, which a knot may have, the zero that order() expects.
      ranking.score[row] = static_cast<float>(order_value(profile.uncertainty, score)) + 0.0F;
      ranking.expected[row] = static_cast<float>(score.mean) + 0.0F;
      ranking.std[row] = static_cast<float>(score.std);
      ranking.meets[row] = ranking.filter[row] < 0 || profile.filters[static_cast<std::size_t>(ranking.filter[row])].alerts.empty()
                               ? static_cast<float>(scores.meets(row, space))
                               : 0.0F;
    }
  });
}

/// What only the order tells: who is tied with whom, and who may be among the best.
void weigh_evidence(const Profile& profile, const RankingInput& input, const CandidateScores& scores, ThreadPool& threads, Ranking& ranking) {
  std::vector<std::uint32_t> rows(static_cast<std::size_t>(std::count_if(ranking.rank.begin(), ranking.rank.end(), [](auto rank) { return rank > 0; })));
  for (std::size_t row = 0; row < input.candidates; ++row) {
    if (ranking.rank[row] > 0) rows[ranking.rank[row] - 1] = static_cast<std::uint32_t>(row);
  }
  std::vector<UncertainScore> in_order;
  in_order.reserve(rows.size());
  for (const std::uint32_t row : rows) in_order.push_back({ranking.expected[row], ranking.std[row]});
  const std::vector<std::uint32_t> groups = tie_groups(in_order, profile.uncertainty.confidence);
  std::vector<float> top(rows.size());
  const std::size_t k = profile.uncertainty.top_of(rows.size());
  if (std::none_of(rows.begin(), rows.end(), [&](std::uint32_t row) { return scores.is_uncertain(row); })) {
    std::fill_n(top.begin(), k, 1.0F);
  } else {
    const auto candidate = [&](std::size_t index, DrawnCandidate& into) { scores.draw_from(rows[index], into); };
    top = top_probabilities(scores.keys(), rows.size(), candidate, k, profile.uncertainty.draws, threads);
  }
  for (std::size_t place_in_order = 0; place_in_order < rows.size(); ++place_in_order) {
    ranking.tie_group[rows[place_in_order]] = groups[place_in_order];
    ranking.top[rows[place_in_order]] = top[place_in_order];
  }
}

/// Fronts over the profile's axes, and the crowding within them; both empty without axes.
std::vector<double> sort_into_fronts(const Profile& profile, const RankingInput& input, const Columns& columns, ThreadPool& threads, Ranking& ranking) {
  if (profile.pareto.empty()) return {};
  std::vector<ParetoObjective> axes;
  for (const ParetoAxis& axis : profile.pareto)
    axes.push_back({columns.at(axis.property)->value, axis.goal, static_cast<float>(axis.target)});
  std::vector<float> violation(input.candidates);  // NaN: takes no part
  for (std::size_t row = 0; row < input.candidates; ++row)
    violation[row] = input.rejected[row] != 0 ? kNone : ranking.filter[row] >= 0 ? 1.0F : 0.0F;
  ranking.front = pareto_fronts(input.candidates, axes, violation, threads);
  std::vector<double> crowding = crowding_distance(input.candidates, axes, ranking.front, threads);
  for (std::size_t row = 0; row < input.candidates; ++row) {
    if (input.rejected[row] != 0) ranking.front[row] = kNoFront;
  }
  return crowding;
}

/// Ranks from 1: stored (float32) score descending, then front, crowding, SHA-256 of the structure, ordinal.
void order(const RankingInput& input, const std::vector<double>& crowding, Ranking& ranking) {
  // Scores are 0 or more, so their bits sort as they do; inverted above the ordinal, one integer is the key.
  std::vector<std::uint64_t> keys;
  keys.reserve(input.candidates);
  for (std::size_t row = 0; row < input.candidates; ++row) {
    if (std::isnan(ranking.score[row]) || ranking.filter[row] >= 0) continue;
    const std::uint32_t descending = ~std::bit_cast<std::uint32_t>(ranking.score[row]);
    keys.push_back(std::uint64_t{descending} << 32 | static_cast<std::uint32_t>(row));
  }
  std::sort(keys.begin(), keys.end());
  const auto row_of = [](std::uint64_t key) { return static_cast<std::uint32_t>(key); };
  const auto before = [&](std::uint64_t a, std::uint64_t b) {
    const std::uint32_t left = row_of(a), right = row_of(b);
    if (!crowding.empty()) {
      if (ranking.front[left] != ranking.front[right]) return ranking.front[left] < ranking.front[right];
      if (crowding[left] != crowding[right]) return crowding[left] > crowding[right];
    }
    if (input.structure[left] != input.structure[right]) return input.structure[left] < input.structure[right];
    return left < right;
  };
  for (std::size_t begin = 0, end = 0; begin < keys.size(); begin = end) {
    while (end < keys.size() && keys[end] >> 32 == keys[begin] >> 32) ++end;
    if (end - begin > 1) std::sort(keys.begin() + static_cast<std::ptrdiff_t>(begin), keys.begin() + static_cast<std::ptrdiff_t>(end), before);
  }
  for (std::size_t place_in_order = 0; place_in_order < keys.size(); ++place_in_order)
    ranking.rank[row_of(keys[place_in_order])] = static_cast<std::uint32_t>(place_in_order + 1);
}

}  // namespace

Ranking rank(const Profile& profile, const RankingInput& input, ThreadPool& threads) {
  const Columns columns = columns_of(input);
  check(profile, input, columns);
  const std::size_t n = input.candidates, cells = n * profile.objectives.size();
  Ranking ranking;
  ranking.algorithm_version = "furui-rank/2";
  ranking.rank.assign(n, 0);
  ranking.tie_group.assign(n, 0);
  for (auto* column : {&ranking.score, &ranking.expected, &ranking.std, &ranking.meets, &ranking.top}) column->assign(n, kNone);
  ranking.desirability.assign(cells, kNone);
  ranking.contribution.assign(cells, kNone);
  ranking.filter = first_failed_filter(profile, input, columns);
  const CandidateScores scores(profile, input.columns, input.structure);
  score_candidates(profile, input, scores, threads, ranking);
  order(input, sort_into_fronts(profile, input, columns, threads, ranking), ranking);
  weigh_evidence(profile, input, scores, threads, ranking);
  return ranking;
}

Ranking rank(const Profile& profile, const RankingInput& input) {
  ThreadPool alone(1);
  return rank(profile, input, alone);
}

}  // namespace furui
