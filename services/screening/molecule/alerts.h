// Structural alerts: RDKit's catalogues of groups that medicinal chemists distrust.
#pragma once

#include <vector>

#include "molecule/rdkit_molecule.h"  // for RDKit::ROMol
#include "molecule/read_molecule.h"   // for Alert

namespace furui {

/// The rules of RDKit's FilterCatalog PAINS (A, B and C: Baell and Holloway 2010), BRENK (Brenk 2008), NIH (Jadhav
/// 2010, Doveston 2015) and ZINC that a molecule matches, in this order, with the atoms of the first match.
///
/// Equal to FilterCatalog::getFilterMatches, sixty times faster: of the 815 rules thirty are left by what they need of
/// atoms and bonds (alert_requirements), two by a search of our own (alert_matcher); RDKit matches those two.
/// molecule  sanitized
std::vector<Alert> alerts_of(const RDKit::ROMol& molecule);

}  // namespace furui
