// Numbers that describe a molecule without a trained model.
#pragma once

#include <vector>

#include "molecule/rdkit_molecule.h"  // for RDKit::ROMol

namespace furui {

/// The values of descriptor_names() in their order, as RDKit's functions of these names give them.
///
/// molecule  sanitized, with at least one atom; load_descriptor_tables was called
std::vector<float> descriptors_of(const RDKit::ROMol& molecule);

}  // namespace furui
