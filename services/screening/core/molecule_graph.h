// A standardized molecule as plain numbers: what networks read, what is stored, what is hashed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/sha256.h"  // for Sha256, the identity of a structure

namespace furui {

/// Chirality as RDKit 2022.09's Atom::ChiralType numbers it.
enum class Chirality : std::uint8_t {
  kUnspecified = 0,
  kTetrahedralClockwise = 1,
  kTetrahedralCounterclockwise = 2,
  kOther = 3,
  kTetrahedral = 4,
  kAllene = 5,
  kSquarePlanar = 6,
  kTrigonalBipyramidal = 7,
  kOctahedral = 8,
};

/// Hybridization as RDKit 2022.09's Atom::HybridizationType numbers it.
enum class Hybridization : std::uint8_t {
  kUnspecified = 0,
  kS = 1,
  kSP = 2,
  kSP2 = 3,
  kSP3 = 4,
  kSP2D = 5,
  kSP3D = 6,
  kSP3D2 = 7,
  kOther = 8,
};

/// Bond orders that organic chemistry tells apart; all others are kOther.
enum class BondOrder : std::uint8_t { kOther = 0, kSingle = 1, kDouble = 2, kTriple = 3, kAromatic = 4, kDative = 5, kZero = 6 };

/// Double-bond stereo as RDKit 2022.09's Bond::BondStereo numbers it.
enum class BondStereo : std::uint8_t { kNone = 0, kAny = 1, kZ = 2, kE = 3, kCis = 4, kTrans = 5 };

/// One heavy atom (or an explicit hydrogen that the molecule keeps).
struct Atom {
  std::uint8_t atomic_number = 0;   ///< 0 for a dummy atom
  std::uint8_t total_degree = 0;    ///< neighbours, implicit hydrogens included
  std::int8_t formal_charge = 0;
  Chirality chirality = Chirality::kUnspecified;
  std::uint8_t total_hydrogens = 0;  ///< implicit and explicit, as RDKit's getTotalNumHs()
  Hybridization hybridization = Hybridization::kUnspecified;
  bool aromatic = false;
  bool in_ring = false;
  std::uint16_t isotope = 0;  ///< mass number; 0 for the natural mixture
  float mass = 0;             ///< dalton, of the isotope or the natural mixture

  friend bool operator==(const Atom&, const Atom&) = default;
};

/// One undirected bond between atoms `begin` and `end` (indices into atoms).
struct Bond {
  std::uint16_t begin = 0;
  std::uint16_t end = 0;
  BondOrder order = BondOrder::kSingle;
  BondStereo stereo = BondStereo::kNone;
  bool conjugated = false;
  bool in_ring = false;

  friend bool operator==(const Bond&, const Bond&) = default;
};

/// A molecule after reading and standardization, atoms in input order.
struct MoleculeGraph {
  std::vector<Atom> atoms;
  std::vector<Bond> bonds;

  friend bool operator==(const MoleculeGraph&, const MoleculeGraph&) = default;
};

/// The stored form: version byte, counts, then 14 bytes an atom and 7 a bond, little endian. Equal graphs give
/// equal bytes, so its SHA-256 is the structure's identity.
/// throws std::runtime_error (a fault) for more than 65,535 atoms or bonds
std::string serialize(const MoleculeGraph& graph);

/// Whether stored bytes are those of a molecule graph, by their version byte.
bool is_molecule_graph(std::string_view bytes);

/// The inverse of serialize: what it accepts, serialize writes again byte for byte.
/// throws std::runtime_error (a fault: stored bytes are ours) when the bytes are not a graph of this version
MoleculeGraph parse_molecule_graph(std::string_view bytes);

}  // namespace furui
