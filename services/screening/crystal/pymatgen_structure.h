// A Structure of pymatgen as JSON to sites.
#pragma once

#include <cstddef>
#include <string_view>
#include <variant>

#include "core/rejection.h"        // for Rejection
#include "crystal/listed_sites.h"  // for ListedCrystal, the result

namespace furui {

/// Reads what pymatgen's Structure.as_dict() gives (pymatgen.core.structure): lattice.matrix, and sites with species and abc
/// (fractional), or xyz (Cartesian angstrom) where there is no abc. Charges, oxidation states and properties are passed over.
///
/// max_sites  of the cell
/// returns    the sites, or a rejection of stage READ: PARSE_ERROR with the place, BAD_CELL for a molecule or slab, MISSING_ELEMENTS, NO_ATOMS, TOO_LARGE
std::variant<ListedCrystal, Rejection> read_pymatgen(std::string_view text, std::size_t max_sites);

}  // namespace furui
