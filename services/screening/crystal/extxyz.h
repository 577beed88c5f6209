// A frame of an extended XYZ file to sites.
#pragma once

#include <cstddef>
#include <string_view>
#include <variant>

#include "core/rejection.h"        // for Rejection
#include "crystal/listed_sites.h"  // for ListedCrystal, the result

namespace furui {

/// Reads one frame (extended XYZ specification of libAtoms): a count, a comment with Lattice="ax ay az bx by bz cx cy cz",
/// a line an atom.
///
/// Columns are in the order of Properties, "species:S:1:pos:R:3" where there is none; elements from species, else from Z;
/// places in Cartesian angstrom from pos. pbc is "T T T" where it is absent. Keys are read in any case, numbers also with
/// Fortran's D; other properties are passed over.
/// max_sites  of the cell
/// returns    the sites, or a rejection of stage READ: PARSE_ERROR with the frame's line, BAD_CELL for a molecule or slab,
///            MISSING_ELEMENTS, NO_ATOMS, TOO_LARGE
std::variant<ListedCrystal, Rejection> read_extxyz(std::string_view frame, std::size_t max_sites);

}  // namespace furui
