// The shortest vectors that span a crystal's lattice, whatever cell it was given in.
#pragma once

#include "core/crystal.h"  // for Matrix3

namespace furui {

/// A Minkowski-reduced basis of the same lattice (Semaev, "A 3-dimensional lattice reduction algorithm", CaLC 2001).
///
/// lattice  rows in angstrom, of a volume other than 0
/// returns  rows in angstrom, short to long, of either handedness; the last of 1,000 rounds where rounding lets it not end
Matrix3 shortest_basis(Matrix3 lattice);

}  // namespace furui
