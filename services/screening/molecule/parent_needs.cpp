// Necessary conditions of RDKit 2022.09's standardization steps, read off their SMARTS (MolStandardize: Metal.cpp,
// TransformCatalog/normalizations.in, AcidBaseCatalog/acid_base_pairs.in, Charge.cpp).
#include "molecule/parent_needs.h"

#include <GraphMol/MolOps.h>
#include <GraphMol/ROMol.h>

#include <algorithm>
#include <bitset>
#include <initializer_list>
#include <vector>

namespace furui {
namespace {

using ElementSet = std::bitset<128>;

ElementSet elements(std::initializer_list<unsigned> numbers) {
  ElementSet set;
  for (const unsigned number : numbers) set.set(number);
  return set;
}

bool is_in(const ElementSet& set, const RDKit::Atom& atom) {
  return atom.getAtomicNum() > 0 && atom.getAtomicNum() < 128 &&
         set[static_cast<std::size_t>(atom.getAtomicNum())];
}

const ElementSet kMetals = elements({3,  11, 19, 37, 55, 87, 4,  12, 20, 38, 56, 88, 21, 22, 23, 24,
                                     25, 26, 27, 28, 29, 30, 13, 31, 39, 40, 41, 42, 43, 44, 45, 46,
                                     47, 48, 49, 50, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83});
const ElementSet kPnictogens = elements({7, 15, 33, 51});
const ElementSet kChalcogens = elements({8, 16, 34, 52});
const ElementSet kHalogens = elements({9, 17, 35, 53, 85});
const ElementSet kFreeIons = elements({3, 11, 19, 12, 20, 17});  // the Reionizer's charge corrections

/// What a look at one atom's neighbours tells.
struct Surroundings {
  int double_bonds = 0;
  int triple_bonds = 0;
  int double_to_chalcogen = 0;
  int double_to_oxygen = 0;
  int negative = 0;           ///< neighbours with a negative charge
  int positive = 0;           ///< neighbours with a positive charge
  bool neutral = false;       ///< some neighbour without charge
  bool aromatic = false;      ///< some aromatic neighbour
  bool only_nitrogen = true;  ///< no neighbour but nitrogen
  bool oxide = false;         ///< a neighbour [O-]
  bool acid_centre = false;   ///< a neighbour S or P
};

Surroundings surroundings_of(const RDKit::ROMol& molecule, const RDKit::Atom& atom) {
  Surroundings around;
  for (const RDKit::Bond* bond : molecule.atomBonds(&atom)) {
    const RDKit::Atom& neighbour = *bond->getOtherAtom(&atom);
    const int charge = neighbour.getFormalCharge();
    if (bond->getBondType() == RDKit::Bond::DOUBLE) {
      ++around.double_bonds;
      if (is_in(kChalcogens, neighbour)) ++around.double_to_chalcogen;
      if (neighbour.getAtomicNum() == 8) ++around.double_to_oxygen;
    }
    if (bond->getBondType() == RDKit::Bond::TRIPLE) ++around.triple_bonds;
    if (charge < 0) ++around.negative;
    if (charge > 0) ++around.positive;
    around.neutral |= charge == 0;
    around.aromatic |= neighbour.getIsAromatic();
    around.only_nitrogen &= neighbour.getAtomicNum() == 7;
    around.acid_centre |= neighbour.getAtomicNum() == 15 || neighbour.getAtomicNum() == 16;
    around.oxide |= charge < 0 && neighbour.getAtomicNum() == 8;
  }
  return around;
}

/// Whether some atom that ends() likes lies two or four bonds away, as in the transforms about 1,3- and 1,5-separated
/// or conjugated charges. A walk may turn back on itself: a necessary condition only.
template <typename Ends>
bool two_or_four_bonds_away(const RDKit::ROMol& molecule, const RDKit::Atom& from, const Ends& ends,
                            int walked = 0) {
  for (const RDKit::Atom* next : molecule.atomNeighbors(&from)) {
    if ((walked == 1 || walked == 3) && ends(*next)) return true;
    if (walked < 3 && two_or_four_bonds_away(molecule, *next, ends, walked + 1)) return true;
  }
  return false;
}

/// Everything that the conditions need to know of the whole molecule.
struct Charges {
  int net = 0;
  bool cations = false;
  bool positive_with_hydrogen = false;
  bool acid_on_sulfur_or_phosphorus =
      false;                  ///< an OH on S or P: gives its proton to any anion of the acid-base table
  bool strong_anion = false;  ///< carboxylate, or O- on S or P: takes protons from those acids only
  std::vector<const RDKit::Atom*>
      seeking_hydrogen;  ///< acceptors of "conjugated cation": N+ or O+ with a double bond, no H
  std::vector<const RDKit::Atom*> recombinable;  ///< anions of "recombine 1,3- and 1,5-separated charges"
};

bool is_carboxylate(const RDKit::ROMol& molecule, const RDKit::Atom& atom) {
  if (atom.getAtomicNum() != 8 || atom.getDegree() != 1) return false;
  const RDKit::Atom& carbon = **molecule.atomNeighbors(&atom).begin();
  if (carbon.getAtomicNum() == 15 || carbon.getAtomicNum() == 16) return true;
  return carbon.getAtomicNum() == 6 && surroundings_of(molecule, carbon).double_to_oxygen > 0;
}

void look_at_anion(const RDKit::ROMol& molecule, const RDKit::Atom& atom, const Surroundings& around,
                   ParentNeeds& needs, Charges& charges) {
  const int number = atom.getAtomicNum();
  if (atom.getIsAromatic() || around.neutral || around.aromatic) charges.recombinable.push_back(&atom);
  if (around.positive == 0) needs.uncharge = true;
  // No base of the acid-base table is a lone ion, an O, N or S bound to nitrogen only, or an isocyanide's carbon.
  const bool lone = atom.getDegree() == 0 && number != 6;
  const bool on_nitrogen =
      around.only_nitrogen && atom.getDegree() > 0 && !atom.getIsAromatic() &&
      (number == 7 || number == 8 || number == 16 || (number == 6 && around.triple_bonds == 1));
  if (is_carboxylate(molecule, atom))
    charges.strong_anion = true;
  else if (!lone && !on_nitrogen)
    needs.reionize = true;
  if (is_in(kHalogens, atom)) needs.normalize |= around.double_bonds > 0;
}

void look_at_cation(const RDKit::Atom& atom, const Surroundings& around, ParentNeeds& needs,
                    Charges& charges) {
  const int number = atom.getAtomicNum();
  charges.cations = true;
  charges.positive_with_hydrogen |= atom.getTotalNumHs() > 0;
  if (around.negative > 1) needs.uncharge = true;           // nitrate, perchlorate
  if (number == 6 || number == 15) needs.normalize = true;  // C+, P+
  // S+2 of a sulfone, S+ of an isothiourea; the [S+][O-] of a sulfoxide is a transform's product and matches none.
  if (number == 16 && (atom.getFormalCharge() > 1 || (atom.getTotalDegree() == 3 && !around.oxide)))
    needs.normalize = true;
  if (number == 7 && around.triple_bonds > 0 && !around.negative) needs.normalize = true;  // diazonium
  if ((number == 7 || number == 8) && !atom.getIsAromatic() && atom.getTotalNumHs() == 0 &&
      around.double_bonds > 0 && (number == 8 || !around.oxide)) {
    charges.seeking_hydrogen.push_back(&atom);
  }
}

bool is_hydrogen_donor(const RDKit::Atom& atom) {
  return (atom.getAtomicNum() == 7 || atom.getAtomicNum() == 8) && atom.getFormalCharge() == 0 &&
         atom.getTotalNumHs() > 0;
}

void look_at_neutral(const RDKit::Atom& atom, const Surroundings& around, ParentNeeds& needs,
                     Charges& charges) {
  const int number = atom.getAtomicNum();
  if (number == 8 && around.acid_centre && atom.getTotalNumHs() > 0)
    charges.acid_on_sulfur_or_phosphorus = true;
  if (is_in(kPnictogens, atom) && around.double_to_chalcogen > 1) needs.normalize = true;
  if (number == 7 && ((around.double_bonds > 0 && around.triple_bonds > 0) ||
                      (atom.getIsAromatic() && around.double_bonds > 0))) {
    needs.normalize = true;
  }
  if (number == 16 && !atom.getIsAromatic() && around.double_to_chalcogen > 0 && atom.getTotalDegree() == 3)
    needs.normalize = true;
  if (is_in(kFreeIons, atom) && atom.getDegree() == 0 && atom.getTotalNumHs() == 0) needs.reionize = true;
}

/// The transforms that look for two atoms of a conjugated system.
bool separated_charges(const RDKit::ROMol& molecule, const Charges& charges) {
  const auto is_cation = [](const RDKit::Atom& atom) { return atom.getFormalCharge() == 1; };
  const auto may = [&](const std::vector<const RDKit::Atom*>& from, const auto& ends) {
    return std::any_of(from.begin(), from.end(), [&](const RDKit::Atom* atom) {
      return two_or_four_bonds_away(molecule, *atom, ends);
    });
  };
  return (charges.cations && may(charges.recombinable, is_cation)) ||
         may(charges.seeking_hydrogen, is_hydrogen_donor);
}

}  // namespace

ParentNeeds parent_needs(const RDKit::ROMol& molecule) {
  ParentNeeds needs;
  Charges charges;
  for (const RDKit::Atom* atom : molecule.atoms()) {
    const int number = atom->getAtomicNum();
    const int charge = atom->getFormalCharge();
    if (number == 6 && charge == 0) continue;
    if (number == 1) needs.hydrogens = true;
    if (is_in(kMetals, *atom) && atom->getDegree() > 0) needs.metals = true;
    charges.net += charge;
    const Surroundings around = surroundings_of(molecule, *atom);
    if (charge < 0)
      look_at_anion(molecule, *atom, around, needs, charges);
    else if (charge > 0)
      look_at_cation(*atom, around, needs, charges);
    else
      look_at_neutral(*atom, around, needs, charges);
  }
  if (charges.strong_anion && charges.acid_on_sulfur_or_phosphorus) needs.reionize = true;
  if (charges.net > 0 && charges.positive_with_hydrogen) needs.uncharge = true;
  needs.normalize = needs.normalize || separated_charges(molecule, charges);
  std::vector<int> fragment_of;
  needs.fragments = RDKit::MolOps::getMolFrags(molecule, fragment_of) > 1;
  return needs;
}

}  // namespace furui
