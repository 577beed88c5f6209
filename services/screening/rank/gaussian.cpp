// By the error function, on the side where nothing cancels.
#include "rank/gaussian.h"

#include <cmath>

namespace furui {
namespace {

constexpr double kInverseSqrt2 = 0.70710678118654752440;
constexpr double kInverseSqrt2Pi = 0.39894228040143267794;

}  // namespace

double normal_density(double z) { return kInverseSqrt2Pi * std::exp(-0.5 * z * z); }

double normal_cumulative(double z) { return 0.5 * std::erfc(-z * kInverseSqrt2); }

double normal_between(double low, double high) {
  if (!(low < high)) return 0;
  // In the upper half both cumulative values are near 1; their complements are not.
  return low > 0 ? normal_cumulative(-low) - normal_cumulative(-high) : normal_cumulative(high) - normal_cumulative(low);
}

}  // namespace furui
