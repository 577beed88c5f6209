// The rules of RDKit's alert catalogues, read once.
#pragma once

#include <string>
#include <vector>

#include "molecule/rdkit_molecule.h"  // for RdkitMolecule

namespace furui {

/// One rule of a catalogue.
struct AlertRule {
  std::string catalogue;  ///< "PAINS", "BRENK", "NIH", "ZINC"
  std::string name;       ///< RDKit's
  RdkitMolecule pattern;  ///< its SMARTS, with hydrogens merged into the atoms that bear them
  unsigned least = 1;     ///< matches that make an alert
};

/// The rules of PAINS A, B, C, BRENK, NIH and ZINC in this order, each catalogue's in RDKit's.
///
/// throws  std::runtime_error (a fault of the installation) where RDKit cannot read a rule
std::vector<AlertRule> load_alert_rules();

}  // namespace furui
