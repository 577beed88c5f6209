// Numbers that describe a crystal without a trained model.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/crystal.h"           // for Crystal
#include "core/rejection.h"         // for Rejection
#include "crystal/element_table.h"  // for ElementTable

namespace furui {

/// Computes descriptors by their names, each defined in the card of the package that has it (models/crystal-descriptors,
/// models/charge-balance, models/magpie, models/element-cost, models/element-supply).
///
/// Of the structure: density, volume_per_atom, number_of_elements, space_group_number (symmetry.h; 0 where none is found),
/// crystal_system (1 triclinic to 7 cubic), mean_ and min_coordination_number (coordination.h). Of the composition:
/// charge_balance (charge_balance.h; of the least whole formula where amounts are parts); element_cost, hhi_production,
/// hhi_reserve, which are means by mass; and STATISTIC_COLUMN of any column of the table, by atoms (composition_statistics.h).
class CrystalDescriptors {
 public:
  /// of_composition  only such as ask for no structure, so that a crystal without geometry has them
  /// throws Error{INVALID_ARGUMENT} naming a descriptor that there is not, or a column that the table lacks
  CrystalDescriptors(const std::vector<std::string>& names, std::string_view elements_csv, bool of_composition = false);
  CrystalDescriptors(const CrystalDescriptors&) = delete;
  CrystalDescriptors& operator=(const CrystalDescriptors&) = delete;

  /// The values in the order of the names, or a rejection of stage DESCRIBE: UNSUPPORTED_ELEMENT where the table has no value
  /// for an element, ISOLATED_ATOM where a site has no neighbour to count, TOO_LARGE where the charges of over 10,000 atoms were to balance.
  ///
  /// crystal  with at least one site and a cell of positive volume
  std::variant<std::vector<double>, Rejection> of(const Crystal& crystal) const;

 private:
  struct Described;
  using Compute = std::function<double(const Described&)>;

  Compute find(const std::string& name) const;

  ElementTable table_;
  std::vector<Compute> computes_;
};

}  // namespace furui
