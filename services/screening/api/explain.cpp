// Sentences from places, rejections, warnings and alerts.
#include "api/explain.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "api/explain_place.h"  // for score_text, explain_chances
#include "core/enumeration.h"   // for enumeration
#include "core/number_text.h"   // for formatted

namespace furui::api {
namespace {

std::string two_digits(float number) { return formatted("%.2f", static_cast<double>(number)); }

std::string cost_of(const RankedPlace& place, const Profile& profile, std::size_t i) {
  std::string text = profile.objectives[i].property;
  if (i < place.desirability.size() && std::isfinite(place.desirability[i]))
    text += " has a desirability of " + two_digits(place.desirability[i]) + " and";
  const std::string lacking = place.score ? " of the " + two_digits(1 - place.expected.value_or(*place.score)) + " that it lacks" : "";
  return text + " costs the score " + two_digits(place.contribution[i]) + lacking;
}

std::string explain_pick(const RankedPlace& place, PickMethod method) {
  std::string text = "Pick " + std::to_string(place.pick) + " of those that are unlike each other";
  if (place.pick_group == "no ring") text += ", from the molecules without a ring";
  else if (method == PickMethod::kCluster) text += ", from a " + place.pick_group;
  else if (!place.pick_group.empty()) text += std::string(", from the ") + to_string(method) + " " + place.pick_group;
  if (place.pick_similarity) text += "; the nearest earlier pick has a Tanimoto similarity of " + two_digits(*place.pick_similarity);
  return text + ".";
}

/// ": chgnet/energy_per_atom, density"
std::string missing_values(const PlaceFacts& facts, const ExplainedRanking& in) {
  std::string names;
  for (const std::size_t i : facts.missing) {
    names += (names.empty() ? ": " : ", ") + in.profile->objectives[i].property;
    if (!std::isnan(in.values[i])) names += " (of " + formatted("%.6g", static_cast<double>(in.values[i])) + " its transform says nothing)";
  }
  return names;
}

/// "; it also fails \"logP at least 1 (here 0.5)\" and \"no BRENK alert\""
std::string further_filters(const PlaceFacts& facts) {
  std::vector<std::string> quoted;
  for (std::size_t i = 1; i < facts.failed.size(); ++i) quoted.push_back("\"" + facts.failed[i].in_words + "\"");
  return quoted.empty() ? "" : "; it also fails " + enumeration(quoted);
}

/// What the score would be, or why there would be none.
std::string without_filters(const RankedPlace& place, const ExplainedRanking& in, const PlaceFacts& facts) {
  if (place.score) return "; without filters the score would be " + score_text(place, *in.profile);
  return facts.missing.empty() ? "" : "; without filters it would have no score, because a value is missing" + missing_values(facts, in);
}

void explain_place(const RankedPlace& place, const ExplainedRanking& in, const PlaceFacts& facts, std::vector<std::string>& sentences) {
  const Profile& profile = *in.profile;
  if (place.rank > 0)
    sentences.push_back("Rank " + std::to_string(place.rank) + " of " + std::to_string(in.ranking.ranked) + " under the profile '" +
                        profile.name + "'" + (place.score ? ", score " + score_text(place, profile) : "") + ".");
  else if (!facts.failed.empty())
    sentences.push_back("Not ranked: it fails the filter \"" + facts.failed.front().in_words +
                        "\" of the profile '" + profile.name + "'" + (place.filter_detail.empty() ? "" : ", since " + place.filter_detail) +
                        further_filters(facts) + without_filters(place, in, facts) + ".");
  else
    sentences.push_back("Not ranked: it has no score, because a value that the profile '" + profile.name + "' needs is missing" + missing_values(facts, in) + ".");
  if (place.front) sentences.push_back("Pareto front " + std::to_string(*place.front) + ", counted from 0, the best.");
  explain_chances(place, in, sentences);

  const std::vector<std::size_t>& costs = facts.costs;
  if (costs.empty() && place.score) sentences.push_back("No objective costs it anything.");
  for (std::size_t k = 0; k < costs.size(); ++k)
    sentences.push_back((k == 0 ? "What limits it most: " : "Then: ") + cost_of(place, profile, costs[k]) + ".");
  if (place.rank == 0) return;
  if (place.pick > 0) sentences.push_back(explain_pick(place, in.ranking.diversity.value_or(profile.diversity).method));
  for (const auto& neighbour : {facts.above, facts.below}) {
    if (neighbour) explain_neighbour(place, *neighbour, profile, sentences);
  }
  explain_what_would_lift(facts, in, sentences);
}

void explain_products(const CandidateRow& row, std::vector<std::string>& sentences) {
  for (std::size_t begin = 0, end = 0; begin < row.products.size(); begin = end) {
    while (end < row.products.size() && row.products[end].model_version == row.products[begin].model_version) ++end;
    const std::string itself = "/candidates/" + std::to_string(row.ordinal);
    if (end - begin == 1 && row.products[begin].share > 0.999F && row.products[begin].source.ends_with(itself)) {
      sentences.push_back("On the hull: no mixture of the competing phases has a lower energy.");
      continue;
    }
    std::vector<std::string> products;
    for (std::size_t i = begin; i < end; ++i) {
      const std::string& source = row.products[i].source;
      products.push_back(formatted("%.0f %% ", 100 * static_cast<double>(row.products[i].share)) + row.products[i].formula + " (" +
                         (source.empty() ? "the element's reference state" : source.substr(source.find("screenings/") + 11)) + ")");
    }
    sentences.push_back("Decomposes into " + enumeration(products) + ", by atoms.");
  }
}

void explain_relaxation(const RelaxationEnd& end, const std::string& how, std::vector<std::string>& sentences) {
  std::string text = (how.empty() ? "Relaxed: " : "Relaxed by " + how + ": ") + to_string(end.status) + " after " + std::to_string(end.steps) + (end.steps == 1 ? " step" : " steps");
  if (end.status != RelaxationStatus::kExploded) {
    text += ", " + two_digits(end.volume_per_atom) + " cubic angstrom an atom, largest force " + formatted("%.2g", static_cast<double>(end.largest_force)) + " eV/angstrom";
    text += "; all values are of the structure " + end.final_sha256_hex.substr(0, 12) + " at the end";
  }
  for (const std::string& change : end.changes) text += "; " + change;
  sentences.push_back(text + ".");
}

void explain_domain(const std::vector<OutcomeRow>& outcomes, std::vector<std::string>& sentences) {
  const auto any = [&](Domain grade) {
    return std::any_of(outcomes.begin(), outcomes.end(), [&](const OutcomeRow& outcome) { return outcome.domain == grade; });
  };
  if (any(Domain::kOut))
    sentences.push_back("It lies outside what at least one model has seen; trust its values less.");
  else if (any(Domain::kBorderline))
    sentences.push_back("It lies at the border of what at least one model has seen; trust its values a little less.");
  for (const OutcomeRow& outcome : outcomes) {
    if (!outcome.domain_note.empty())
      sentences.push_back((outcome.domain == Domain::kBorderline ? "Borderline: " : "Outside: ") + outcome.domain_note + ".");
  }
}

}  // namespace

std::vector<std::string> explain(const CandidateRow& row, const ExplainedRanking& in, const PlaceFacts* facts, const std::string& relaxed) {
  std::vector<std::string> sentences;
  if (facts != nullptr) explain_place(*row.place, in, *facts, sentences);
  if (in.profile != nullptr && in.ranking.shortcomings) {
    for (const std::string& shortcoming : *in.ranking.shortcomings) sentences.push_back("The ranking is not decision-grade: " + shortcoming + ".");
  }

  const bool rejected = !row.outcomes.empty() && std::all_of(row.outcomes.begin(), row.outcomes.end(),
                                                             [](const OutcomeRow& o) { return o.rejection.has_value(); });
  if (rejected) {
    const Rejection& rejection = *row.outcomes.front().rejection;
    sentences.push_back(std::string("Rejected (") + to_string(rejection.reason) + ")" +
                        (rejection.detail.empty() ? "." : ": " + rejection.detail + "."));
  }
  std::set<std::string> said;
  for (const OutcomeRow& outcome : row.outcomes) {
    if (!rejected && outcome.rejection && said.insert(outcome.rejection->detail).second)
      sentences.push_back(std::string("One model has no value (") + to_string(outcome.rejection->reason) + "): " + outcome.rejection->detail + ".");
  }
  explain_products(row, sentences);
  explain_domain(row.outcomes, sentences);
  if (row.relaxation) explain_relaxation(*row.relaxation, relaxed, sentences);
  for (const std::string& change : row.changes) sentences.push_back("Standardization: " + change + ".");
  for (const std::string& warning : row.warnings) sentences.push_back("Note: " + warning + ".");
  for (const AlertRow& alert : row.alerts)
    sentences.push_back("Structural alert: " + alert.catalogue + " rule " + alert.rule + ".");
  return sentences;
}

}  // namespace furui::api
