// Molecules that versions of RDKit perceive differently.
#pragma once

#include <string>
#include <vector>

#include "molecule/rdkit_molecule.h"  // for RDKit::ROMol

namespace furui {

/// Classes of structures whose aromaticity, conjugation or hybridization differs between RDKit 2022.09, which reads
/// molecules here, and 2026.03, with which models may have been trained; found by comparing both on 53,000 molecules.
///
/// molecule  sanitized
/// returns   one sentence a class, such as "perception of bonds to metals differs between RDKit versions"
std::vector<std::string> perception_warnings(const RDKit::ROMol& molecule);

}  // namespace furui
