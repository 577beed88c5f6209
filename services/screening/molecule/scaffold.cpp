// RDKit's decomposition, written as text so that equal scaffolds are equal texts.
#include "molecule/scaffold.h"

#include <GraphMol/ChemTransforms/ChemTransforms.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>

#include <memory>

namespace furui {

std::string scaffold_of(const RDKit::ROMol& molecule) {
  const std::unique_ptr<RDKit::ROMol> scaffold(RDKit::MurckoDecompose(molecule));
  if (!scaffold || scaffold->getNumAtoms() == 0) return {};
  return RDKit::MolToSmiles(*scaffold, false);
}

}  // namespace furui
