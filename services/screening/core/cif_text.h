// A crystal as a CIF that any program reads.
#pragma once

#include <string>
#include <string_view>

#include "core/crystal.h"  // for Crystal

namespace furui {

/// One data block with every site, in space group P 1 (CIF 1.1, core dictionary 2.4): cell lengths and angles, then sites
/// "Na1", "Cl2", … with fractional coordinates, all with 10 decimals.
///
/// name  the block's; what a name may not hold becomes an underscore
/// The crystal's orientation is not kept: a CIF has none.
std::string cif_text(const Crystal& crystal, std::string_view name);

}  // namespace furui
