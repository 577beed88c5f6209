// What an objective of a Pareto comparison wants of a value, and what a value then costs.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/profile.h"  // for Goal

namespace furui {

/// One property of all candidates as an objective: a view of n values in the property's own unit.
///
/// NaN where a candidate has none; infinities are values, and -0 equals 0. A target is finite and float32 as the
/// values are, so that a value printed as 0.1 meets a target of 0.1.
struct ParetoObjective {
  std::span<const float> value;
  Goal goal = Goal::kMinimize;
  float target = 0;  ///< of kTarget only
};

/// What a value costs, lower is better: x, -x or |x - target|, in double, which is exact but for targets and values
/// more than 2^28 apart. NaN for NaN.
double cost(const ParetoObjective& objective, std::size_t row);

/// throws  std::invalid_argument (a fault) where a column has not n rows or a target is not finite
void check_objectives(std::size_t candidates, std::span<const ParetoObjective> objectives);

/// n flags, 1: the row has a value for every objective. The columns have n rows.
std::vector<unsigned char> complete_rows(std::size_t candidates, std::span<const ParetoObjective> objectives);

}  // namespace furui
