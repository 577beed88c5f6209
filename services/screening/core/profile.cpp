// Names of the aggregations, of what to do with missing values, and of policies; how long a top is.
#include "core/profile.h"

#include <algorithm>

namespace furui {

std::size_t Uncertainty::top_of(std::size_t ranked) const {
  constexpr std::size_t kLeast = 10, kMost = 100;
  return std::min(ranked, top > 0 ? top : std::clamp(ranked / 10, kLeast, kMost));
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

}  // namespace furui
