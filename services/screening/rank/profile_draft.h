// A profile's text drafted from what measured actives have.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "rank/active_thresholds.h"  // for ActiveThresholds

namespace furui {

/// A property that tells actives from inactives.
struct DraftedObjective {
  std::string property;  ///< as a profile names it
  std::string unit;
  ActiveThresholds thresholds;
};

/// TOML that parse_profile reads, one objective each in the given order, with what is behind the thresholds as comments.
///
/// name        of the profile
/// title       one line
/// explained   one line on where the actives come from, for the first comment
/// throws      Error{INVALID_ARGUMENT} where there is no objective
std::string draft_profile(const std::string& name, const std::string& title, const std::string& explained,
                          std::span<const DraftedObjective> objectives);

}  // namespace furui
