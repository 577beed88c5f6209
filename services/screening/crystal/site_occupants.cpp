// Amounts are added up by element.
#include "crystal/site_occupants.h"

#include <cmath>
#include <map>

#include "core/elements.h"            // for atomic_number_of, element_symbol
#include "crystal/structure_lines.h"  // for refuse

namespace furui {
namespace {

constexpr double kNothing = 1e-8;  // of an atom, as pymatgen's Composition has it

/// Deuterium and tritium are hydrogen; 0 for what is no element.
int element_of(const std::string& symbol) {
  if (is_heavy_hydrogen(symbol)) return 1;
  const int number = atomic_number_of(symbol);
  return number > 0 && element_symbol(static_cast<unsigned>(number)) == symbol ? number : 0;
}

}  // namespace

void list_occupants(const ListedSite& site, const std::vector<Occupant>& occupants, std::vector<ListedSite>& sites) {
  std::map<int, double> elements;
  bool vacant = false;  // in part or whole
  bool heavy_hydrogen = false;
  for (const Occupant& occupant : occupants) {
    if (std::abs(occupant.amount) < kNothing) continue;
    if (occupant.symbol == "vacancy") {
      vacant = true;
      continue;
    }
    const int element = element_of(occupant.symbol);
    if (element == 0) refuse(Reason::kMissingElements, "site " + site.label + ": '" + occupant.symbol.substr(0, 20) + "' is no element");
    elements[element] += occupant.amount;
    heavy_hydrogen = heavy_hydrogen || is_heavy_hydrogen(occupant.symbol);
  }
  if (elements.empty() && !vacant) refuse(Reason::kMissingElements, "site " + site.label + " holds no element");
  for (const auto& [element, amount] : elements) {
    ListedSite& one = sites.emplace_back(site);
    one.atomic_number = element;
    one.occupancy = amount;
    one.heavy_hydrogen = element == 1 && heavy_hydrogen;
  }
}

}  // namespace furui
