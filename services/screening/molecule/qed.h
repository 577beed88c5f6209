// Quantitative estimate of drug-likeness, from 0 to 1.
#pragma once

#include "molecule/rdkit_molecule.h"  // for RDKit::ROMol

namespace furui {

/// QED with mean weights (Bickerton et al., Nature Chemistry 4:90, 2012), as RDKit's QED.weights_mean computes it:
/// the weighted geometric mean of eight desirabilities.
///
/// molecule  sanitized
double qed(const RDKit::ROMol& molecule);

}  // namespace furui
