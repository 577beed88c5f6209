// Products and sums of the objectives' moments.
#include "rank/score_moments.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace furui {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Moments of max(U, floor)^p, U uniform in [0, 1].
PowerMoments of_uniform(double power, double floor) {
  const auto moment = [floor](double p) { return (1 + p * std::pow(floor, p + 1)) / (p + 1); };
  return {moment(power), moment(2 * power)};
}

}  // namespace

ScoreMoments::ScoreMoments(const Aggregation& aggregation, const std::vector<ExpectedDesirability>& curves, std::vector<double> weights)
    : aggregation_(aggregation), curves_(curves), weights_(std::move(weights)) {}

UncertainScore ScoreMoments::of(std::span<const double> value, std::span<const double> std, std::span<double> equivalent) const {
  const std::size_t k = weights_.size();
  const bool ignores = aggregation_.missing == MissingValue::kIgnore;
  double total = 0;
  bool any_weight = false, rejected = false;
  for (std::size_t i = 0; i < k; ++i) {
    const bool missing = !curves_[i].curve().has(value[i]);
    equivalent[i] = missing ? kNone : 0;
    any_weight = any_weight || weights_[i] > 0;
    if (!(missing && ignores)) total += weights_[i];
    rejected = rejected || (missing && weights_[i] > 0 && aggregation_.missing == MissingValue::kReject);
  }
  if (any_weight && total == 0) return {kNone, kNone};

  const bool geometric = aggregation_.type == AggregationType::kGeometric;
  const bool product = geometric || aggregation_.type == AggregationType::kProduct;
  double first = 1, second = 1, sum = 0, variance = 0;
  for (std::size_t i = 0; i < k; ++i) {
    double power = 1;
    if (product && weights_[i] > 0) power = geometric ? weights_[i] / total : weights_[i];
    PowerMoments moments;
    if (!std::isnan(equivalent[i])) {
      moments = curves_[i].moments(power, value[i], std[i]);
    } else if (aggregation_.missing == MissingValue::kUncertain) {
      moments = of_uniform(power, geometric ? aggregation_.floor : 0);
    } else if (aggregation_.missing == MissingValue::kFallback) {
      const double d = std::pow(geometric ? std::max(aggregation_.fallback, aggregation_.floor) : aggregation_.fallback, power);
      moments = {d, d * d};
    } else {
      continue;  // ignored, or without weight
    }
    if (!std::isnan(equivalent[i]) || aggregation_.missing == MissingValue::kUncertain) equivalent[i] = power == 1 ? moments.first : std::pow(moments.first, 1 / power);
    if (weights_[i] == 0) continue;
    first *= moments.first;
    second *= moments.second;
    sum += weights_[i] * moments.first;
    variance += weights_[i] * weights_[i] * std::max(0.0, moments.second - moments.first * moments.first);
  }
  if (rejected) return {kNone, kNone};
  if (total == 0) return {1, 0};
  if (product) return {first, std::sqrt(std::max(0.0, second - first * first))};
  return {sum / total, std::sqrt(variance) / total};
}

}  // namespace furui
