// Filters, scores and the total order of candidates.
#include "rank/ranking.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <span>
#include <stdexcept>
#include <utility>

#include "core/error.h"             // for Error
#include "core/radix_sort.h"        // for element_of
#include "rank/candidate_scores.h"  // for CandidateScores
#include "rank/certain_scores.h"    // for CertainScores
#include "rank/crowding.h"          // for crowding_distance
#include "rank/hypervolume.h"       // for hypervolume_share
#include "rank/pareto.h"            // for pareto_fronts
#include "rank/place.h"             // for place
#include "rank/policy.h"            // for order_value
#include "rank/tie_groups.h"        // for tie_groups
#include "rank/top_probability.h"   // for top_probabilities
#include "rank/total_order.h"       // for total_order

namespace furui {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
constexpr std::size_t kBlockRows = CertainScores::kRows;  // that a thread takes at once

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
  std::vector<std::uint64_t> all;       // as Ranking's

  void mark(std::size_t row, std::size_t index) {
    if (first[row] < 0) first[row] = static_cast<std::int32_t>(index);
    if (!all.empty() && index < 64) all[row] |= std::uint64_t{1} << index;
  }
};

/// Marks candidates that fail this filter. A missing value cannot show that it is in range, and fails. Limits are rounded to
/// float32 as the values are: a value printed as 0.1 is at most 0.1.
void apply_range(const Filter& filter, const std::vector<float>& value, std::size_t index, FailedFilters& failed) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const float least = filter.min ? static_cast<float>(*filter.min) : -kInfinity;
  const float most = filter.max ? static_cast<float>(*filter.max) : kInfinity;
  for (std::size_t row = 0; row < value.size(); ++row) {
    if (!(std::isfinite(value[row]) && value[row] >= least && value[row] <= most)) failed.mark(row, index);
  }
}

void apply_flags(const std::vector<std::uint8_t>& flags, std::size_t index, FailedFilters& failed) {
  for (std::size_t row = 0; row < flags.size(); ++row) {
    if (flags[row] == 0) continue;
    failed.certainly[row] = 1;
    failed.mark(row, index);
  }
}

FailedFilters failed_filters(const Profile& profile, const RankingInput& input, const Columns& columns) {
  const std::size_t n = input.candidates;
  FailedFilters failed{std::vector<std::int32_t>(n, -1), std::vector<std::uint8_t>(n, 0), std::vector<std::uint64_t>(profile.filters.size() > 1 ? n : 0)};
  for (std::size_t f = 0; f < profile.filters.size(); ++f) {
    const Filter& filter = profile.filters[f];
    if (!filter.property.empty()) apply_range(filter, columns.at(filter.property)->value, f, failed);
    if (const auto flags = input.failed.find(f); flags != input.failed.end()) {
      apply_flags(flags->second, f, failed);
      continue;
    }
    for (const std::string& catalogue : filter.alerts) apply_flags(input.alerts.at(catalogue), f, failed);
  }
  for (std::size_t row = 0; row < n; ++row) {
    if (input.rejected[row] == 0) continue;
    failed.first[row] = -1;
    if (!failed.all.empty()) failed.all[row] = 0;
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

  /// Space for one row at a time; one a thread.
  struct Space {
    CandidateScores::Row row;
    std::vector<float> desirability, contribution;  // where nobody keeps them
  };
  Space space() const { return {CandidateScores::Row(scores_), std::vector<float>(k_), std::vector<float>(k_)}; }

  void score(std::size_t row, Space& space) {
    if (input_.rejected[row] != 0) return;
    const UncertainScore score = scores_.score(row, space.row, cells(ranking_.desirability, space.desirability, row),
                                               cells(ranking_.contribution, space.contribution, row));
    if (std::isnan(score.mean)) return;
    ranking_.meets[row] = fails_[row] != 0 ? 0.0F : static_cast<float>(scores_.meets(row, space.row));
    set(row, order_value(profile_.uncertainty, score), score.mean, score.std);
  }

  /// Rows from `first` before `end`, together, but for those of which that is not sure.
  void score(std::size_t first, std::size_t end, CertainScores::Rows& several, Space& alone) {
    scores_.certain()->score(scores_.objective_values(), first, several);
    for (std::size_t row = first; row < end; ++row) {
      const std::size_t i = row - first;
      if (several.sure[i] == 0) {
        score(row, alone);
      } else if (input_.rejected[row] == 0) {
        // A certain row meets what it asks for or does not; whoever fails a filter does not.
        ranking_.meets[row] = several.met[i] != 0 && ranking_.filter[row] < 0 ? 1.0F : 0.0F;
        set(row, several.score[i], several.score[i], 0);
      }
    }
  }

 private:
  std::span<float> cells(std::vector<float>& kept, std::vector<float>& space, std::size_t row) const {
    return kept.empty() ? std::span(space) : std::span(kept).subspan(row * k_, k_);
  }

  void set(std::size_t row, double score, double expected, double std) {
    // + 0.0f makes of a negative zero, which a knot may have, the zero that it equals.
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
    RowScores::Space space = rows.space();
    const std::size_t begin = block * kBlockRows, end = std::min(input.candidates, begin + kBlockRows);
    if (together) {
      CertainScores::Rows several;
      rows.score(begin, end, several, space);
    } else {
      for (std::size_t row = begin; row < end; ++row) rows.score(row, space);
    }
  });
}

