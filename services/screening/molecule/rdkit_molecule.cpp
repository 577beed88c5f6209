// How an owned RDKit molecule ends.
#include "molecule/rdkit_molecule.h"

#include <GraphMol/RWMol.h>

namespace furui {

void DeleteRdkitMolecule::operator()(RDKit::RWMol* molecule) const {
  delete molecule;
}

}  // namespace furui
