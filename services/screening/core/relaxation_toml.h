// The [relaxation] section of a profile.
#pragma once

#include "core/profile.h"       // for ProfileRelaxation
#include "core/toml_section.h"  // for Section

namespace furui {

/// throws  as parse_profile
ProfileRelaxation relaxation_of(const toml::table& table);

}  // namespace furui
