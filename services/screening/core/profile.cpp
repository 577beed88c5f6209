// Names of what a profile chooses between; how long its lists are where it does not say.
#include "core/profile.h"

#include <algorithm>

namespace furui {

std::size_t Uncertainty::top_of(std::size_t ranked) const {
  constexpr std::size_t kLeast = 10, kMost = 100;
  return std::min(ranked, top > 0 ? top : std::clamp(ranked / 10, kLeast, kMost));
}

std::size_t Diversity::pool() const {
  constexpr std::size_t kTimes = 10;
  return from > 0 ? from : std::min(kMostPickedFrom, kTimes * pick);
}

const char* to_string(AggregationType type) {
  switch (type) {
    case AggregationType::kGeometric: return "geometric";
    case AggregationType::kArithmetic: return "arithmetic";
    case AggregationType::kHarmonic: return "harmonic";
    case AggregationType::kProduct: return "product";
    case AggregationType::kMinimum: return "minimum";
  }
  return "unknown";
}

const char* to_string(MissingValue missing) {
  switch (missing) {
    case MissingValue::kReject: return "reject";
    case MissingValue::kFallback: return "fallback";
    case MissingValue::kIgnore: return "ignore";
    case MissingValue::kUncertain: return "uncertain";
  }
  return "unknown";
}

const char* to_string(Policy policy) {
  switch (policy) {
    case Policy::kExpected: return "expected";
    case Policy::kLowerBound: return "lower_bound";
    case Policy::kUpperBound: return "upper_bound";
    case Policy::kProbabilityOfImprovement: return "probability_of_improvement";
    case Policy::kExpectedImprovement: return "expected_improvement";
  }
  return "unknown";
}

const char* to_string(PickMethod method) {
  switch (method) {
    case PickMethod::kMaxMin: return "maxmin";
    case PickMethod::kScaffold: return "scaffold";
    case PickMethod::kCluster: return "cluster";
    case PickMethod::kFormula: return "formula";
  }
  return "unknown";
}

}  // namespace furui
