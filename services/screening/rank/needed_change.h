// What would have to be different for a candidate to reach another score.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "core/profile.h"  // for Profile

namespace furui {

/// One objective that alone could bring a candidate to a score.
struct NeededChange {
  std::size_t objective = 0;
  double desirability = 0;      ///< that it would need
  std::optional<double> value;  ///< the nearest value of the property that has it, as uncertain as the present one; nothing where
                                ///< none was found
};

/// Objectives each of which, all others as they are, could lift the score to `target`; the one that needs the least more
/// desirability first.
///
/// desirability  k, in [0, 1], NaN where missing; as a ranking gives them
/// value, std    k, of the property; NaN where missing, std also where the value is certain
/// target        in (0, 1]
std::vector<NeededChange> changes_for(const Profile& profile, std::span<const float> desirability, std::span<const float> value, std::span<const float> std,
                                      double target);

}  // namespace furui
