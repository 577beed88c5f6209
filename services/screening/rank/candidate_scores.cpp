// Where values are certain nothing here is done by moments or draws: the score is the aggregation's, bit for bit.
#include "rank/candidate_scores.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "rank/bernoulli_outcome.h"  // for of_outcome, outcome_value
#include "rank/keyed_draws.h"  // for draw_key
#include "rank/place.h"        // for place
#include "rank/ranking.h"      // for PropertyColumn

namespace furui {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::size_t index_of(const std::vector<PropertyColumn>& columns, const std::string& property) {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const PropertyColumn& column) { return column.property == property; });
  return static_cast<std::size_t>(found - columns.begin());
}

std::vector<std::size_t> outcome_columns(const Profile& profile, const std::vector<PropertyColumn>& columns) {
  std::vector<std::size_t> indices;
  for (const Objective& objective : profile.objectives) {
    if (objective.outcome == Outcome::kBernoulli) indices.push_back(index_of(columns, objective.property));
  }
  return indices;
}

/// An outcome is no column: it is counted on behind them, so that a filter on the probability is a condition of its own.
std::vector<std::size_t> objective_columns(const Profile& profile, const std::vector<PropertyColumn>& columns) {
  std::vector<std::size_t> indices;
  std::size_t outcomes = 0;
  for (const Objective& objective : profile.objectives)
    indices.push_back(objective.outcome == Outcome::kBernoulli ? columns.size() + outcomes++ : index_of(columns, objective.property));
  return indices;
}

std::vector<std::size_t> filter_columns(const Profile& profile, const std::vector<PropertyColumn>& columns) {
  std::vector<std::size_t> indices;
  for (const Filter& filter : profile.filters) indices.push_back(filter.property.empty() ? 0 : index_of(columns, filter.property));
  return indices;
}

std::vector<Desirability> curves_of(const Profile& profile) {
  std::vector<Desirability> curves;
  for (const Objective& objective : profile.objectives) {
    Desirability curve = make_desirability(objective.transform, place(profile, objective.transform.line));
    curves.push_back(objective.outcome == Outcome::kBernoulli ? of_outcome(curve) : std::move(curve));
  }
  return curves;
}

double floor_of(const Aggregation& aggregation) {
  const bool floored = aggregation.type == AggregationType::kGeometric || aggregation.type == AggregationType::kHarmonic;
  return floored ? aggregation.floor : 0;
}

std::vector<ExpectedDesirability> expected_of(const std::vector<Desirability>& curves, const Aggregation& aggregation) {
  std::vector<ExpectedDesirability> expected;
  for (const Desirability& curve : curves) expected.emplace_back(curve, floor_of(aggregation));
  return expected;
}

std::vector<double> weights_of(const Profile& profile) {
  std::vector<double> weights;
  for (const Objective& objective : profile.objectives) weights.push_back(objective.weight);
  return weights;
}

}  // namespace

CandidateScores::Row::Row(const CandidateScores& scores)
    : aggregator_(scores.profile_.aggregation, scores.weights_),
      value_(scores.columns_.size() + scores.outcome_column_.size()),
      std_(scores.columns_.size() + scores.outcome_column_.size()),
      objective_value_(scores.weights_.size()),
      objective_std_(scores.weights_.size()),
      equivalent_(scores.weights_.size()) {}

CandidateScores::CandidateScores(const Profile& profile, const std::vector<PropertyColumn>& columns, std::span<const Sha256> structure)
    : profile_(profile),
      columns_(columns),
      structure_(structure),
      weights_(weights_of(profile)),
      outcome_column_(outcome_columns(profile, columns)),
      objective_column_(objective_columns(profile, columns)),
      filter_column_(filter_columns(profile, columns)),
      curves_(curves_of(profile)),
      expected_(expected_of(curves_, profile.aggregation)),
      moments_(profile.aggregation, expected_, weights_),
      meets_(profile, curves_, objective_column_, filter_column_),
      keys_(profile.aggregation.type, floor_of(profile.aggregation)) {
  for (const Objective& objective : profile.objectives) property_keys_.push_back(property_key(objective.property));
  if (any_uncertain() || !CertainScores::can_score(profile_.aggregation, curves_)) return;
  for (const std::size_t column : objective_column_) objective_values_.push_back(columns_[column].value);
  certain_.emplace(profile_.aggregation, curves_, weights_);
  certain_parts_.emplace(profile_.aggregation, curves_, weights_);
}

bool CandidateScores::any_uncertain() const {
  if (profile_.aggregation.missing == MissingValue::kUncertain || !outcome_column_.empty()) return true;
  return profile_.uncertainty.propagate &&
         std::any_of(objective_column_.begin(), objective_column_.end(), [&](std::size_t column) { return !columns_[column].std.empty(); });
}

