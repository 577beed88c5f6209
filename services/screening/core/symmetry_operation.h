// An operation of a space group on the sites of one crystal, as plain numbers.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/crystal.h"  // for Vector3

namespace furui {

/// Maps a crystal onto itself: x ↦ W·x + w for columns x of fractional coordinates.
struct SymmetryOperation {
  std::array<std::array<int, 3>, 3> rotation{};  ///< W
  Vector3 translation{};                         ///< w
  std::vector<std::uint32_t> image;              ///< n: the site that site i is mapped onto, lattice translations aside
};

}  // namespace furui
