// How likely a candidate is all that a profile asks for.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/profile.h"       // for Profile
#include "rank/desirability.h"  // for Desirability
#include "rank/level_set.h"     // for Interval

namespace furui {

/// The desirability from which on an objective counts as met: the middle of a logistic curve.
constexpr double kMetDesirability = 0.5;

/// P(every objective is met and every range filter passed), properties being independent and normal. Objectives of weight
/// 0 ask for nothing. Conditions on one property are met together or not, by one value.
class MeetProbability {
 public:
  /// curves          one an objective
  /// column_of       which column each objective's property is in, and each filter's (ignored where it has none)
  MeetProbability(const Profile& profile, const std::vector<Desirability>& curves, std::span<const std::size_t> objective_column,
                  std::span<const std::size_t> filter_column);

  /// value, std  of each column; NaN where missing. A missing value meets no filter, and no objective unless a profile
  ///             ignores it; under fallback the fallback decides, as uncertain it is met or not with equal chance.
  double operator()(std::span<const double> value, std::span<const double> std) const;

 private:
  /// All that is asked of one column.
  struct Condition {
    std::size_t column = 0;
    std::vector<Desirability> curves;  ///< each at least kMetDesirability
    float least, most;                 ///< of its filters, rounded as values are
    bool filtered = false;
    std::vector<Interval> intervals;   ///< where all of this holds; not for exact values
    bool of_exact_values = false;
  };
  double probability(const Condition& condition, double value, double std) const;
  double of_missing(const Condition& condition) const;

  Aggregation aggregation_;
  std::vector<Condition> conditions_;
};

}  // namespace furui
