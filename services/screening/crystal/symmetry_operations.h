// The operations of a crystal's space group, and a crystal made exactly symmetric under them.
#pragma once

#include <vector>

#include "core/crystal.h"             // for Crystal
#include "core/symmetry_operation.h"  // for SymmetryOperation

namespace furui {

/// All operations that map the crystal onto itself within a distance, the translations of a cell that is not primitive
/// included, by spglib. Takes time by the operations and the square of the sites.
///
/// tolerance_angstrom  above 0
/// returns             a group, the identity first; the identity alone where spglib finds none, where what it found is no
///                     permutation of the sites, or where a cell of many sites that is far from primitive has too many
std::vector<SymmetryOperation> symmetry_operations(const Crystal& crystal, double tolerance_angstrom);

/// The nearest crystal that the operations map onto itself to rounding: the metric tensor and each site's place are
/// averaged over them (Grosse-Kunstleve and Adams, Acta Cryst. A58, 60 (2002)); the lattice is strained, not turned.
Crystal symmetrized(const Crystal& crystal, const std::vector<SymmetryOperation>& operations);

}  // namespace furui