CandidateScores::Cell CandidateScores::cell(std::size_t column, std::size_t row) const {
  const bool outcome = column >= columns_.size();
  const PropertyColumn& of = columns_[outcome ? outcome_column_[column - columns_.size()] : column];
  const float value = of.value[row];
  if (!std::isfinite(value)) return {kNone, 0};
  if (outcome) {
    const OutcomeValue known = outcome_value(value);
    return {known.mean, known.std};
  }
  if (!profile_.uncertainty.propagate || of.std.empty()) return {value, 0};
  const float std = of.std[row];
  return {value, std::isfinite(std) && std > 0 ? std : 0.0};
}

bool CandidateScores::is_uncertain(std::size_t row) const {
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    const Cell here = cell(objective_column_[i], row);
    const bool missing = std::isnan(here.value);
    if (missing ? profile_.aggregation.missing == MissingValue::kUncertain : here.std > 0 && !curves_[i].of_exact_values) return true;
  }
  return false;
}

UncertainScore CandidateScores::score(std::size_t row, Row& space, std::span<float> desirability, std::span<float> contribution) const {
  const bool uncertain = is_uncertain(row);
  UncertainScore result;
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    const Cell here = cell(objective_column_[i], row);
    space.objective_value_[i] = here.value;
    space.objective_std_[i] = here.std;
    if (!uncertain) space.equivalent_[i] = std::isnan(here.value) ? kNone : std::clamp(curves_[i](here.value), 0.0, 1.0);
  }
  if (uncertain) result = moments_.of(space.objective_value_, space.objective_std_, space.equivalent_);
  const double aggregated = space.aggregator_.score(space.equivalent_, contribution);
  for (std::size_t i = 0; i < weights_.size(); ++i) desirability[i] = static_cast<float>(space.equivalent_[i]);
  if (!uncertain) return {aggregated, std::isnan(aggregated) ? kNone : 0};
  if (ScoreMoments::known_for(profile_.aggregation.type) || std::isnan(aggregated)) return result;
  result = drawn_score(row, space.drawn_);
  // The shares are those of the expected desirabilities; what they share is what the expected score lacks.
  const double scale = aggregated < 1 ? (1 - result.mean) / (1 - aggregated) : 0;
  for (float& part : contribution) part = static_cast<float>(part * scale);
  return result;
}

UncertainScore CandidateScores::drawn_score(std::size_t row, DrawnCandidate& space) const {
  draw_from(row, space);
  double sum = 0, squares = 0;
  std::size_t drawn = 0;
  std::array<float, kDrawsAtOnce> keys;
  for (; drawn < profile_.uncertainty.draws; drawn += kDrawsAtOnce) {
    keys_.draw(space, static_cast<std::uint32_t>(drawn), keys);
    for (const float key : keys) {
      const double score = keys_.score(key);
      sum += score;
      squares += score * score;
    }
  }
  const double mean = sum / static_cast<double>(drawn);
  return {mean, std::sqrt(std::max(0.0, squares / static_cast<double>(drawn) - mean * mean))};
}

double CandidateScores::meets(std::size_t row, Row& space) const {
  for (std::size_t column = 0; column < space.value_.size(); ++column) {
    const Cell here = cell(column, row);
    space.value_[column] = here.value;
    space.std_[column] = here.std;
  }
  return meets_(space.value_, space.std_);
}

void CandidateScores::draw_from(std::size_t row, DrawnCandidate& into) const {
  into.certain = keys_.start();
  into.terms.clear();
  const MissingValue rule = profile_.aggregation.missing;
  const bool product = profile_.aggregation.type == AggregationType::kProduct;
  double total = 0;
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    if (rule != MissingValue::kIgnore || curves_[i].has(cell(objective_column_[i], row).value)) total += weights_[i];
  }
  const std::uint64_t structure = structure_key(static_cast<std::uint64_t>(profile_.uncertainty.seed), structure_[row]);
  for (std::size_t i = 0; i < weights_.size(); ++i) {
    if (weights_[i] == 0) continue;
    const double share = product ? weights_[i] : weights_[i] / total;
    const Cell here = cell(objective_column_[i], row);
    DrawnTerm term{&curves_[i], static_cast<float>(here.value), static_cast<float>(here.std), static_cast<float>(share),
                   draw_key(structure, property_keys_[i])};
    if (!curves_[i].has(here.value)) {
      if (rule == MissingValue::kFallback) into.certain = keys_.add_certain(into.certain, profile_.aggregation.fallback, share);
      if (rule != MissingValue::kUncertain) continue;
      term.curve = nullptr;
      into.terms.push_back(term);
    } else if (here.std > 0 && !curves_[i].of_exact_values) {
      into.terms.push_back(term);
    } else {
      into.certain = keys_.add_certain(into.certain, curves_[i](here.value), share);
    }
  }
}

}  // namespace furui
