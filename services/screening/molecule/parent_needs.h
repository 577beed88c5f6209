// Which steps of standardization could change a molecule: a look at its atoms instead of minutes of matching.
#pragma once

#include "molecule/rdkit_molecule.h"  // for RDKit::ROMol

namespace furui {

/// Steps of RDKit's ChargeParent that could change a molecule. A step that is false changes nothing, which the
/// tests prove on every molecule at hand; a step that is true may still change nothing.
struct ParentNeeds {
  bool hydrogens = false;  ///< hydrogen atoms that cleanup might remove
  bool metals = false;     ///< a bond to a metal that MetalDisconnector might cut
  bool normalize = false;  ///< a group that one of the Normalizer's 22 transforms might match
  bool reionize = false;   ///< a charge that the Reionizer might move
  bool fragments = false;  ///< more than one fragment
  bool uncharge = false;   ///< a charge that the Uncharger might remove

  bool any() const { return hydrogens || metals || normalize || reionize || fragments || uncharge; }
};

/// molecule  sanitized
ParentNeeds parent_needs(const RDKit::ROMol& molecule);

}  // namespace furui
