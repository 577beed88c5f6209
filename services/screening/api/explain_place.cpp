// Sentences from two places and a profile.
#include "api/explain_place.h"

#include <algorithm>
#include <cmath>

#include "core/enumeration.h"  // for enumeration
#include "core/number_text.h"  // for formatted

namespace furui::api {
namespace {

constexpr std::size_t kMostChanges = 3;

std::string percent(double probability) {
  if (probability > 0 && probability < 0.01) return "less than 1 %";
  if (probability < 1 && probability > 0.99) return "more than 99 %";
  return formatted("%.0f %%", 100 * probability);
}

std::string name_of(const CandidateRow& row) {
  const std::string rank = "rank " + std::to_string(row.place->rank);
  return rank + (row.id.empty() ? " (candidate " + std::to_string(row.ordinal) + ")" : " (" + row.id + ")");
}

/// "hERG (0.031) and logP (0.004)"
std::string gains(const std::vector<CostGap>& gaps, const Profile& profile) {
  std::vector<std::string> said;
  for (std::size_t i = 0; i < std::min(gaps.size(), kMostChanges); ++i)
    said.push_back(profile.objectives[gaps[i].objective].property + " (" + formatted("%.3f", static_cast<double>(gaps[i].gain)) + ")");
  return enumeration(said);
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

void explain_neighbour(const RankedPlace& place, const NeighbourFacts& facts, const Profile& profile, std::vector<std::string>& sentences) {
  const RankedPlace& other = *facts.row->place;
  std::string text = std::string("Just ") + (facts.above ? "above" : "below") + ", at " + name_of(*facts.row) + ", the score is " + score_text(other, profile);
  if (*place.score == *other.score && facts.own.empty() && facts.theirs.empty()) {
    sentences.push_back(text + ", the same; the structures' digests decide the order.");
    return;
  }
  const auto side = [&](const std::string& who, const std::string& by) { return by.empty() ? "" : "; " + who + " is better in " + by; };
  const std::string own = side("this one", gains(facts.own, profile)), theirs = side("that one", gains(facts.theirs, profile));
  text += facts.above ? theirs + own : own + theirs;
  const double chance = facts.above ? 1 - facts.chance_of_being_better : facts.chance_of_being_better;
  sentences.push_back(text + ". Chance that " + (facts.above ? "that one" : "this one") + " truly is the better: " + percent(chance) + ".");
}

void explain_what_would_lift(const PlaceFacts& facts, const ExplainedRanking& in, std::vector<std::string>& sentences) {
  std::string text;
  for (std::size_t i = 0; i < std::min(facts.changes.size(), kMostChanges); ++i) {
    const NeededChange& change = facts.changes[i];
    const auto now = static_cast<double>(in.values[change.objective]);
    // In as many digits as tell the two apart.
    const char* format = "%.4g";
    for (const char* longer : {"%.6g", "%.9g"}) {
      if (formatted(format, now) == formatted(format, *change.value)) format = longer;
    }
    text += (i == 0 ? "" : "; or ") + in.profile->objectives[change.objective].property + " " + formatted(format, *change.value) + " instead of " + formatted(format, now);
  }
  if (text.empty()) return;
  const bool uncertain = in.profile->uncertainty.propagate && std::any_of(in.stds.begin(), in.stds.end(), [](float std) { return std > 0; });
  sentences.push_back("One of these alone" + std::string(uncertain ? ", as uncertain as it is," : "") + " would lift it to rank " + std::to_string(in.above->place->rank) + ": " +
                      text + ".");
}

}  // namespace furui::api
