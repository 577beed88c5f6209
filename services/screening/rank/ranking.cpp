// Filters, scores and the total order of candidates.
#include "rank/ranking.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <span>
#include <stdexcept>

#include "core/error.h"         // for Error
#include "rank/aggregation.h"   // for Aggregator
#include "rank/desirability.h"  // for Desirability, make_desirability
#include "rank/place.h"         // for place

namespace furui {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
constexpr std::size_t kBlockRows = 1024;  // desirabilities of a block stay in the cache

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

/// Fills score, desirability and contribution, a block of rows at a time.
void score_candidates(const Profile& profile, const RankingInput& input, const Columns& columns, Ranking& ranking) {
  const std::size_t k = profile.objectives.size();
  std::vector<const float*> values;
  std::vector<Desirability> curves;
  std::vector<double> weights;
  for (const Objective& objective : profile.objectives) {
    values.push_back(columns.at(objective.property)->value.data());
    curves.push_back(make_desirability(objective.transform, place(profile, objective.transform.line)));
    weights.push_back(objective.weight);
  }
  Aggregator aggregator(profile.aggregation, weights);
  std::vector<double> block(kBlockRows * k);
  for (std::size_t begin = 0; begin < input.candidates; begin += kBlockRows) {
    const std::size_t rows = std::min(kBlockRows, input.candidates - begin);
    for (std::size_t o = 0; o < k; ++o) {
      for (std::size_t row = 0; row < rows; ++row) {
        const float value = values[o][begin + row];
        const bool present = std::isfinite(value) && input.rejected[begin + row] == 0;
        block[row * k + o] = present ? std::clamp(curves[o](value), 0.0, 1.0) : kNone;
      }
    }
    for (std::size_t row = 0; row < rows; ++row) {
      const std::span<const double> desirability(block.data() + row * k, k);
      const std::span<float> contribution(ranking.contribution.data() + (begin + row) * k, k);
      for (std::size_t o = 0; o < k; ++o) ranking.desirability[(begin + row) * k + o] = static_cast<float>(desirability[o]);
      // + 0.0f makes of a negative zero, which a knot may have, the zero that order() expects.
      ranking.score[begin + row] = static_cast<float>(aggregator.score(desirability, contribution)) + 0.0f;
      if (input.rejected[begin + row] == 0) continue;
      ranking.score[begin + row] = kNone;
      std::fill(contribution.begin(), contribution.end(), kNone);
    }
  }
}

/// Ranks from 1: stored (float32) score descending, then SHA-256 of the structure, then ordinal.
void order(const RankingInput& input, Ranking& ranking) {
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
  for (std::size_t begin = 0, end = 0; begin < keys.size(); begin = end) {
    while (end < keys.size() && keys[end] >> 32 == keys[begin] >> 32) ++end;
    if (end - begin < 2) continue;
    std::sort(keys.begin() + static_cast<std::ptrdiff_t>(begin), keys.begin() + static_cast<std::ptrdiff_t>(end),
              [&](std::uint64_t a, std::uint64_t b) {
                const Sha256& left = input.structure[row_of(a)];
                const Sha256& right = input.structure[row_of(b)];
                return left != right ? left < right : a < b;
              });
  }
  for (std::size_t place_in_order = 0; place_in_order < keys.size(); ++place_in_order)
    ranking.rank[row_of(keys[place_in_order])] = static_cast<std::uint32_t>(place_in_order + 1);
}

}  // namespace

Ranking rank(const Profile& profile, const RankingInput& input) {
  const Columns columns = columns_of(input);
  check(profile, input, columns);
  const std::size_t n = input.candidates, cells = n * profile.objectives.size();
  Ranking ranking;
  ranking.algorithm_version = "furui-rank/1";
  ranking.rank.assign(n, 0);
  ranking.score.assign(n, kNone);
  ranking.desirability.assign(cells, kNone);
  ranking.contribution.assign(cells, kNone);
  ranking.filter = first_failed_filter(profile, input, columns);
  score_candidates(profile, input, columns, ranking);
  order(input, ranking);
  return ranking;
}

}  // namespace furui
