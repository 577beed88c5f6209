// Cheap signs of the classes of structures on which RDKit 2022.09 and 2026.03 disagree.
#include "molecule/perception_warnings.h"

#include <GraphMol/ROMol.h>
#include <GraphMol/RingInfo.h>

namespace furui {
namespace {

/// Elements to which the classes below do not apply: H and those of drug-like molecules, and the noble gases.
bool is_metal(int number) {
  const bool nonmetal = number <= 2 || (number >= 5 && number <= 10) || (number >= 14 && number <= 18) ||
                        (number >= 32 && number <= 36) || (number >= 51 && number <= 54) || number >= 85;
  return !nonmetal;
}

bool has_double_bond(const RDKit::ROMol& molecule, const RDKit::Atom& atom, bool to_chalcogen) {
  for (const RDKit::Bond* bond : molecule.atomBonds(&atom)) {
    if (bond->getBondType() != RDKit::Bond::DOUBLE) continue;
    const int other = bond->getOtherAtom(&atom)->getAtomicNum();
    if (to_chalcogen || (other != 8 && other != 16)) return true;
  }
  return false;
}

/// A carbonyl between two aromatic S or Se, as in 1,3-dithiol-2-one.
bool is_dithiocarbonate_carbon(const RDKit::ROMol& molecule, const RDKit::Atom& atom) {
  int sulfurs = 0;
  for (const RDKit::Atom* neighbour : molecule.atomNeighbors(&atom)) {
    if ((neighbour->getAtomicNum() == 16 || neighbour->getAtomicNum() == 34) && neighbour->getIsAromatic())
      ++sulfurs;
  }
  return sulfurs == 2 && has_double_bond(molecule, atom, true);
}

/// S+, a double bond of S or P to C or N beyond thiones, Se, Te, As, Sb, O+ or a crowded B: later versions limit
/// what they conjugate.
bool is_heavy_conjugated(const RDKit::ROMol& molecule, const RDKit::Atom& atom) {
  switch (atom.getAtomicNum()) {
    case 5:
      return atom.getFormalCharge() < -1 || atom.getDegree() > 4;
    case 8:
      return atom.getFormalCharge() > 0;
    case 15:
      return has_double_bond(molecule, atom, false);
    case 16:
      if (atom.getFormalCharge() != 0) return has_double_bond(molecule, atom, true) || atom.getDegree() > 3;
      return atom.getTotalDegree() > 1 && has_double_bond(molecule, atom, false);
    case 33:
    case 34:
    case 51:
    case 52:
      return has_double_bond(molecule, atom, true);
    default:
      return false;
  }
}

/// Furans bridged by, and phthalocyanines around, a large ring.
bool has_aromatic_macrocycle(const RDKit::ROMol& molecule) {
  constexpr std::size_t kMacrocycle = 9;
  for (const std::vector<int>& ring : molecule.getRingInfo()->atomRings()) {
    if (ring.size() < kMacrocycle) continue;
    bool furan = false;
    bool flat = true;
    for (const int index : ring) {
      const RDKit::Atom& atom = *molecule.getAtomWithIdx(static_cast<unsigned>(index));
      furan |= atom.getIsAromatic() && atom.getAtomicNum() == 8;
      flat &= atom.getHybridization() == RDKit::Atom::SP2;
    }
    if (furan || flat) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> perception_warnings(const RDKit::ROMol& molecule) {
  bool metal = false;
  bool heavy = false;
  for (const RDKit::Atom* atom : molecule.atoms()) {
    const int number = atom->getAtomicNum();
    if (number == 7) continue;
    if (number == 6) {
      heavy |= atom->getIsAromatic() && is_dithiocarbonate_carbon(molecule, *atom);
      continue;
    }
    metal |= is_metal(number) && atom->getDegree() > 0;
    heavy |= is_heavy_conjugated(molecule, *atom);
  }
  std::vector<std::string> warnings;
  if (metal) warnings.emplace_back("perception of bonds to metals differs between RDKit versions");
  if (heavy)
    warnings.emplace_back("conjugation at an S, P, Se, Te, As, O+ or B atom differs between RDKit versions");
  if (has_aromatic_macrocycle(molecule))
    warnings.emplace_back("aromaticity of this macrocycle differs between RDKit versions");
  return warnings;
}

}  // namespace furui
