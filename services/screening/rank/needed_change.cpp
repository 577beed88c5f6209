// A score rises with each desirability, so bisection finds how much of one would do; the curve tells the value.
#include "rank/needed_change.h"

#include <algorithm>
#include <cmath>

#include "rank/aggregation.h"   // for Aggregator
#include "rank/desirability.h"  // for make_desirability
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

}  // namespace

std::vector<NeededChange> changes_for(const Profile& profile, std::span<const float> desirability, std::span<const float> value, double target) {
  std::vector<double> weights, present(desirability.begin(), desirability.end());
  for (const Objective& objective : profile.objectives) weights.push_back(objective.weight);
  Aggregator aggregator(profile.aggregation, weights);
  std::vector<float> contribution(weights.size());
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
      const bool tells = !std::isnan(value[i]) && objective.outcome == Outcome::kProbability;
      changes.push_back({i, high, tells ? nearest_value(curve, high, value[i]) : std::nullopt});
    }
    present[i] = before;
  }
  std::stable_sort(changes.begin(), changes.end(), [&](const NeededChange& a, const NeededChange& b) {
    return a.desirability - desirability[a.objective] < b.desirability - desirability[b.objective];
  });
  return changes;
}

}  // namespace furui
