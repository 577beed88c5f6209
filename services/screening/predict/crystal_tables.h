// A crystal's graph with equal surroundings merged: what a network has to compute once for each kind of atom.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "predict/crystal_graph.h"  // for CrystalGraph

namespace furui {

/// Classes of atoms, bonds and angles, each standing for its members. The classes are stable: members of one have
/// equally many neighbours of each other class, at equal lengths and cosines, so that any network of messages over
/// lengths and cosines gives them equal features, and the energy equal slopes along them.
struct CrystalTables {
  /// A kind of neighbour that an atom of a class has.
  struct Neighbor {
    std::uint32_t center = 0, neighbor = 0;  ///< atom classes
    std::uint32_t bond = 0;                  ///< bond class
    std::uint32_t count = 0;                 ///< how many of them one atom of the class has
  };
  /// A kind of angle that a bond of a class is the first bond of, at either end.
  struct Angle {
    std::uint32_t center = 0;          ///< atom class
    std::uint32_t one = 0, other = 0;  ///< bond classes
    std::uint32_t count = 0;           ///< how many of them one bond of class `one` has
  };

  std::vector<std::uint8_t> atomic_numbers;  ///< atom classes; as in Crystal
  std::vector<Mixture> mixtures;             ///< of the crystal
  std::vector<std::uint32_t> atom_count;     ///< atom classes: members
  std::vector<Neighbor> neighbors;           ///< sorted by center
  std::vector<double> lengths;               ///< bond classes: mean of the members', in angstrom
  std::size_t short_bonds = 0;               ///< the first of the bond classes: those that angles are made of
  std::vector<std::uint32_t> bond_count;     ///< bond classes: members
  std::vector<Angle> angles;                 ///< angle classes, sorted by `one`
  std::vector<double> cosines;               ///< angle classes: mean of the members'
  std::vector<std::uint32_t> angle_count;    ///< angle classes: members
  std::vector<std::uint32_t> atom_class, bond_class, angle_class;  ///< of each atom, bond, angle of the graph

  std::size_t sites() const { return atom_class.size(); }
  /// Who takes the sites of an atom class.
  Mixture occupants(std::size_t atom) const { return occupants_of(atomic_numbers[atom], mixtures); }
};

/// How far apart two lengths or cosines may lie at most and still count as equal.
struct Sameness {
  double length_angstrom = 1e-6;
  double cosine = 1e-6;
};

/// Colour refinement (Weisfeiler and Leman 1968) until no class splits: colours of atoms, bonds and angles are hashes
/// of 128 bits over the multisets of colours around them. Classes stand in the order of their first members, but for the
/// bonds of angles, which stand before other bonds. It fails safe: what noise sets apart stays apart, and costs only time.
CrystalTables crystal_tables(const CrystalGraph& graph, const Sameness& sameness = {});

}  // namespace furui
