// The parent of a molecule: cleaned up, largest fragment, uncharged, stereo kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "molecule/rdkit_molecule.h"  // for RDKit::RWMol

namespace furui {

/// The parent of a molecule that standardization changed.
struct Parent {
  std::string smiles;                ///< canonical; the parent is the molecule that this text says
  std::vector<std::string> changes;  ///< "removed fragment [Na+]", "neutralized 1 negative charge", …
};

/// Version 1 of standardization `parent`: RDKit's MolStandardize::chargeParent with its default parameters
/// (MetalDisconnector, Normalizer, Reionizer, LargestFragmentChooser, Uncharger, and cleanup once more).
///
/// A cheap look at the atoms decides which of its steps could change anything; the others are not run.
///
/// molecule  as parse_molecule gives it
/// returns   nothing where the molecule is its own parent
/// throws    std::exception of RDKit's where a step fails
std::optional<Parent> parent_of(const RDKit::RWMol& molecule);

}  // namespace furui
