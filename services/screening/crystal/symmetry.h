// Space groups and primitive cells, by spglib.
#pragma once

#include <optional>
#include <string>

#include "core/crystal.h"  // for Crystal

namespace furui {

/// Distance in angstrom within which atoms count as equivalent for the space group and the primitive cell: spglib's usual.
constexpr double kSymmetryTolerance = 0.01;

struct SpaceGroup {
  int number = 0;      ///< of the International Tables, 1 to 230
  std::string symbol;  ///< Hermann-Mauguin, short: "Fm-3m"
};

/// Nothing where spglib finds none, not even at a tenth of the tolerance.
std::optional<SpaceGroup> space_group(const Crystal& crystal);

/// The primitive cell of the same atoms where it is smaller, by translations alone: lattice vectors are of the crystal's
/// own lattice, and atoms keep their places within the tolerance.
/// returns  nothing where the cell is primitive, or spglib finds none
std::optional<Crystal> primitive_cell(const Crystal& crystal);

/// "2.0.2"
std::string spglib_version();

}  // namespace furui
