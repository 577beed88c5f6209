// An OPTIMADE structure as JSON to sites.
#pragma once

#include <cstddef>
#include <string_view>
#include <variant>

#include "core/rejection.h"        // for Rejection
#include "crystal/listed_sites.h"  // for ListedCrystal, the result

namespace furui {

/// Reads a resource of the type "structures" (OPTIMADE specification 1.2, "Structures Entries"): lattice_vectors,
/// cartesian_site_positions (both in angstrom), species and species_at_sites; dimension_types and structure_features where
/// they are there.
///
/// max_sites  of the cell
/// returns    the sites, or a rejection of stage READ: PARSE_ERROR with the place, BAD_CELL where it is not periodic along all
///            three directions, DISORDERED for assemblies, UNSUPPORTED_FEATURE for implicit
///            atoms and attachments, MISSING_ELEMENTS, NO_ATOMS, TOO_LARGE
std::variant<ListedCrystal, Rejection> read_optimade(std::string_view text, std::size_t max_sites);

}  // namespace furui
