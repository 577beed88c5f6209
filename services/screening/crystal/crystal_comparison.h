// Whether two crystals are one periodic structure, and how far they are from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/crystal.h"           // for Crystal, Mixture
#include "crystal/averaged_cell.h"  // for AveragedCell

namespace furui {

/// How different two crystals may be and still be the same.
struct ComparisonTolerance {
  /// Largest principal logarithmic strain between the lattices, from 0 to 0.2: 0.025 lets lengths differ by 2.5 % and angles by up
  /// to 2.9 degrees.
  double strain = 0.025;
  /// Largest displacement of a site as a share of the cube root of the volume an atom, from 0 to 0.3: 0.05 is 0.11 angstrom in oxides.
  double displacement = 0.05;
  /// Largest difference of an occupancy on sites that elements share, from 0 to 1.
  double occupancy = 0.01;
};

/// How far two crystals that are the same are from each other, in the mapping that leaves least.
struct CrystalDifference {
  double strain = 0;                         ///< largest principal logarithmic strain between the lattices
  double largest_displacement_angstrom = 0;  ///< of any site once the mean displacement is taken off, in the mean of both metrics
  double rms_displacement_angstrom = 0;      ///< over all sites
};

/// A crystal with what its comparisons need, made once for many of them.
struct ComparableCrystal {
  /// One cell of it.
  struct Cell {
    AveragedCell sites;
    std::vector<float> distances;  ///< neighbour_distances()
  };
  std::vector<Cell> cells;         ///< the primitive one within 0.01 angstrom, then smaller ones of wider tolerance if there are; none: the
                                   ///< crystal is none to compare, and the same as nothing
  /// Atomic numbers as the crystal has them, ascending (kFirstMixture + m: of mixtures[m]), each with how many of its sites there are
  /// for the greatest common divisor of all: different in crystals that are not the same.
  std::vector<std::pair<std::uint8_t, std::size_t>> kinds;
  std::vector<Mixture> mixtures;   ///< the crystal's
  std::vector<float> fingerprint;  ///< neighbour_fingerprint() of the first
  double length_angstrom = 0;      ///< cube root of the volume an atom
  double log_volume = 0;           ///< natural logarithm of the volume an atom in cubic angstrom
};

/// Takes time by the sites of the cell as given: 0.1 ms for 20, 10 ms for 2,000.
///
/// crystal  any; without cells where it is none to compare: by its numbers (averaged_cell), or since a lattice vector of its
///          primitive cell is below 0.5 angstrom
ComparableCrystal comparable(const Crystal& crystal, const ComparisonTolerance& tolerance);

/// Whether two crystals may be the same by kinds, volume and neighbours: false only where crystal_difference() finds nothing. Takes
/// some 30 ns in most cases. Both made with the tolerance.
bool may_be_same(const ComparableCrystal& one, const ComparableCrystal& other, const ComparisonTolerance& tolerance);

/// Which of the mappings within the tolerance is asked for.
enum class MappingSearch {
  kBest,  ///< the one with the least sum of the mean squares of displacement and strain (times the cube root of the volume an atom)
  kAny,   ///< the first one found; is found as surely as the best
};

/// Whether two crystals are one periodic structure, whatever cell (primitive or not, with noise or not), basis, origin, order of
/// sites, rotation or reflection they are given in. Enantiomers are the same: no property that a model here predicts tells them
/// apart. Elements must be the same on the same sites, and volumes count: nothing is scaled. Where elements share sites, both crystals
/// must list the same mixtures within the tolerance, in one order.
///
/// Both crystals are divided by their translations, lattices are mapped in all ways that the strain allows, and sites by the
/// translations that bring a site with few counterparts onto each of them; then each site takes the nearest of its element. Where
/// a cell repeats a smaller one within the displacement only, a site's distance from the average of its repeats is added to the
/// displacement of that average: an upper bound, which for noise of half the tolerance and more may depend on the cells given. The
/// same for (a, b) and (b, a) to the bit; a crystal differs from itself by 0.
///
/// Takes 1 to 100 µs for most cells of up to 50 sites and below 1 ms for 200; 70 ms for 200 and 0.6 s for 2,000 where they repeat
/// themselves but for noise. Ends after 20 million looks at sites (some seconds) with nothing, or 250,000 looks after a first
/// mapping with the best by then.
/// tolerance  what is beyond its range is taken for the nearest end of it
/// returns    nothing where they are not the same within the tolerance, or where one is none to compare (comparable)
std::optional<CrystalDifference> crystal_difference(const Crystal& one, const Crystal& other, const ComparisonTolerance& tolerance = {});

/// The same of crystals made with the same tolerance.
std::optional<CrystalDifference> crystal_difference(const ComparableCrystal& one, const ComparableCrystal& other, const ComparisonTolerance& tolerance,
                                                    MappingSearch search = MappingSearch::kBest);

}  // namespace furui
