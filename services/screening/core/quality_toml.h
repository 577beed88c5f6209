// The [quality] section of a profile.
#pragma once

#include "core/profile.h"       // for QualityDemands, Profile
#include "core/toml_section.h"  // for toml::table

namespace furui {

/// profile  with its objectives, axes and filters, whose properties alone may be named
/// throws   Error{INVALID_ARGUMENT} naming the line
QualityDemands quality_of(const toml::table& table, const Profile& profile);

}  // namespace furui
