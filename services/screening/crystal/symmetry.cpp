// spglib's C arrays from and to plain values.
#include "crystal/symmetry.h"

#include <spglib.h>

#include <memory>

#include "crystal/spglib_cell.h"  // for SpglibCell

namespace furui {
std::optional<SpaceGroup> space_group(const Crystal& crystal) {
  for (const double tolerance : {kSymmetryTolerance, kSymmetryTolerance / 10}) {
    SpglibCell arrays(crystal);
    const std::unique_ptr<SpglibDataset, void (*)(SpglibDataset*)> found(
        spg_get_dataset(arrays.lattice, arrays.places(), arrays.types.data(), arrays.count(), tolerance), spg_free_dataset);
    if (found && found->spacegroup_number > 0) return SpaceGroup{found->spacegroup_number, found->international_symbol};
  }
  return std::nullopt;
}

std::optional<Crystal> primitive_cell(const Crystal& crystal) {
  SpglibCell arrays(crystal);
  constexpr int kToPrimitive = 1, kNoIdealize = 1;
  const int sites = spg_standardize_cell(arrays.lattice, arrays.places(), arrays.types.data(), arrays.count(), kToPrimitive, kNoIdealize, kSymmetryTolerance);
  if (sites <= 0 || static_cast<std::size_t>(sites) >= crystal.size()) return std::nullopt;
  Crystal primitive;
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t axis = 0; axis < 3; ++axis) primitive.lattice[row][axis] = arrays.lattice[axis][row];
  }
  for (std::size_t i = 0; i < static_cast<std::size_t>(sites); ++i) {
    primitive.atomic_numbers.push_back(static_cast<std::uint8_t>(arrays.types[i]));
    primitive.fractional.push_back(arrays.positions[i]);
  }
  primitive.mixtures = crystal.mixtures;
  return primitive;
}

std::string spglib_version() {
  return std::to_string(spg_get_major_version()) + "." + std::to_string(spg_get_minor_version()) + "." + std::to_string(spg_get_micro_version());
}

}  // namespace furui
