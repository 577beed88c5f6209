// A crystal in the arrays that spglib takes, and writes into.
#pragma once

#include <array>
#include <vector>

#include "core/crystal.h"  // for Crystal

namespace furui {

/// spglib takes columns as lattice vectors, and writes primitive cells into what it is given.
struct SpglibCell {
  explicit SpglibCell(const Crystal& crystal) : positions(crystal.size()) {
    for (std::size_t row = 0; row < 3; ++row) {
      for (std::size_t axis = 0; axis < 3; ++axis) lattice[axis][row] = crystal.lattice[row][axis];
    }
    for (std::size_t i = 0; i < crystal.size(); ++i) {
      for (std::size_t axis = 0; axis < 3; ++axis) positions[i][axis] = crystal.fractional[i][axis];
      types.push_back(crystal.atomic_numbers[i]);
    }
  }
  double (*places())[3] { return reinterpret_cast<double(*)[3]>(positions.data()); }
  int count() const { return static_cast<int>(types.size()); }

  double lattice[3][3];
  std::vector<std::array<double, 3>> positions;
  std::vector<int> types;
};

}  // namespace furui
