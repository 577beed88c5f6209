// The mean of a desirability whose value is uncertain.
#pragma once

#include <vector>

#include "rank/desirability.h"  // for Desirability

namespace furui {

/// E[d^p] and E[d^2p] of a desirability d.
struct PowerMoments {
  double first = 0, second = 0;
};

/// Means over normal values of one objective's desirability, raised to a floor.
///
/// A curve of straight lines with power 1 has its closed form (moments of the truncated normal distribution, Johnson,
/// Kotz & Balakrishnan 1994, Continuous Univariate Distributions 1, eq. 13.134); all others an eight-point
/// Gauss-Legendre rule on each piece between the curve's bends and the quantiles of 0, 3.5 and 8 std, whose error is
/// below 1e-6, and below 1e-4 for a curve that leaves 0 or 1 like a root.
class ExpectedDesirability {
 public:
  /// floor  least desirability, in [0, 1)
  ExpectedDesirability(Desirability curve, double floor);

  /// The curve at a value, raised to the floor; NaN as the curve's.
  double at(double value) const;

  /// power  p, above 0
  /// mean   in the property's unit
  /// std    0 or more; at 0, and for a curve of exact values, the curve at the mean
  PowerMoments moments(double power, double mean, double std) const;

  const Desirability& curve() const { return curve_; }

 private:
  PowerMoments of_line(double mean, double std) const;
  PowerMoments by_quadrature(double power, double mean, double std) const;

  Desirability curve_;
  double floor_;
  std::vector<double> bends_;  // of the curve raised to the floor
};

}  // namespace furui
