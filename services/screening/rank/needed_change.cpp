// A score rises with each desirability, so bisection finds how much of one would do; the curve tells the value.
#include "rank/needed_change.h"

#include <algorithm>
#include <cmath>

#include "rank/aggregation.h"   // for Aggregator
#include "rank/desirability.h"  // for make_desirability
#include "rank/expected_desirability.h"  // for ExpectedDesirability
#include "rank/level_set.h"     // for where_at_least
#include "rank/place.h"         // for place

namespace furui {
namespace {

/// The value nearest to `from` whose desirability is at least `level`.
std::optional<double> nearest_value(const Desirability& curve, double level, double from) {
  if (curve.of_exact_values || !(level > 0) || level > 1) return std::nullopt;
  std::optional<double> nearest;
  // Curves come near 1 without reaching it.
  for (const Interval& interval : where_at_least(curve, std::min(level, 1 - 1e-9))) {
    const double value = std::clamp(from, interval.low, interval.high);
    if (std::isfinite(value) && (!nearest || std::abs(value - from) < std::abs(*nearest - from))) nearest = value;
  }
  return nearest;
}

/// The same of values that are as uncertain as the present one: by the equivalent desirability, which is smooth, in steps far
/// below std, then by bisection.
std::optional<double> nearest_uncertain_value(const ExpectedDesirability& curve, double power, double level, double from, double std) {
  const auto good_enough = [&](double value) { return std::pow(curve.moments(power, value, std).first, 1 / power) >= level; };
  const std::vector<double>& bends = curve.curve().bends;
  if (bends.empty()) return std::nullopt;
  constexpr int kSteps = 512;
  std::optional<double> nearest;
  for (const double end : {std::min(from, bends.front()) - 8 * std, std::max(from, bends.back()) + 8 * std}) {
    double before = from;
    for (int step = 1; step <= kSteps; ++step) {
      // Ever wider, since the nearest is wanted and a curve may be far away.
      const double share = static_cast<double>(step) / kSteps, value = from + (end - from) * share * share;
      if (!good_enough(value)) {
        before = value;
        continue;
      }
      double low = before, high = value;
      for (int halved = 0; halved < 60; ++halved) {
        const double middle = low + (high - low) / 2;
        (good_enough(middle) ? high : low) = middle;
      }
      if (!nearest || std::abs(high - from) < std::abs(*nearest - from)) nearest = high;
      break;
    }
  }
  return nearest;
}

/// The power to which a desirability enters an expected score.
double power_of(const Aggregation& aggregation, double weight, double total) {
  if (aggregation.type == AggregationType::kGeometric) return weight / total;
  return aggregation.type == AggregationType::kProduct ? weight : 1;
}

}  // namespace

std::vector<NeededChange> changes_for(const Profile& profile, std::span<const float> desirability, std::span<const float> value, std::span<const float> std,
                                      double target) {
  std::vector<double> weights, present(desirability.begin(), desirability.end());
  for (const Objective& objective : profile.objectives) weights.push_back(objective.weight);
  Aggregator aggregator(profile.aggregation, weights);
  std::vector<float> contribution(weights.size());
  double total = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (profile.aggregation.missing != MissingValue::kIgnore || !std::isnan(present[i])) total += weights[i];
  }
  const bool floored = profile.aggregation.type == AggregationType::kGeometric || profile.aggregation.type == AggregationType::kHarmonic;
  std::vector<NeededChange> changes;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0 || std::isnan(present[i])) continue;
    const double before = present[i];
    const auto score_at = [&](double d) {
      present[i] = d;
      return aggregator.score(present, contribution);
    };
    if (score_at(1) >= target && score_at(before) < target) {
      double low = before, high = 1;
      for (int halved = 0; halved < 60; ++halved) {
        const double middle = low + (high - low) / 2;
        (score_at(middle) < target ? low : high) = middle;
      }
      const Objective& objective = profile.objectives[i];
      const Desirability curve = make_desirability(objective.transform, place(profile, objective.transform.line));
      NeededChange& change = changes.emplace_back(NeededChange{i, high, std::nullopt});
      if (!std::isnan(value[i]) && objective.outcome == Outcome::kProbability) {
        const bool uncertain = profile.uncertainty.propagate && std[i] > 0 && !curve.of_exact_values;
        change.value = uncertain ? nearest_uncertain_value(ExpectedDesirability(curve, floored ? profile.aggregation.floor : 0),
                                                           power_of(profile.aggregation, weights[i], total), high, value[i], std[i])
                                 : nearest_value(curve, high, value[i]);
      }
    }
    present[i] = before;
  }
  std::stable_sort(changes.begin(), changes.end(), [&](const NeededChange& a, const NeededChange& b) {
    return a.desirability - desirability[a.objective] < b.desirability - desirability[b.objective];
  });
  return changes;
}

}  // namespace furui
