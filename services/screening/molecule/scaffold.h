// The scaffold of a molecule: its rings and what links them.
#pragma once

#include <string>

#include "molecule/rdkit_molecule.h"  // for RDKit::ROMol

namespace furui {

/// Canonical SMILES, without stereo, of the Bemis-Murcko framework (Bemis & Murcko 1996, J. Med. Chem. 39, 2887) as
/// RDKit's MurckoDecompose gives it: atoms doubly bonded to rings and linkers stay. Empty where there is no ring.
std::string scaffold_of(const RDKit::ROMol& molecule);

}  // namespace furui
