// A molecule of everyday organic chemistry in small arrays: what most candidates are, read without RDKit.
//
// Nine elements, no stereo, no isotopes, no radicals, rings whose smallest set is unique. Whatever is not plain goes
// RDKit's way; whatever is plain must come out exactly as RDKit has it, which the tests hold on every molecule at hand.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace furui {

constexpr int kPlainNeighbours = 4;

struct PlainAtom {
  std::uint8_t number = 0;  ///< atomic number
  std::int8_t charge = 0;
  bool bracket = false;  ///< written in brackets: hydrogens are as written
  bool written_aromatic = false;
  bool aromatic = false;                ///< as perceived
  std::uint8_t hydrogens = 0;           ///< written in brackets, then all
  std::uint8_t explicit_hydrogens = 0;  ///< written in brackets
  std::uint8_t bond_orders = 0;         ///< sum over Kekulé bonds and explicit hydrogens
  std::uint8_t degree = 0;              ///< neighbours that are atoms
  bool in_ring = false;
  std::array<std::uint16_t, kPlainNeighbours> neighbour{};
  std::array<std::uint16_t, kPlainNeighbours> bond{};

  int total_degree() const { return degree + hydrogens; }
};

struct PlainBond {
  std::uint16_t begin = 0;
  std::uint16_t end = 0;
  std::uint8_t order = 1;         ///< 1, 2 or 3, of one Kekulé structure
  bool written_aromatic = false;  ///< between aromatic symbols
  bool aromatic = false;          ///< as perceived
  bool in_ring = false;
  bool conjugated = false;
};

/// A ring of the smallest set.
struct PlainRing {
  std::vector<std::uint16_t> atoms;
  std::vector<std::uint16_t> bonds;
};

struct PlainMolecule {
  std::vector<PlainAtom> atoms;
  std::vector<PlainBond> bonds;  ///< in RDKit's order: ring closures last, by their number
  std::vector<PlainRing> rings;
  int fragments = 0;

  std::uint16_t other_end(std::uint16_t bond, std::uint16_t atom) const {
    return bonds[bond].begin == atom ? bonds[bond].end : bonds[bond].begin;
  }
};

/// Reads the text; false where it is not plain or not a SMILES.
bool parse_plain_smiles(std::string_view smiles, PlainMolecule& molecule);

/// Finds ring atoms, ring bonds and the smallest set of smallest rings; false where that set is not unique.
bool find_plain_rings(PlainMolecule& molecule);

/// Places the double bonds of aromatic rings and counts hydrogens; false where a valence is not an everyday one.
bool complete_plain_valences(PlainMolecule& molecule);

/// RDKit's aromaticity model (Aromaticity.cpp); false where a ring written aromatic is not, or is too complex.
bool perceive_plain_aromaticity(PlainMolecule& molecule);

/// Electrons that an atom may give to a ring or a conjugated system (RDKit's countAtomElec); -1 where none.
int plain_electrons(const PlainAtom& atom);

}  // namespace furui
