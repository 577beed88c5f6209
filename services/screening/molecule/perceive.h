// Chemistry from connections: valences, rings, aromaticity, conjugation, hybridization, stereo.
#pragma once

#include "molecule/rdkit_molecule.h"  // for RDKit::RWMol

namespace furui {

/// Perceives a molecule as RDKit's SmilesToMol does after parsing (hydrogens removed, sanitized, stereo assigned),
/// leaving out the steps that cannot change this molecule.
///
/// molecule  parsed without sanitization and without a CXSMILES extension
/// throws    RDKit::MolSanitizeException as RDKit's sanitizeMol does
void perceive(RDKit::RWMol& molecule);

}  // namespace furui
