// Text to a perceived RDKit molecule, or the reason why there is none.
#pragma once

#include <string_view>
#include <variant>

#include "core/candidate.h"           // for Notation
#include "core/rejection.h"           // for Rejection
#include "molecule/rdkit_molecule.h"  // for RdkitMolecule, the result
#include "molecule/read_molecule.h"   // for MoleculeLimits

namespace furui {

/// Reads a SMILES, CXSMILES or molblock as RDKit's MolFromSmiles and MolFromMolBlock do.
///
/// Sizes are looked at before anything expensive; atoms are in input order, removable hydrogens removed.
/// stereocentres  see perceive
/// returns  the molecule with at least one atom, or a rejection of stage READ; throws nothing of RDKit's
std::variant<RdkitMolecule, Rejection> parse_molecule(std::string_view raw, Notation notation,
                                                      const MoleculeLimits& limits, bool stereocentres);

}  // namespace furui
