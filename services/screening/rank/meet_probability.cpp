// A product over properties: the normal distribution's share of the values that meet all conditions on one.
#include "rank/meet_probability.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace furui {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

}  // namespace

MeetProbability::MeetProbability(const Profile& profile, const std::vector<Desirability>& curves, std::span<const std::size_t> objective_column,
                                 std::span<const std::size_t> filter_column)
    : aggregation_(profile.aggregation) {
  const auto condition_on = [&](std::size_t column) -> Condition& {
    for (Condition& condition : conditions_) {
      if (condition.column == column) return condition;
    }
    conditions_.push_back({column, {}, -kInfinity, kInfinity, false, {}, false});
    return conditions_.back();
  };
  for (std::size_t i = 0; i < profile.objectives.size(); ++i) {
    if (profile.objectives[i].weight == 0) continue;
    Condition& condition = condition_on(objective_column[i]);
    condition.curves.push_back(curves[i]);
    condition.of_exact_values = condition.of_exact_values || curves[i].of_exact_values;
  }
  for (std::size_t i = 0; i < profile.filters.size(); ++i) {
    const Filter& filter = profile.filters[i];
    if (filter.property.empty()) continue;
    Condition& condition = condition_on(filter_column[i]);
    condition.filtered = true;
    if (filter.min) condition.least = std::max(condition.least, static_cast<float>(*filter.min));
    if (filter.max) condition.most = std::min(condition.most, static_cast<float>(*filter.max));
  }
  for (Condition& condition : conditions_) {
    condition.intervals = {{condition.least, condition.most}};
    if (condition.of_exact_values) continue;
    for (const Desirability& curve : condition.curves)
      condition.intervals = intersection(condition.intervals, where_at_least(curve, kMetDesirability));
  }
}

double MeetProbability::operator()(std::span<const double> value, std::span<const double> std) const {
  double all = 1;
  for (const Condition& condition : conditions_) all *= probability(condition, value[condition.column], std[condition.column]);
  return all;
}

double MeetProbability::probability(const Condition& condition, double value, double std) const {
  if (std::isnan(value)) return of_missing(condition);
  if (std > 0 && !condition.of_exact_values) return probability_in(condition.intervals, value, std);
  if (value < condition.least || value > condition.most) return 0;
  for (const Desirability& curve : condition.curves) {
    const double d = curve(value);
    if (std::isnan(d)) return of_missing(condition);
    if (d < kMetDesirability) return 0;
  }
  return 1;
}

double MeetProbability::of_missing(const Condition& condition) const {
  if (condition.filtered) return 0;
  switch (aggregation_.missing) {
    case MissingValue::kReject: return 0;
    case MissingValue::kFallback: return aggregation_.fallback >= kMetDesirability ? 1 : 0;
    case MissingValue::kIgnore: return 1;
    case MissingValue::kUncertain: return 0.5;
  }
  return 0;
}

}  // namespace furui
