// Descriptors from RDKit, with the ports of QED and SA score, and the rules of five and of Veber.
#include "molecule/descriptors.h"

#include <GraphMol/Descriptors/Crippen.h>
#include <GraphMol/Descriptors/Lipinski.h>
#include <GraphMol/Descriptors/MolDescriptors.h>
#include <GraphMol/Descriptors/MolSurf.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>

#include <memory>

#include "molecule/qed.h"            // for qed
#include "molecule/read_molecule.h"  // for descriptor_names, load_descriptor_tables
#include "molecule/sa_score.h"       // for sa_score, load_sa_fragments

namespace furui {
namespace {

bool has_hydrogen_atoms(const RDKit::ROMol& molecule) {
  for (const RDKit::Atom* atom : molecule.atoms()) {
    if (atom->getAtomicNum() == 1) return true;
  }
  return false;
}

/// QED.py removes hydrogens once more, which changes only molecules that still have some.
double qed_without_hydrogens(const RDKit::ROMol& molecule) {
  if (!has_hydrogen_atoms(molecule)) return qed(molecule);
  const std::unique_ptr<RDKit::ROMol> bare(RDKit::MolOps::removeHs(molecule));
  return qed(*bare);
}

}  // namespace

const std::vector<std::string>& descriptor_names() {
  static const std::vector<std::string> names{
      "molecular_weight", "logP",        "tpsa", "hbd", "hba",      "rotatable_bonds",     "rings",
      "aromatic_rings",   "heavy_atoms", "fsp3", "qed", "sa_score", "lipinski_violations", "veber_violations",
      "formal_charge"};
  return names;
}

void load_descriptor_tables(const std::string& path) {
  load_sa_fragments(path);
}

std::vector<float> descriptors_of(const RDKit::ROMol& molecule) {
  namespace rdkit = RDKit::Descriptors;
  double logp = 0;
  double refractivity = 0;
  rdkit::calcCrippenDescriptors(molecule, logp, refractivity);
  const double weight = rdkit::calcAMW(molecule);
  const double tpsa = rdkit::calcTPSA(molecule);
  const unsigned donors = rdkit::calcNumHBD(molecule);
  const unsigned acceptors = rdkit::calcNumHBA(molecule);
  const unsigned rotatable = rdkit::calcNumRotatableBonds(molecule);
  // Lipinski et al., Adv. Drug Deliv. Rev. 23:3 (1997); Veber et al., J. Med. Chem. 45:2615 (2002).
  const int lipinski =
      (weight > 500 ? 1 : 0) + (logp > 5 ? 1 : 0) + (donors > 5 ? 1 : 0) + (acceptors > 10 ? 1 : 0);
  const int veber = (rotatable > 10 ? 1 : 0) + (tpsa > 140 ? 1 : 0);
  return {static_cast<float>(weight),
          static_cast<float>(logp),
          static_cast<float>(tpsa),
          static_cast<float>(donors),
          static_cast<float>(acceptors),
          static_cast<float>(rotatable),
          static_cast<float>(rdkit::calcNumRings(molecule)),
          static_cast<float>(rdkit::calcNumAromaticRings(molecule)),
          static_cast<float>(molecule.getNumHeavyAtoms()),
          static_cast<float>(rdkit::calcFractionCSP3(molecule)),
          static_cast<float>(qed_without_hydrogens(molecule)),
          static_cast<float>(sa_score(molecule)),
          static_cast<float>(lipinski),
          static_cast<float>(veber),
          static_cast<float>(RDKit::MolOps::getFormalCharge(molecule))};
}

}  // namespace furui
