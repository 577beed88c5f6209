// Elements are added up before anything is called disordered.
#include "crystal/site_occupants.h"

#include <cmath>
#include <map>

#include "core/elements.h"            // for atomic_number_of, element_symbol
#include "core/number_text.h"         // for shortest
#include "crystal/structure_lines.h"  // for refuse

namespace furui {
namespace {

constexpr double kNothing = 1e-8;  // of an atom, as pymatgen's Composition has it

/// Deuterium and tritium are hydrogen; 0 for what is no element.
int element_of(const std::string& symbol) {
  if (symbol == "D" || symbol == "T") return 1;
  const int number = atomic_number_of(symbol);
  return number > 0 && element_symbol(static_cast<unsigned>(number)) == symbol ? number : 0;
}

}  // namespace

void occupy(ListedSite& site, const std::vector<Occupant>& occupants) {
  std::map<std::string, double> amounts;
  std::map<int, double> elements;
  for (const Occupant& occupant : occupants) {
    if (std::abs(occupant.amount) < kNothing) continue;
    amounts[occupant.symbol] += occupant.amount;
    elements[occupant.symbol == "vacancy" ? -1 : element_of(occupant.symbol)] += occupant.amount;
  }
  if (elements.empty()) refuse(Reason::kMissingElements, "site " + site.label + " holds no element");
  if (elements.size() > 1) {
    std::string shares;
    for (const auto& [symbol, amount] : amounts) shares += (shares.empty() ? "" : " and ") + shortest(std::round(amount * 1000) / 1000) + " " + symbol;
    refuse(Reason::kDisordered, "site " + site.label + " is shared by " + shares.substr(0, 200) + "; expected whole atoms");
  }
  const auto& [element, amount] = *elements.begin();
  if (element == -1) refuse(Reason::kDisordered, "site " + site.label + " is a vacancy; expected whole atoms");
  if (element == 0) refuse(Reason::kMissingElements, "site " + site.label + ": '" + amounts.begin()->first.substr(0, 20) + "' is no element");
  site.atomic_number = element;
  site.occupancy = amount;
}

}  // namespace furui
