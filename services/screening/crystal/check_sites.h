// What a listed crystal must be to be one: atoms in a cell, apart from each other, or sharing a site.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/crystal.h"          // for Crystal, the result
#include "core/rejection.h"        // for Rejection
#include "crystal/listed_sites.h"  // for ListedCrystal

namespace furui {

struct CheckedCrystal {
  Crystal crystal;
  std::vector<std::string> warnings;
};

/// Checks elements, occupancies, cell and distances, in this order.
///
/// Lengths must lie within 1.5 and 500 angstrom, angles within 10 and 170 degrees, and the volume an atom within 1 and 1,000
/// cubic angstrom. Sites that are not whole atoms and lie within 0.01 angstrom are one site that several elements share;
/// what is within 0.001 of a whole atom is one, and what adds up to no more than 1.01, as rounded occupancies do, is scaled to
/// one; a site of occupancy 0 is none. Any two sites lie at least 0.5 angstrom apart,
/// unless no more than one atom is on both together, as where one atom has two places to be.
/// returns  the crystal with its sites in the listed order and coordinates as listed, and what was taken for something else
///          ("site Fe1: occupancies of 1.004 together were scaled to 1", "2 sites of deuterium or tritium count as hydrogen");
///          or a rejection of stage READ:
///          NO_ATOMS, MISSING_ELEMENTS, PARSE_ERROR, BAD_CELL, OVERLAPPING_ATOMS, TOO_LARGE (more different mixtures than
///          kMaxMixtures); the detail names the site
std::variant<CheckedCrystal, Rejection> check_sites(const ListedCrystal& listed);

}  // namespace furui
