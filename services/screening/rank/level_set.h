// Where a curve of desirability is at least so good: intervals of the property's values.
#pragma once

#include <vector>

#include "rank/desirability.h"  // for Desirability

namespace furui {

/// Values from low to high, in the property's unit; infinite where there is no end.
struct Interval {
  double low = 0, high = 0;
  auto operator<=>(const Interval&) const = default;
};

/// Values at which the curve passes a level, rising: each within the precision of a double, or at a jump.
///
/// curve  not of_exact_values
/// level  in (0, 1)
std::vector<double> crossings(const Desirability& curve, double level);

/// The intervals in which the curve's desirability is at least `level`, rising, apart from one another; ends belong to
/// them or not, which no continuous distribution tells apart.
std::vector<Interval> where_at_least(const Desirability& curve, double level);

/// What lies in both.
std::vector<Interval> intersection(const std::vector<Interval>& a, const std::vector<Interval>& b);

/// P(a normal value lies in one of the intervals).
///
/// std  above 0
double probability_in(const std::vector<Interval>& intervals, double mean, double std);

}  // namespace furui
