// An operation of a space group on the sites of one crystal, as plain numbers.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/crystal.h"  // for Matrix3, Vector3

namespace furui {

/// Maps a crystal onto itself: x ↦ W·x + w for columns x of fractional coordinates.
struct SymmetryOperation {
  std::array<std::array<int, 3>, 3> rotation{};  ///< W
  Vector3 translation{};                         ///< w
  std::vector<std::uint32_t> image;              ///< n: the site that site i is mapped onto, lattice translations aside
};

/// W in numbers that multiply with others.
inline Matrix3 rotation_of(const SymmetryOperation& operation) {
  Matrix3 result{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) result[i][j] = operation.rotation[i][j];
  }
  return result;
}

}  // namespace furui
