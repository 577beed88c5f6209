// VASP's POSCAR and CONTCAR to sites.
#pragma once

#include <string_view>
#include <variant>

#include "core/rejection.h"        // for Rejection
#include "crystal/listed_sites.h"  // for ListedCrystal, the result

namespace furui {

/// Reads the format of VASP 5 and, without a line of elements, VASP 4 (VASP wiki, "POSCAR").
///
/// A negative scale is the cell's volume, three scales are those of x, y and z; selective dynamics, velocities and what
/// else follows the positions are passed over. Without a line of elements they are taken from what stands behind each
/// position ("# Na1"), or from the first line where it names as many as there are counts.
/// max_sites  of the cell
/// returns    the sites, or a rejection of stage READ: PARSE_ERROR with the line, MISSING_ELEMENTS, NO_ATOMS, TOO_LARGE
std::variant<ListedCrystal, Rejection> read_poscar(std::string_view text, std::size_t max_sites);

}  // namespace furui
