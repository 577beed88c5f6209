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

/// Gives the site its element and occupancy; amounts of one element, such as of two of its oxidation states, are added.
///
/// site    its label names it
/// throws  Refused: DISORDERED where several elements, or an element and a vacancy, share it; MISSING_ELEMENTS where none is
///         on it, or what is on it is no element
void occupy(ListedSite& site, const std::vector<Occupant>& occupants);

}  // namespace furui
