// Filters, scores and the total order of candidates.
#include "rank/ranking.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <span>
#include <stdexcept>
#include <utility>

#include "core/error.h"             // for Error
#include "rank/candidate_scores.h"  // for CandidateScores
#include "rank/certain_scores.h"    // for CertainScores
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
  for (const auto& [filter, flags] : input.failed) require_rows(flags.size(), input.candidates, "filter " + std::to_string(filter));
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
  for (std::size_t f = 0; f < profile.filters.size(); ++f) {
    const Filter& filter = profile.filters[f];
    if ((filter.asks_for_structure() || filter.domain) && input.failed.count(f) == 0)
      throw std::invalid_argument("ranking input: nobody looked whether candidates fail filter " + std::to_string(f));
    for (const std::string& catalogue : filter.alerts) {
      if (input.alerts.count(catalogue) == 0 && input.failed.count(f) == 0)
        throw Error(ErrorCode::kFailedPrecondition, place(profile, filter.line) + ": the alerts of '" + catalogue +
                                                        "' were not looked for in these candidates; screen them again "
                                                        "with this profile");
    }
  }
}

struct FailedFilters {
  std::vector<std::int32_t> first;      // index of the first filter that a candidate fails; -1: none
  std::vector<std::uint8_t> certainly;  // 1: it fails one that no uncertain value changes
};

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

void apply_flags(const std::vector<std::uint8_t>& flags, std::int32_t index, FailedFilters& failed) {
  for (std::size_t row = 0; row < flags.size(); ++row) {
    if (flags[row] == 0) continue;
    failed.certainly[row] = 1;
    if (failed.first[row] < 0) failed.first[row] = index;
  }
}

FailedFilters failed_filters(const Profile& profile, const RankingInput& input, const Columns& columns) {
  FailedFilters failed{std::vector<std::int32_t>(input.candidates, -1), std::vector<std::uint8_t>(input.candidates, 0)};
  for (std::size_t f = 0; f < profile.filters.size(); ++f) {
    const Filter& filter = profile.filters[f];
    const auto index = static_cast<std::int32_t>(f);
    if (!filter.property.empty()) apply_range(filter, columns.at(filter.property)->value, index, failed.first);
    if (const auto flags = input.failed.find(f); flags != input.failed.end()) {
      apply_flags(flags->second, index, failed);
      continue;
    }
    for (const std::string& catalogue : filter.alerts) apply_flags(input.alerts.at(catalogue), index, failed);
  }
  for (std::size_t row = 0; row < input.candidates; ++row) {
    if (input.rejected[row] != 0) failed.first[row] = -1;
  }
  return failed;
}

/// Calls run(row) for every row, from several threads.
template <typename Run>
void in_blocks(std::size_t rows, ThreadPool& threads, const Run& run) {
  threads.for_each((rows + kBlockRows - 1) / kBlockRows, [&](std::size_t block, int) {
    for (std::size_t row = block * kBlockRows; row < std::min(rows, (block + 1) * kBlockRows); ++row) run(row);
  });
}

/// What a row says of itself, each row at most once; different rows from several threads.
class RowScores {
 public:
  /// fails  n flags: the row fails a filter whatever its values really are
  RowScores(const Profile& profile, const RankingInput& input, const CandidateScores& scores, const std::vector<std::uint8_t>& fails,
            Ranking& ranking)
      : profile_(profile), input_(input), scores_(scores), fails_(fails), ranking_(ranking), k_(profile.objectives.size()) {}

  void score(std::size_t row, CandidateScores::Row& space) {
    if (input_.rejected[row] != 0) return;
    const UncertainScore score = scores_.score(row, space, cells(ranking_.desirability, row), cells(ranking_.contribution, row));
    if (std::isnan(score.mean)) return;
    ranking_.meets[row] = fails_[row] != 0 ? 0.0F : static_cast<float>(scores_.meets(row, space));
    set(row, order_value(profile_.uncertainty, score), score.mean, score.std);
  }

  /// Rows from `first` before `end`, together, but for those of which that is not sure.
  void score(std::size_t first, std::size_t end, CertainScores::Rows& space, CandidateScores::Row& alone) {
    scores_.certain()->score(scores_.objective_values(), first, space);
    for (std::size_t row = first; row < end; ++row) {
      const std::size_t i = row - first;
      if (space.sure[i] == 0) {
        score(row, alone);
        continue;
      }
      if (input_.rejected[row] != 0) continue;
      const std::span<float> desirability = cells(ranking_.desirability, row), contribution = cells(ranking_.contribution, row);
      for (std::size_t j = 0; j < k_; ++j) {
        desirability[j] = space.desirability[j * CertainScores::kRows + i];
        contribution[j] = space.contribution[j * CertainScores::kRows + i];
      }
      // A certain row meets what it asks for or does not; whoever fails a filter does not.
      ranking_.meets[row] = space.met[i] != 0 && ranking_.filter[row] < 0 ? 1.0F : 0.0F;
      set(row, space.score[i], space.score[i], 0);
    }
  }

