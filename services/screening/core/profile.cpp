// Names of the aggregations and of what to do with missing values.
#include "core/profile.h"

namespace furui {

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

}  // namespace furui
