// Numbers of the elements by name, as a model package carries them in elements.csv.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace furui {

/// One row an element, one column a property.
class ElementTable {
 public:
  using Column = std::array<double, 119>;  ///< by atomic number; NaN where the table has no value

  /// Reads a CSV without quotes: a header "atomic_number,symbol,…", then a line an element; an empty cell is no value. The
  /// column "oxidation_states" holds whole numbers divided by blanks, all others one number.
  ///
  /// throws Error{INVALID_ARGUMENT} naming line and column where it is none of this
  explicit ElementTable(std::string_view csv);

  /// nullptr where there is no column of this name.
  const Column* column(const std::string& name) const;
  /// Of an element, in the table's order; empty where it has none.
  const std::vector<int>& oxidation_states(std::uint8_t atomic_number) const { return states_.at(atomic_number); }

 private:
  std::map<std::string, Column> columns_;
  std::array<std::vector<int>, 119> states_;
};

}  // namespace furui