 private:
  std::span<float> cells(std::vector<float>& table, std::size_t row) const { return std::span(table).subspan(row * k_, k_); }

  void set(std::size_t row, double score, double expected, double std) {
    // + 0.0f makes of a negative zero, which a knot may have, the zero that order() expects.
    ranking_.score[row] = static_cast<float>(score) + 0.0F;
    ranking_.expected[row] = static_cast<float>(expected) + 0.0F;
    ranking_.std[row] = static_cast<float>(std);
  }

  const Profile& profile_;
  const RankingInput& input_;
  const CandidateScores& scores_;
  const std::vector<std::uint8_t>& fails_;
  Ranking& ranking_;
  std::size_t k_;
};

/// Whether the order is that of the score itself where that is certain.
bool orders_by_score(const Uncertainty& uncertainty) {
  return uncertainty.policy == Policy::kExpected || uncertainty.policy == Policy::kLowerBound || uncertainty.policy == Policy::kUpperBound;
}

/// Fills everything that a row says of itself, a block of rows at a time.
void score_candidates(const Profile& profile, const RankingInput& input, const CandidateScores& scores, const std::vector<std::uint8_t>& fails,
                      ThreadPool& threads, Ranking& ranking) {
  const bool together = scores.certain() && orders_by_score(profile.uncertainty);
  RowScores rows(profile, input, scores, fails, ranking);
  threads.for_each((input.candidates + kBlockRows - 1) / kBlockRows, [&](std::size_t block, int) {
    CandidateScores::Row space(scores);
    const std::size_t begin = block * kBlockRows, end = std::min(input.candidates, begin + kBlockRows);
    if (together) {
      CertainScores::Rows several = scores.certain()->space();
      for (std::size_t row = begin; row < end; row += CertainScores::kRows) rows.score(row, std::min(end, row + CertainScores::kRows), several, space);
    } else {
      for (std::size_t row = begin; row < end; ++row) rows.score(row, space);
    }
  });
}

