// RDKit's sanitization, one step after the other, each only where it can change something.
#include "molecule/perceive.h"

#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>

#include <vector>

namespace furui {
namespace {

struct Contents {
  bool hydrogens = false;  ///< explicit hydrogen atoms
  bool aromatic = false;   ///< aromatic as written
  bool stereo = false;     ///< tetrahedral or double bond marks
};

Contents contents_of(const RDKit::RWMol& molecule) {
  Contents contents;
  for (const RDKit::Atom* atom : molecule.atoms()) {
    contents.hydrogens |= atom->getAtomicNum() == 1;
    contents.aromatic |= atom->getIsAromatic();
    contents.stereo |= atom->getChiralTag() != RDKit::Atom::CHI_UNSPECIFIED;
  }
  for (const RDKit::Bond* bond : molecule.bonds()) {
    contents.aromatic |= bond->getIsAromatic() || bond->getBondType() == RDKit::Bond::AROMATIC;
    contents.stereo |=
        bond->getBondDir() != RDKit::Bond::NONE || bond->getStereo() != RDKit::Bond::STEREONONE;
  }
  return contents;
}

}  // namespace

void perceive(RDKit::RWMol& molecule, bool stereocentres) {
  const Contents contents = contents_of(molecule);
  if (contents.hydrogens) RDKit::MolOps::removeHs(molecule, false, true, false);

  // The order of RDKit's sanitizeMol(SANITIZE_ALL).
  molecule.clearComputedProps();
  RDKit::MolOps::cleanUp(molecule);
  molecule.updatePropertyCache(true);
  std::vector<std::vector<int>> rings;
  RDKit::MolOps::symmetrizeSSSR(molecule, rings);
  if (contents.aromatic) RDKit::MolOps::Kekulize(molecule);
  RDKit::MolOps::assignRadicals(molecule);
  RDKit::MolOps::setAromaticity(molecule);
  RDKit::MolOps::setConjugation(molecule);
  RDKit::MolOps::setHybridization(molecule);
  if (contents.stereo) RDKit::MolOps::cleanupChirality(molecule);
  RDKit::MolOps::adjustHs(molecule);

  // RDKit always flags possible stereocentres here, which needs ranks of all atoms and changes no mark.
  if (contents.stereo || stereocentres)
    RDKit::MolOps::assignStereochemistry(molecule, true, true, stereocentres);
}

}  // namespace furui
