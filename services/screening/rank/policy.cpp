// Policies of choosing under uncertainty.
#include "rank/policy.h"

#include <algorithm>
#include <cmath>

#include "rank/gaussian.h"  // for normal_cumulative, normal_density

namespace furui {

double order_value(const Uncertainty& uncertainty, const UncertainScore& score) {
  if (std::isnan(score.mean)) return score.mean;
  const double gain = score.mean - uncertainty.best;
  switch (uncertainty.policy) {
    case Policy::kExpected: break;
    case Policy::kLowerBound: return score.mean - uncertainty.kappa * score.std;
    case Policy::kUpperBound: return score.mean + uncertainty.kappa * score.std;
    case Policy::kProbabilityOfImprovement:
      if (score.std > 0) return normal_cumulative(gain / score.std);
      return gain > 0 ? 1 : 0;
    case Policy::kExpectedImprovement:
      if (score.std > 0)
        return std::clamp(gain * normal_cumulative(gain / score.std) + score.std * normal_density(gain / score.std), 0.0, 1.0);
      return std::max(gain, 0.0);
  }
  return score.mean;
}

}  // namespace furui