/// What only the order tells: who is tied with whom, and who may be among the best.
///
/// rows  in order of rank
void weigh_evidence(const Profile& profile, const RankingInput& input, const CandidateScores& scores, const std::vector<std::uint32_t>& rows,
                    ThreadPool& threads, Ranking& ranking) {
  std::vector<UncertainScore> in_order(rows.size());
  in_blocks(rows.size(), threads, [&](std::size_t place_in_order) {
    in_order[place_in_order] = {ranking.expected[rows[place_in_order]], ranking.std[rows[place_in_order]]};
  });
  const std::vector<std::uint32_t> groups = tie_groups(in_order, profile.uncertainty.confidence);
  in_order = {};
  std::vector<float> top(rows.size());
  const std::size_t k = profile.uncertainty.top_of(rows.size());
  if (!scores.any_uncertain() || std::none_of(rows.begin(), rows.end(), [&](std::uint32_t row) { return scores.is_uncertain(row); })) {
    std::fill_n(top.begin(), k, 1.0F);
  } else {
    const auto candidate = [&](std::size_t index, DrawnCandidate& into) { scores.draw_from(rows[index], into); };
    top = top_probabilities(scores.keys(), rows.size(), candidate, k, profile.uncertainty.draws, threads);
  }
  in_blocks(input.candidates, threads, [&](std::size_t row) {
    if (ranking.rank[row] == 0) return;
    ranking.tie_group[row] = groups[ranking.rank[row] - 1];
    ranking.top[row] = top[ranking.rank[row] - 1];
  });
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

/// Sorts by the upper 32 bits, stable: digit by digit from the lowest.
void sort_by_high_bits(std::vector<std::uint64_t>& keys) {
  constexpr std::size_t kDigits = 1 << 11;
  std::array<std::vector<std::uint32_t>, 3> starts;
  constexpr std::array<int, 3> kShifts{32, 43, 54};
  for (auto& counts : starts) counts.assign(kDigits, 0);
  const auto digit = [&](std::uint64_t key, std::size_t pass) { return key >> kShifts[pass] & (kDigits - 1); };
  for (const std::uint64_t key : keys) {
    for (std::size_t pass = 0; pass < 3; ++pass) ++starts[pass][digit(key, pass)];
  }
  std::vector<std::uint64_t> sorted(keys.size());
  for (std::size_t pass = 0; pass < 3; ++pass) {
    std::exclusive_scan(starts[pass].begin(), starts[pass].end(), starts[pass].begin(), 0U);
    for (const std::uint64_t key : keys) sorted[starts[pass][digit(key, pass)]++] = key;
    keys.swap(sorted);
  }
}

/// Ranks from 1: stored (float32) score descending, then front, crowding, SHA-256 of the structure, ordinal. Returns the
/// rows in that order.
std::vector<std::uint32_t> order(const RankingInput& input, const std::vector<double>& crowding, ThreadPool& threads, Ranking& ranking) {
  // Scores are 0 or more, so their bits sort as they do; inverted above the ordinal, one integer is the key.
  std::vector<std::uint64_t> keys;
  keys.reserve(input.candidates);
  for (std::size_t row = 0; row < input.candidates; ++row) {
    if (std::isnan(ranking.score[row]) || ranking.filter[row] >= 0) continue;
    const std::uint32_t descending = ~std::bit_cast<std::uint32_t>(ranking.score[row]);
    keys.push_back(std::uint64_t{descending} << 32 | static_cast<std::uint32_t>(row));
  }
  sort_by_high_bits(keys);
  const auto row_of = [](std::uint64_t key) { return static_cast<std::uint32_t>(key); };
  const auto equal = [&](std::size_t a, std::size_t b) { return a < keys.size() && b < keys.size() && keys[a] >> 32 == keys[b] >> 32; };
  const auto before = [&](std::uint64_t a, std::uint64_t b) {
    const std::uint32_t left = row_of(a), right = row_of(b);
    if (!crowding.empty()) {
      if (ranking.front[left] != ranking.front[right]) return ranking.front[left] < ranking.front[right];
      if (crowding[left] != crowding[right]) return crowding[left] > crowding[right];
    }
    const int compared = std::memcmp(input.structure[left].data(), input.structure[right].data(), sizeof(Sha256));
    return compared != 0 ? compared < 0 : left < right;
  };
  // Each block takes the groups of equal scores that begin in it, and looks ahead for their digests, which lie anywhere.
  constexpr std::size_t kAhead = 24;
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < keys.size(); at += kBlockRows * 8) {
    std::size_t start = at;
    while (start > 0 && start < keys.size() && equal(start, start - 1)) ++start;
    starts.push_back(start);
  }
  starts.push_back(keys.size());
  std::vector<std::uint32_t> rows(keys.size());
  threads.for_each(starts.size() - 1, [&](std::size_t block, int) {
    for (std::size_t begin = starts[block], end = begin; begin < starts[block + 1]; begin = end) {
      while (end < starts[block + 1] && keys[end] >> 32 == keys[begin] >> 32) {
        const std::size_t ahead = end + kAhead;
        if (equal(ahead, ahead - 1) || equal(ahead, ahead + 1)) __builtin_prefetch(input.structure[row_of(keys[ahead])].data());
        ++end;
      }
      if (end - begin > 1) std::sort(keys.begin() + static_cast<std::ptrdiff_t>(begin), keys.begin() + static_cast<std::ptrdiff_t>(end), before);
    }
    for (std::size_t place_in_order = starts[block]; place_in_order < starts[block + 1]; ++place_in_order) {
      rows[place_in_order] = row_of(keys[place_in_order]);
      ranking.rank[rows[place_in_order]] = static_cast<std::uint32_t>(place_in_order + 1);
    }
  });
  return rows;
}

}  // namespace

Ranking rank(const Profile& profile, const RankingInput& input, ThreadPool& threads) {
  const Columns columns = columns_of(input);
  check(profile, input, columns);
  const std::size_t n = input.candidates, cells = n * profile.objectives.size();
  Ranking ranking;
  ranking.algorithm_version = "furui-rank/3";
  ranking.rank.assign(n, 0);
  ranking.tie_group.assign(n, 0);
  for (auto* column : {&ranking.score, &ranking.expected, &ranking.std, &ranking.meets, &ranking.top}) column->assign(n, kNone);
  for (auto* column : {&ranking.desirability, &ranking.contribution}) column->assign(cells, kNone);
  FailedFilters failed = failed_filters(profile, input, columns);
  ranking.filter = std::move(failed.first);
  const CandidateScores scores(profile, input.columns, input.structure);
  score_candidates(profile, input, scores, failed.certainly, threads, ranking);
  const std::vector<std::uint32_t> rows = order(input, sort_into_fronts(profile, input, columns, threads, ranking), threads, ranking);
  weigh_evidence(profile, input, scores, rows, threads, ranking);
  return ranking;
}

Ranking rank(const Profile& profile, const RankingInput& input) {
  ThreadPool alone(1);
  return rank(profile, input, alone);
}

}  // namespace furui