/// What only the order tells: who is tied with whom, and who may be among the best.
void weigh_evidence(const Profile& profile, const CandidateScores& scores, const TotalOrder& order, ThreadPool& threads, Ranking& ranking) {
  const std::size_t n = order.size();
  const auto row_at = [&](std::size_t place) { return element_of(order[place]); };
  const auto k = static_cast<std::uint32_t>(profile.uncertainty.top_of(n));
  const bool certain = !scores.any_uncertain() || std::none_of(order.begin(), order.end(), [&](KeyedElement of) { return scores.is_uncertain(element_of(of)); });
  const bool by_score = certain && orders_by_score(profile.uncertainty);  // then those of one score are tied, and nobody else
  std::vector<std::uint32_t> groups;
  if (!by_score) {
    std::vector<UncertainScore> in_order(n);
    in_blocks(n, threads, [&](std::size_t place) { in_order[place] = {ranking.expected[row_at(place)], ranking.std[row_at(place)]}; });
    groups = tie_groups(in_order, profile.uncertainty.confidence);
  }
  in_blocks(n, threads, [&](std::size_t place) {
    ranking.rank[row_at(place)] = static_cast<std::uint32_t>(place + 1);
    ranking.tie_group[row_at(place)] = by_score ? key_of(order[place]) : groups[place];
  });
  if (certain) {
    in_blocks(ranking.rank.size(), threads, [&](std::size_t row) {
      if (ranking.rank[row] != 0) ranking.top[row] = ranking.rank[row] <= k ? 1.0F : 0.0F;
    });
  } else {
    const auto candidate = [&](std::size_t place, DrawnCandidate& into) { scores.draw_from(row_at(place), into); };
    const std::vector<float> top = top_probabilities(scores.keys(), n, candidate, k, profile.uncertainty.draws, threads);
    in_blocks(n, threads, [&](std::size_t place) { ranking.top[row_at(place)] = top[place]; });
  }
}

std::vector<ParetoObjective> axes_of(const Profile& profile, const Columns& columns) {
  std::vector<ParetoObjective> axes;
  for (const ParetoAxis& axis : profile.pareto)
    axes.push_back({columns.at(axis.property)->value, axis.goal, static_cast<float>(axis.target)});
  return axes;
}

/// Fronts over the profile's axes, and the crowding within them; both empty without axes.
std::vector<double> sort_into_fronts(const RankingInput& input, const std::vector<ParetoObjective>& axes, ThreadPool& threads, Ranking& ranking) {
  if (axes.empty()) return {};
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

}  // namespace

Ranking rank(const Profile& profile, const RankingInput& input, ThreadPool& threads) {
  const Columns columns = columns_of(input);
  check(profile, input, columns);
  const std::size_t n = input.candidates;
  Ranking ranking;
  ranking.algorithm_version = "furui-rank/4";
  const CandidateScores scores(profile, input.columns, input.structure);
  const std::size_t kept = scores.any_uncertain() ? n * profile.objectives.size() : 0;
  FailedFilters failed;
  // To fill a column, in memory that was never touched, takes as long as to score it.
  std::vector<std::function<void()>> fills{[&] { failed = failed_filters(profile, input, columns); }};
  for (std::vector<float>* column : {&ranking.score, &ranking.expected, &ranking.std, &ranking.meets, &ranking.top})
    fills.emplace_back([=] { column->assign(n, kNone); });
  for (std::vector<float>* column : {&ranking.desirability, &ranking.contribution}) fills.emplace_back([=] { column->assign(kept, kNone); });
  for (std::vector<std::uint32_t>* column : {&ranking.rank, &ranking.tie_group}) fills.emplace_back([=] { column->assign(n, 0); });
  threads.for_each(fills.size(), [&](std::size_t i, int) { fills[i](); });
  ranking.filter = std::move(failed.first);
  ranking.failed = std::move(failed.all);
  score_candidates(profile, input, scores, failed.certainly, threads, ranking);
  const std::vector<ParetoObjective> axes = axes_of(profile, columns);
  const std::vector<double> crowding = sort_into_fronts(input, axes, threads, ranking);
  const TotalOrder order = total_order({ranking.score, ranking.filter, ranking.front, crowding, input.structure}, threads);
  weigh_evidence(profile, scores, order, threads, ranking);
  std::vector<std::uint32_t> ranked;
  if (!axes.empty()) std::transform(order.begin(), order.end(), std::back_inserter(ranked), element_of);
  ranking.hypervolume = static_cast<float>(hypervolume_share(axes, ranked));
  return ranking;
}

Ranking rank(const Profile& profile, const RankingInput& input) {
  ThreadPool alone(1);
  return rank(profile, input, alone);
}

}  // namespace furui
