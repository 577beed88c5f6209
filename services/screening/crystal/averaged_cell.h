// The smallest cell that a crystal repeats within a tolerance, with its sites where their repeats lie on average.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/crystal.h"  // for Crystal, Matrix3, Vector3

namespace furui {

/// A cell of m sites, in a shortest basis and sorted by element.
struct AveragedCell {
  Matrix3 lattice{};                         ///< rows in angstrom, a shortest_basis()
  std::vector<std::uint8_t> atomic_numbers;  ///< m, ascending; of shared sites as the crystal has them
  std::vector<Vector3> fractional;           ///< m, in [0, 1)
  std::vector<double> spread;                ///< m, angstrom: no repeat of the site is further from the average than that
  std::vector<double> mean_square;           ///< m, square angstrom: of the repeats' distances from the average

  std::size_t size() const { return atomic_numbers.size(); }
  double volume_per_atom() const;  ///< cubic angstrom
};

/// Most sites of a cell that averaged_cell takes.
constexpr std::size_t kMostComparedSites = 5000;

/// The cell as it is, in a shortest basis; spreads are 0.
///
/// returns  nothing where there are no or more than 5,000 sites, more or fewer coordinates than sites, numbers of a million or more
///          or that are none, mixtures that are not listed, or a volume a site outside of 0.5 to 100,000 cubic angstrom
std::optional<AveragedCell> averaged_cell(const Crystal& crystal);

/// The cell divided by every translation that maps all sites onto sites of their elements, none further from their average than the
/// tolerance. Translations of prime order are looked for between sites of the rarest element, one after the other. Takes time by the
/// sites times those translations that most sites agree to.
AveragedCell smaller_cell(AveragedCell cell, double tolerance_angstrom);

}  // namespace furui
