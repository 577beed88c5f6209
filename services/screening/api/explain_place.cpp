// Sentences from two places and a profile.
#include "api/explain_place.h"

#include <algorithm>
#include <cmath>

#include "core/number_text.h"    // for formatted
#include "rank/needed_change.h"  // for changes_for
#include "rank/tie_groups.h"     // for probability_of_better

namespace furui::api {
namespace {

constexpr std::size_t kMostChanges = 3;
constexpr float kWorthSaying = 0.0005F;  // 0.001 in words

std::string percent(double probability) {
  if (probability > 0 && probability < 0.01) return "less than 1 %";
  if (probability < 1 && probability > 0.99) return "more than 99 %";
  return formatted("%.0f %%", 100 * probability);
}

std::string name_of(const CandidateRow& row) {
  const std::string rank = "rank " + std::to_string(row.place->rank);
  return rank + (row.id.empty() ? " (candidate " + std::to_string(row.ordinal) + ")" : " (" + row.id + ")");
}

/// "hERG (0.031) and logP (0.004)": objectives that cost `worse` more than `better`.
std::string gains(const RankedPlace& better, const RankedPlace& worse, const Profile& profile) {
  std::vector<std::pair<float, std::size_t>> parts;
  for (std::size_t i = 0; i < profile.objectives.size() && i < better.contribution.size() && i < worse.contribution.size(); ++i) {
    const float gain = worse.contribution[i] - better.contribution[i];
    if (gain >= kWorthSaying) parts.emplace_back(gain, i);
  }
  std::stable_sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  parts.resize(std::min(parts.size(), kMostChanges));
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ";
    text += profile.objectives[parts[i].second].property + " (" + formatted("%.3f", parts[i].first) + ")";
  }
  return text;
}

UncertainScore score_of(const RankedPlace& place) {
  return {place.expected ? *place.expected : *place.score, place.std ? *place.std : 0};
}

void explain_neighbour(const RankedPlace& place, const CandidateRow& neighbour, bool above, const Profile& profile,
                       std::vector<std::string>& sentences) {
  const RankedPlace& other = *neighbour.place;
  if (!place.score || !other.score) return;
  const RankedPlace& better = above ? other : place;
  const RankedPlace& worse = above ? place : other;
  std::string text = std::string("Just ") + (above ? "above" : "below") + ", at " + name_of(neighbour) + ", the score is " + score_text(other, profile);
  const std::string for_better = gains(better, worse, profile), for_worse = gains(worse, better, profile);
  if (*better.score == *worse.score && for_better.empty() && for_worse.empty()) {
    sentences.push_back(text + ", the same; the structures' digests decide the order.");
    return;
  }
  const auto side = [&](const std::string& who, const std::string& by) { return by.empty() ? "" : "; " + who + " is better in " + by; };
  text += above ? side("that one", for_better) + side("this one", for_worse) : side("this one", for_better) + side("that one", for_worse);
  sentences.push_back(text + ". Chance that " + (above ? "that one" : "this one") + " truly is the better: " +
                      percent(probability_of_better(score_of(better), score_of(worse))) + ".");
}

}  // namespace

std::string score_text(const RankedPlace& place, const Profile& profile) {
  if (!place.score) return "none";
  std::string text = formatted("%.3f", static_cast<double>(place.expected ? *place.expected : *place.score));
  if (place.std && *place.std > 0) text += " ± " + formatted("%.3f", static_cast<double>(*place.std));
  if (profile.uncertainty.policy == Policy::kExpected) return text;
  return text + " (ordered by its " + to_string(profile.uncertainty.policy) + ", " + formatted("%.3f", static_cast<double>(*place.score)) + ")";
}

void explain_chances(const RankedPlace& place, const ExplainedRanking& in, std::vector<std::string>& sentences) {
  if (place.meets)
    sentences.push_back("Chance that every objective is at least half met and every filter passed: " + percent(static_cast<double>(*place.meets)) + ".");
  if (place.top)
    sentences.push_back("Chance that it is among the best " + std::to_string(in.profile->uncertainty.top_of(static_cast<std::size_t>(in.ranking.ranked))) +
                        ": " + percent(static_cast<double>(*place.top)) + ".");
  if (place.stays)
    sentences.push_back("With every weight changed at random by about a third it is among them in " + percent(static_cast<double>(*place.stays)) + " of the cases.");
  if (in.first_tied > 0 && in.last_tied > in.first_tied)
    sentences.push_back("Tied: the evidence does not decide the order of ranks " + std::to_string(in.first_tied) + " to " + std::to_string(in.last_tied) + ".");
  else if (in.first_tied > 0 && in.ranking.ranked > 1)
    sentences.push_back("Nobody is tied with it: the evidence tells it from its neighbours.");
}

void explain_neighbours(const RankedPlace& place, const ExplainedRanking& in, std::vector<std::string>& sentences) {
  if (in.above != nullptr && in.above->place) explain_neighbour(place, *in.above, true, *in.profile, sentences);
  if (in.below != nullptr && in.below->place) explain_neighbour(place, *in.below, false, *in.profile, sentences);
}

void explain_what_would_lift(const RankedPlace& place, const ExplainedRanking& in, std::vector<std::string>& sentences) {
  // Another policy than the expected score weighs the spread too, which no value alone changes.
  if (in.profile->uncertainty.policy != Policy::kExpected) return;
  if (in.above == nullptr || !in.above->place || !in.above->place->score || place.desirability.size() != in.profile->objectives.size()) return;
  const double target = static_cast<double>(in.above->place->expected ? *in.above->place->expected : *in.above->place->score);
  std::string text;
  std::size_t said = 0;
  for (const NeededChange& change : changes_for(*in.profile, place.desirability, in.values, target)) {
    const Property* property = in.properties[change.objective];
    if (!change.value || said == kMostChanges || (property != nullptr && property->lies_beyond_bounds(*change.value))) continue;
    const std::string now = formatted("%.4g", static_cast<double>(in.values[change.objective])), needed = formatted("%.4g", *change.value);
    if (now == needed) continue;
    text += (said++ == 0 ? "" : "; or ") + in.profile->objectives[change.objective].property + " " + needed + " instead of " + now;
  }
  if (!text.empty()) sentences.push_back("One of these alone would lift it to rank " + std::to_string(in.above->place->rank) + ": " + text + ".");
}

}  // namespace furui::api
