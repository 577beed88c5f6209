// What stands on one site of a structure that may be disordered.
#pragma once

#include <string>
#include <vector>

#include "crystal/listed_sites.h"  // for ListedSite

namespace furui {

/// One of those who share a site.
struct Occupant {
  std::string symbol;  ///< "Na"; "vacancy"; a symbol that is no element leaves the site without one
  double amount = 1;   ///< atoms on the site
};

/// Lists the site once for each element on it, never where it is vacant; amounts of one element, such as of two of its
/// oxidation states, are added.
///
/// site    its label and place
/// throws  Refused: MISSING_ELEMENTS where nothing is on it, not even a vacancy, or what is on it is no element
void list_occupants(const ListedSite& site, const std::vector<Occupant>& occupants, std::vector<ListedSite>& sites);

}  // namespace furui
