// One data block of a CIF to the sites of its whole cell.
#pragma once

#include <string_view>
#include <variant>

#include "core/rejection.h"        // for Rejection
#include "crystal/listed_sites.h"  // for ListedCrystal, the result

namespace furui {

/// Reads a CIF with one data block that has atoms (core CIF 2.4 and its older names); blocks without are left out.
///
/// Standard uncertainties ("5.431(2)") are dropped; "?" and "." are unknown. Symmetry is taken from the operators, else
/// from the space group's Hall symbol, Hermann-Mauguin symbol or number, else it is P1. Images of a site within 0.1
/// angstrom of each other are one. The cell vector a lies along x, b in the plane of x and y.
/// max_sites  of the whole cell
/// returns    the whole cell's sites, or a rejection of stage READ: PARSE_ERROR with the line, BAD_CELL, NO_ATOMS,
///            UNSUPPORTED_FEATURE for several blocks with atoms, TOO_LARGE
std::variant<ListedCrystal, Rejection> read_cif(std::string_view text, std::size_t max_sites);

}  // namespace furui
