// The bonds of a crystal within a cutoff, periodic images included, and the angles between its short bonds.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <variant>
#include <vector>

#include "core/crystal.h"    // for Crystal, Vector3
#include "core/rejection.h"  // for Rejection

namespace furui {

/// What counts as bonded, and how much a graph may hold.
struct GraphLimits {
  double bond_cutoff_angstrom = 6;
  double angle_cutoff_angstrom = 3;       ///< not above bond_cutoff_angstrom; 0: no angles
  bool isolated_atoms = false;            ///< whether an atom may have no neighbour, as long as another one has
  double shortest_bond_angstrom = 0.1;    ///< below it two atoms count as one on top of the other
  std::size_t max_bonds = 4'000'000;      ///< 31 an atom are usual
  std::size_t max_angles = 16'000'000;    ///< 75 an atom are usual
};

/// A pair of atoms, once: from `first` to the image of `second` in the cell that lies `image` cells away.
/// Also an atom and an image of itself, where of the two images T and −T one is taken.
struct CrystalBond {
  std::uint32_t first = 0, second = 0;
  std::array<std::int32_t, 3> image{};
  Vector3 vector{};       ///< x_first − (x_second + image·lattice), in angstrom
  double length = 0;      ///< in angstrom
};

/// A bond seen from one of its ends: 2·bond from its first atom, 2·bond + 1 from its second.
using DirectedBond = std::uint32_t;

/// Two different directed bonds from one center; each pair is there in both orders.
struct CrystalAngle {
  std::uint32_t center = 0;
  DirectedBond one = 0, other = 0;
};

struct CrystalGraph {
  std::vector<std::uint8_t> atomic_numbers;  ///< n; as in Crystal
  std::vector<Mixture> mixtures;             ///< of the crystal
  double volume = 0;                         ///< of the cell, in cubic angstrom, above 0
  std::vector<CrystalBond> bonds;            ///< sorted by (first, second, image)
  std::vector<CrystalAngle> angles;          ///< sorted by (center, one, other)

  /// The atom that a directed bond is seen from, and the one at its end.
  std::uint32_t center(DirectedBond bond) const { return bond % 2 == 0 ? bonds[bond / 2].first : bonds[bond / 2].second; }
  std::uint32_t neighbor(DirectedBond bond) const { return bond % 2 == 0 ? bonds[bond / 2].second : bonds[bond / 2].first; }
  /// Cosine between two directed bonds from one center.
  double cosine(const CrystalAngle& angle) const;
};

/// Finds them in time proportional to the pairs that lie near each other (cells of at least the cutoff's width).
///
/// crystal  right- or left-handed; fractional coordinates may lie outside [0, 1)
/// returns  the graph, or a rejection of stage PREDICT: NO_ATOMS, BAD_CELL (no volume, or numbers that are not finite),
///          OVERLAPPING_ATOMS, ISOLATED_ATOM (no neighbour within the bond cutoff, as the limits say), TOO_LARGE (over a limit, or a cell
///          so flat or skewed that its images near an atom cannot be gone through)
std::variant<CrystalGraph, Rejection> crystal_graph(const Crystal& crystal, const GraphLimits& limits = {});

}  // namespace furui
