// Conjugation and hybridization of plain molecules (ports of RDKit's ConjugHybrid.cpp), and what makes them not plain.
#include "molecule/plain_reading.h"

#include <GraphMol/PeriodicTable.h>

#include <algorithm>
#include <array>

#include "molecule/plain_molecule.h"  // for PlainMolecule and the steps before these

namespace furui {
namespace {

constexpr std::size_t kMacrocycle = 9;  // larger rings may deserve a warning, see perception_warnings

bool is_halogen(int number) {
  return number == 9 || number == 17 || number == 35 || number == 53;
}

int outer_electrons(int number) {
  return is_halogen(number) ? 7 : number == 8 || number == 16 ? 6 : number == 7 || number == 15 ? 5 : 4;
}

bool may_conjugate(const PlainAtom& atom) {
  const int outer = outer_electrons(atom.number);
  const bool allowed =
      atom.number <= 10 || (outer != 5 && outer != 6) || (outer == 6 && atom.total_degree() < 2);
  return allowed && plain_electrons(atom) > 0;
}

void conjugate(PlainMolecule& molecule) {
  for (PlainBond& bond : molecule.bonds) bond.conjugated = bond.aromatic;
  for (const PlainAtom& atom : molecule.atoms) {
    if (atom.total_degree() < 2 || atom.total_degree() > 3 || !may_conjugate(atom)) continue;
    for (int m = 0; m < atom.degree; ++m) {
      PlainBond& multiple = molecule.bonds[atom.bond[m]];
      if (!multiple.aromatic && multiple.order < 2) continue;
      for (int n = 0; n < atom.degree; ++n) {
        const PlainAtom& neighbour = molecule.atoms[atom.neighbour[n]];
        if (n == m || neighbour.total_degree() > 3 || !may_conjugate(neighbour)) continue;
        multiple.conjugated = true;
        molecule.bonds[atom.bond[n]].conjugated = true;
      }
    }
  }
}

Hybridization hybridization_of(const PlainMolecule& molecule, const PlainAtom& atom) {
  const int total_valence = atom.bond_orders + atom.hydrogens - atom.explicit_hydrogens;
  const int orbitals = atom.total_degree() + (outer_electrons(atom.number) - total_valence - atom.charge) / 2;
  switch (orbitals) {
    case 0:
    case 1:
      return Hybridization::kS;
    case 2:
      return Hybridization::kSP;
    case 3:
      return Hybridization::kSP2;
    case 4: {
      const bool conjugated =
          std::any_of(atom.bond.begin(), atom.bond.begin() + atom.degree,
                      [&](std::uint16_t bond) { return molecule.bonds[bond].conjugated; });
      return atom.total_degree() > 3 || !conjugated ? Hybridization::kSP3 : Hybridization::kSP2;
    }
    case 5:
      return Hybridization::kSP3D;
    case 6:
      return Hybridization::kSP3D2;
    default:
      return Hybridization::kUnspecified;
  }
}

/// Everything that perception_warnings looks at goes to RDKit.
bool deserves_a_look(const PlainMolecule& molecule) {
  if (std::any_of(molecule.rings.begin(), molecule.rings.end(),
                  [](const PlainRing& ring) { return ring.atoms.size() >= kMacrocycle; }))
    return true;
  for (const PlainAtom& atom : molecule.atoms) {
    int sulfurs = 0;
    for (int n = 0; n < atom.degree; ++n) {
      const PlainAtom& neighbour = molecule.atoms[atom.neighbour[n]];
      if (neighbour.number == 16) ++sulfurs;
      if ((atom.number == 15 || atom.number == 16) && molecule.bonds[atom.bond[n]].order == 2 &&
          neighbour.number != 8) {
        if (atom.number == 15 || atom.total_degree() > 1) return true;
      }
    }
    if (atom.number == 6 && atom.aromatic && sulfurs > 1) return true;
  }
  return false;
}

/// [N+](=O)[O-]
bool is_nitro(const PlainMolecule& molecule, const PlainAtom& atom) {
  if (atom.number != 7 || atom.charge != 1 || atom.degree != 3 || atom.aromatic) return false;
  int oxides = 0;
  int others = 0;
  for (int n = 0; n < atom.degree; ++n) {
    const PlainAtom& neighbour = molecule.atoms[atom.neighbour[n]];
    if (neighbour.number == 8 && neighbour.charge == -1)
      ++oxides;
    else if (neighbour.charge == 0)
      ++others;
  }
  return oxides == 1 && others == 2;
}

/// Stricter than parent_needs: one fragment, no charge but nitro groups, no sulfoxide.
bool is_its_own_parent(const PlainMolecule& molecule) {
  if (molecule.fragments != 1) return false;
  for (const PlainAtom& atom : molecule.atoms) {
    if (atom.charge > 0 && !is_nitro(molecule, atom)) return false;
    if (atom.charge < 0 &&
        (atom.degree != 1 || atom.number != 8 || !is_nitro(molecule, molecule.atoms[atom.neighbour[0]])))
      return false;
    if (atom.number == 16 && atom.total_degree() == 3) return false;
    if (is_halogen(atom.number) && atom.total_degree() == 0) return false;
  }
  return true;
}

MoleculeGraph graph_of(const PlainMolecule& molecule) {
  static const std::array<float, 54> masses = [] {
    std::array<float, 54> read{};
    for (unsigned z = 1; z < read.size(); ++z)
      read[z] = static_cast<float>(RDKit::PeriodicTable::getTable()->getAtomicWeight(z));
    return read;
  }();
  MoleculeGraph graph;
  graph.atoms.resize(molecule.atoms.size());
  graph.bonds.resize(molecule.bonds.size());
  for (std::size_t i = 0; i < molecule.atoms.size(); ++i) {
    const PlainAtom& from = molecule.atoms[i];
    Atom& atom = graph.atoms[i];
    atom.atomic_number = from.number;
    atom.total_degree = static_cast<std::uint8_t>(from.total_degree());
    atom.formal_charge = from.charge;
    atom.total_hydrogens = from.hydrogens;
    atom.hybridization = hybridization_of(molecule, from);
    atom.aromatic = from.aromatic;
    atom.in_ring = from.in_ring;
    atom.mass = masses[from.number];
  }
  for (std::size_t i = 0; i < molecule.bonds.size(); ++i) {
    const PlainBond& from = molecule.bonds[i];
    Bond& bond = graph.bonds[i];
    bond.begin = from.begin;
    bond.end = from.end;
    bond.order = from.aromatic ? BondOrder::kAromatic : static_cast<BondOrder>(from.order);
    bond.conjugated = from.conjugated;
    bond.in_ring = from.in_ring;
  }
  return graph;
}

}  // namespace

std::optional<MoleculeGraph> read_plain_smiles(std::string_view smiles, bool parent) {
  static thread_local PlainMolecule molecule;
  if (!parse_plain_smiles(smiles, molecule) || !find_plain_rings(molecule) ||
      !complete_plain_valences(molecule))
    return std::nullopt;
  if (!perceive_plain_aromaticity(molecule) || deserves_a_look(molecule)) return std::nullopt;
  if (parent && !is_its_own_parent(molecule)) return std::nullopt;
  conjugate(molecule);
  return graph_of(molecule);
}

}  // namespace furui
