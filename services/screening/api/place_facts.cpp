// Comparisons of contributions, and the values that filters and objectives ask for.
#include "api/place_facts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/number_text.h"  // for formatted
#include "rank/ranking.h"      // for describe, a filter in words
#include "rank/tie_groups.h"   // for probability_of_better

namespace furui::api {
namespace {

constexpr float kWorthSaying = 0.0005F;  // 0.001 in words
constexpr float kCostsAnything = 0.005F;  // 0.01 in words

std::vector<CostGap> gaps(const RankedPlace& better, const RankedPlace& worse, std::size_t objectives) {
  std::vector<CostGap> found;
  for (std::size_t i = 0; i < objectives && i < better.contribution.size() && i < worse.contribution.size(); ++i) {
    const float gain = worse.contribution[i] - better.contribution[i];
    if (gain >= kWorthSaying) found.push_back({i, gain});
  }
  std::stable_sort(found.begin(), found.end(), [](const CostGap& a, const CostGap& b) { return a.gain > b.gain; });
  return found;
}

UncertainScore score_of(const RankedPlace& place) {
  return {place.expected ? *place.expected : *place.score, place.std ? *place.std : 0};
}

std::optional<NeighbourFacts> neighbour_of(const RankedPlace& place, const CandidateRow* row, bool above, std::size_t objectives) {
  if (row == nullptr || !row->place || !row->place->score || !place.score) return std::nullopt;
  return NeighbourFacts{row, above, probability_of_better(score_of(place), score_of(*row->place)), gaps(place, *row->place, objectives),
                        gaps(*row->place, place, objectives)};
}

std::vector<std::size_t> costs_of(const RankedPlace& place, std::size_t objectives) {
  std::vector<std::size_t> order(std::min(objectives, place.contribution.size()));
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::erase_if(order, [&](std::size_t i) { return !(place.contribution[i] > kCostsAnything); });
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return place.contribution[a] > place.contribution[b]; });
  return order;
}

std::vector<NeededChange> changes_of(const RankedPlace& place, const ExplainedRanking& in) {
  // Another policy than the expected score weighs the spread too, which no value alone changes.
  if (in.profile->uncertainty.policy != Policy::kExpected || place.rank == 0) return {};
  if (in.above == nullptr || !in.above->place || !in.above->place->score || place.desirability.size() != in.profile->objectives.size()) return {};
  const double target = static_cast<double>(in.above->place->expected ? *in.above->place->expected : *in.above->place->score);
  std::vector<NeededChange> changes = changes_for(*in.profile, place.desirability, in.values, in.stds, target);
  std::erase_if(changes, [&](const NeededChange& change) {
    const Property* property = in.properties[change.objective];
    return !change.value || (property != nullptr && property->lies_beyond_bounds(*change.value));
  });
  return changes;
}

std::vector<FailedFilter> failed_of(const RankedPlace& place, const ExplainedRanking& in) {
  std::vector<FailedFilter> failed;
  const auto add = [&](std::int32_t number) {
    const auto i = static_cast<std::size_t>(number);
    if (number < 0 || i >= in.profile->filters.size()) return;
    FailedFilter& one = failed.emplace_back(FailedFilter{describe(in.profile->filters[i]), i < in.filtered.size() && !std::isnan(in.filtered[i])});
    if (one.has_value) one.in_words += " (here " + formatted("%.4g", static_cast<double>(in.filtered[i])) + ")";
  };
  add(place.filter);
  for (const std::int16_t also : place.also_failed) add(also);
  return failed;
}

}  // namespace

PlaceFacts facts_of(const CandidateRow& row, const ExplainedRanking& in) {
  const RankedPlace& place = *row.place;
  const std::size_t objectives = in.profile->objectives.size();
  PlaceFacts facts;
  facts.costs = costs_of(place, objectives);
  for (std::size_t i = 0; i < in.values.size() && i < objectives; ++i) {
    const bool unknown = std::isnan(in.values[i]) || (i < place.desirability.size() && std::isnan(place.desirability[i]));
    if (unknown && in.profile->objectives[i].weight > 0) facts.missing.push_back(i);
  }
  facts.failed = failed_of(place, in);
  facts.above = neighbour_of(place, in.above, true, objectives);
  facts.below = neighbour_of(place, in.below, false, objectives);
  facts.changes = changes_of(place, in);
  return facts;
}

}  // namespace furui::api
