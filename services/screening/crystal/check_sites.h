// What a listed crystal must be to be one: whole atoms in a cell, apart from each other.
#pragma once

#include <variant>

#include "core/crystal.h"          // for Crystal, the result
#include "core/rejection.h"        // for Rejection
#include "crystal/listed_sites.h"  // for ListedCrystal

namespace furui {

/// Checks cell, elements, occupancies and distances, in this order.
///
/// Lengths must lie within 1.5 and 500 angstrom, angles within 10 and 170 degrees, the volume an atom within 1 and 1,000
/// cubic angstrom, and any two atoms at least 0.5 angstrom apart.
/// returns  the crystal with its sites in the listed order and coordinates as listed, or a rejection of stage READ:
///          NO_ATOMS, BAD_CELL, MISSING_ELEMENTS, DISORDERED, OVERLAPPING_ATOMS; the detail names the site
std::variant<Crystal, Rejection> check_sites(const ListedCrystal& listed);

}  // namespace furui
