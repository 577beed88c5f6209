// Chemistry from connections: valences, rings, aromaticity, conjugation, hybridization, stereo.
#pragma once

#include "molecule/rdkit_molecule.h"  // for RDKit::RWMol

namespace furui {

/// Perceives a molecule as RDKit's SmilesToMol does after parsing (hydrogens removed, sanitized, stereo assigned),
/// leaving out the steps that cannot change this molecule.
///
/// molecule  parsed without sanitization and without a CXSMILES extension
/// stereocentres  also mark atoms that could be stereocentres but are not drawn so, which descriptors count; this
///           changes no feature of the graph
/// throws    RDKit::MolSanitizeException as RDKit's sanitizeMol does
void perceive(RDKit::RWMol& molecule, bool stereocentres);

}  // namespace furui
