// RDKit's default aromaticity model on plain molecules (a port of Aromaticity.cpp of 2022.09, BSD-3).
#include <GraphMol/PeriodicTable.h>

#include <algorithm>
#include <array>
#include <bit>

#include "molecule/plain_molecule.h"  // for PlainMolecule, and perceive_plain_aromaticity itself

namespace furui {
namespace {

constexpr std::size_t kLargestFusedRing = 24;
constexpr int kMostFusedRings = 6;      // of one Hückel sum
constexpr std::size_t kMostRings = 12;  // of a fused system here; larger ones go to RDKit

struct ElementFacts {
  std::array<int, 54> default_valence{};
  std::array<int, 54> outer_electrons{};
};

const ElementFacts& element_facts() {
  static const ElementFacts facts = [] {
    ElementFacts read;
    const auto* table = RDKit::PeriodicTable::getTable();
    for (unsigned z = 1; z < read.default_valence.size(); ++z) {
      read.default_valence[z] = table->getDefaultValence(z);
      read.outer_electrons[z] = table->getNouterElecs(z);
    }
    return read;
  }();
  return facts;
}

enum class Donor : std::uint8_t { kNone, kVacant, kOne, kTwo };

bool is_more_electronegative(int first, int second) {
  const auto& outer = element_facts().outer_electrons;
  const auto a = static_cast<std::size_t>(first);
  const auto b = static_cast<std::size_t>(second);
  return outer[a] > outer[b] || (outer[a] == outer[b] && first < second);
}

struct MultipleBonds {
  int outside = -1;     ///< the atom at the other end of the first multiple bond that is in no ring
  bool inside = false;  ///< a multiple bond of a ring
  int count = 0;
};

MultipleBonds multiple_bonds_of(const PlainMolecule& molecule, const PlainAtom& atom) {
  MultipleBonds found;
  for (int n = 0; n < atom.degree; ++n) {
    const PlainBond& bond = molecule.bonds[atom.bond[n]];
    if (bond.order < 2) continue;
    ++found.count;
    if (bond.in_ring)
      found.inside = true;
    else if (found.outside < 0)
      found.outside = atom.neighbour[n];
  }
  return found;
}

/// RDKit's getAtomDonorTypeArom.
Donor donor_of(const PlainMolecule& molecule, const PlainAtom& atom, const MultipleBonds& multiple) {
  int electrons = plain_electrons(atom);
  const bool stolen =
      multiple.outside >= 0 &&
      is_more_electronegative(molecule.atoms[static_cast<std::size_t>(multiple.outside)].number, atom.number);
  if (electrons < 0) return Donor::kNone;
  if (electrons == 0)
    return multiple.outside >= 0 ? Donor::kVacant : multiple.inside ? Donor::kOne : Donor::kNone;
  if (electrons == 1) {
    if (multiple.outside >= 0) return stolen ? Donor::kVacant : Donor::kOne;
    if (atom.bond_orders != atom.degree + atom.explicit_hydrogens) return Donor::kOne;
    return atom.charge == 1 ? Donor::kVacant : Donor::kNone;
  }
  if (stolen) --electrons;
  return electrons % 2 == 1 ? Donor::kOne : Donor::kTwo;
}

/// RDKit's isAtomCandForArom.
bool is_candidate(const PlainAtom& atom, Donor donor, const MultipleBonds& multiple) {
  if (donor == Donor::kNone || atom.number > 18) return false;
  const auto& valence = element_facts().default_valence;
  const int total = atom.bond_orders + atom.hydrogens - atom.explicit_hydrogens;
  if (valence[atom.number] > 0 && total > valence[static_cast<std::size_t>(atom.number - atom.charge)])
    return false;
  return atom.bond_orders - atom.degree <= 1 || multiple.count <= 1;
}

/// Rings that share one bond each, taken together.
class FusedSystem {
 public:
  FusedSystem(PlainMolecule& molecule, const std::vector<const PlainRing*>& rings,
              const std::vector<Donor>& donors)
      : molecule_(molecule), rings_(rings), donors_(donors), neighbours_(rings.size(), 0) {
    for (std::size_t i = 0; i < rings.size(); ++i) {
      for (std::size_t j = i + 1; j < rings.size(); ++j) {
        if (rings[i]->atoms.size() > kLargestFusedRing || rings[j]->atoms.size() > kLargestFusedRing)
          continue;
        if (shared_bonds(*rings[i], *rings[j]) != 1) continue;
        neighbours_[i] |= 1u << j;
        neighbours_[j] |= 1u << i;
      }
    }
  }

  /// Marks the aromatic rings, smallest combinations first, until every bond is aromatic.
  void mark() {
    unsigned left = (1u << rings_.size()) - 1;
    while (left != 0) {
      const unsigned system = connected_to(left & -left, left);
      left &= ~system;
      mark_system(system);
    }
  }

 private:
  static int shared_bonds(const PlainRing& first, const PlainRing& second) {
    int shared = 0;
    for (const std::uint16_t bond : first.bonds)
      shared += std::binary_search(second.bonds.begin(), second.bonds.end(), bond) ? 1 : 0;
    return shared;
  }

