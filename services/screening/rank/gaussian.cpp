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

double normal_quantile(double p) {
  // By symmetry in the lower half, where the cumulative value keeps its digits.
  if (p > 0.5) return -normal_quantile(1 - p);
  // Newton on the logarithm, which is concave: from below it rises to the quantile and never beyond. Below lies where the
  // density's exponent alone gives p; Tukey's lambda (Joiner & Rosenblatt 1971, J. Am. Stat. Assoc. 66, 394) is near.
  double z = p < 0.01 ? -std::sqrt(-2 * std::log(p)) : 4.91 * (std::pow(p, 0.14) - std::pow(1 - p, 0.14));
  for (int step = 0; step < 8; ++step) z -= (std::log(normal_cumulative(z)) - std::log(p)) * normal_cumulative(z) / normal_density(z);
  return z;
}

double normal_between(double low, double high) {
  if (!(low < high)) return 0;
  // In the upper half both cumulative values are near 1; their complements are not.
  return low > 0 ? normal_cumulative(-low) - normal_cumulative(-high) : normal_cumulative(high) - normal_cumulative(low);
}

}  // namespace furui
