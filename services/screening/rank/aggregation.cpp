// Weighted means of desirabilities.
#include "rank/aggregation.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace furui {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

}  // namespace

Aggregator::Aggregator(const Aggregation& aggregation, std::vector<double> weights)
    : aggregation_(aggregation),
      weights_(std::move(weights)),
      effective_(weights_.size()),
      present_(weights_.size()),
      loss_(weights_.size()) {}

double Aggregator::score(std::span<const double> desirability, std::span<float> contribution) {
  const std::size_t k = weights_.size();
  const bool floored = aggregation_.type == AggregationType::kGeometric || aggregation_.type == AggregationType::kHarmonic;
  bool any_weight = false, any_left = false;
  for (std::size_t i = 0; i < k; ++i) {
    double d = desirability[i];
    effective_[i] = weights_[i];
    any_weight = any_weight || weights_[i] > 0;
    if (std::isnan(d)) {
      if (aggregation_.missing == MissingValue::kFallback) {
        d = aggregation_.fallback;
      } else if (aggregation_.missing == MissingValue::kIgnore || weights_[i] == 0) {
        effective_[i] = 0;
      } else {
        std::fill(contribution.begin(), contribution.end(), kNone);
        return kNone;
      }
    }
    any_left = any_left || effective_[i] > 0;
    present_[i] = floored ? std::max(d, aggregation_.floor) : d;
  }
  if (any_weight && !any_left) {
    std::fill(contribution.begin(), contribution.end(), kNone);
    return kNone;
  }
  const double score = score_present(desirability);
  share_loss(score, contribution);
  for (std::size_t i = 0; i < k; ++i) {
    if (effective_[i] == 0 && weights_[i] > 0) contribution[i] = kNone;
  }
  return score;
}

double Aggregator::score_present(std::span<const double> desirability) {
  double total = 0, sum = 0, least = 1;
  for (std::size_t i = 0; i < desirability.size(); ++i) {
    const double w = effective_[i], d = present_[i];
    loss_[i] = 0;
    if (w == 0) continue;
    total += w;
    switch (aggregation_.type) {
      case AggregationType::kGeometric:
      case AggregationType::kProduct: loss_[i] = -w * std::log(d); break;
      case AggregationType::kHarmonic: loss_[i] = w * (1 / d - 1); break;
      case AggregationType::kArithmetic: loss_[i] = w * (1 - d); break;
      case AggregationType::kMinimum: least = std::min(least, d); break;
    }
    sum += loss_[i];
  }
  if (total == 0) return 1;
  switch (aggregation_.type) {
    case AggregationType::kGeometric: return std::exp(-sum / total);
    case AggregationType::kProduct: return std::exp(-sum);
    case AggregationType::kHarmonic: return total / (total + sum);
    case AggregationType::kArithmetic: return std::max(0.0, 1 - sum / total);
    case AggregationType::kMinimum: break;
  }
  for (std::size_t i = 0; i < desirability.size(); ++i) loss_[i] = effective_[i] > 0 && present_[i] == least ? 1 : 0;
  return least;
}

void Aggregator::share_loss(double score, std::span<float> contribution) const {
  double finite = 0, infinite_weight = 0;
  for (std::size_t i = 0; i < loss_.size(); ++i) {
    if (std::isinf(loss_[i])) infinite_weight += effective_[i];
    else finite += loss_[i];
  }
  for (std::size_t i = 0; i < loss_.size(); ++i) {
    double share = 0;
    if (infinite_weight > 0) share = std::isinf(loss_[i]) ? effective_[i] / infinite_weight : 0;
    else if (finite > 0) share = loss_[i] / finite;
    contribution[i] = static_cast<float>((1 - score) * share);
  }
}

}  // namespace furui