  unsigned connected_to(unsigned start, unsigned within) const {
    unsigned reached = start;
    for (unsigned grown = start; grown != 0;) {
      unsigned next = 0;
      for (; grown != 0; grown &= grown - 1)
        next |= neighbours_[static_cast<std::size_t>(std::countr_zero(grown))];
      grown = next & within & ~reached;
      reached |= grown;
    }
    return reached;
  }

  void mark_system(unsigned system) {
    std::vector<std::uint16_t> bonds;
    for (std::size_t i = 0; i < rings_.size(); ++i) {
      if (system >> i & 1u) bonds.insert(bonds.end(), rings_[i]->bonds.begin(), rings_[i]->bonds.end());
    }
    std::sort(bonds.begin(), bonds.end());
    bonds.erase(std::unique(bonds.begin(), bonds.end()), bonds.end());
    const int most = std::min(std::popcount(system), kMostFusedRings);
    for (int size = 1; size <= most; ++size) {
      if (std::all_of(bonds.begin(), bonds.end(),
                      [&](std::uint16_t bond) { return molecule_.bonds[bond].aromatic; }))
        return;
      for (unsigned chosen = system; chosen != 0; chosen = (chosen - 1) & system) {
        if (std::popcount(chosen) == size && connected_to(chosen & -chosen, chosen) == chosen)
          mark_if_aromatic(chosen);
      }
    }
  }

  void mark_if_aromatic(unsigned chosen) {
    // Atoms of three chosen rings are inside the system and give no electrons to its rim.
    std::vector<std::uint8_t> rings_of_atom(molecule_.atoms.size(), 0);
    std::vector<std::uint8_t> rings_of_bond(molecule_.bonds.size(), 0);
    for (std::size_t i = 0; i < rings_.size(); ++i) {
      if (!(chosen >> i & 1u)) continue;
      for (const std::uint16_t atom : rings_[i]->atoms) ++rings_of_atom[atom];
      for (const std::uint16_t bond : rings_[i]->bonds) ++rings_of_bond[bond];
    }
    int electrons = 0;
    for (std::size_t atom = 0; atom < rings_of_atom.size(); ++atom) {
      if (rings_of_atom[atom] != 1 && rings_of_atom[atom] != 2) continue;
      electrons += donors_[atom] == Donor::kOne ? 1 : donors_[atom] == Donor::kTwo ? 2 : 0;
    }
    if (electrons != 2 && (electrons < 6 || (electrons - 2) % 4 != 0)) return;
    for (std::size_t atom = 0; atom < rings_of_atom.size(); ++atom) {
      if (rings_of_atom[atom] != 0) molecule_.atoms[atom].aromatic = true;
    }
    for (std::size_t bond = 0; bond < rings_of_bond.size(); ++bond) {
      if (rings_of_bond[bond] == 1) molecule_.bonds[bond].aromatic = true;
    }
  }

  PlainMolecule& molecule_;
  const std::vector<const PlainRing*>& rings_;
  const std::vector<Donor>& donors_;
  std::vector<unsigned> neighbours_;  ///< a bit a ring
};

}  // namespace

int plain_electrons(const PlainAtom& atom) {
  const int valence = element_facts().default_valence[atom.number];
  if (valence <= 1 || atom.total_degree() > 3) return -1;
  const int lone_pair_electrons =
      std::max(element_facts().outer_electrons[atom.number] - valence - atom.charge, 0);
  const int electrons = valence - atom.total_degree() + lone_pair_electrons;
  return electrons > 1 && atom.bond_orders - atom.degree > 1 ? 1 : electrons;
}

bool perceive_plain_aromaticity(PlainMolecule& molecule) {
  std::vector<Donor> donors(molecule.atoms.size(), Donor::kNone);
  std::vector<char> candidate(molecule.atoms.size(), 0);
  for (std::size_t i = 0; i < molecule.atoms.size(); ++i) {
    const PlainAtom& atom = molecule.atoms[i];
    if (!atom.in_ring) continue;
    const MultipleBonds multiple = multiple_bonds_of(molecule, atom);
    donors[i] = donor_of(molecule, atom, multiple);
    candidate[i] = is_candidate(atom, donors[i], multiple);
  }
  std::vector<const PlainRing*> rings;
  for (const PlainRing& ring : molecule.rings) {
    if (std::all_of(ring.atoms.begin(), ring.atoms.end(),
                    [&](std::uint16_t atom) { return candidate[atom]; }))
      rings.push_back(&ring);
  }
  if (rings.size() > kMostRings) return false;
  FusedSystem(molecule, rings, donors).mark();
  // Where a ring written aromatic is not, the result depends on which Kekulé structure RDKit would have chosen.
  return std::all_of(molecule.atoms.begin(), molecule.atoms.end(),
                     [](const PlainAtom& atom) { return !atom.written_aromatic || atom.aromatic; }) &&
         std::all_of(molecule.bonds.begin(), molecule.bonds.end(),
                     [](const PlainBond& bond) { return !bond.written_aromatic || bond.aromatic; });
}

}  // namespace furui
