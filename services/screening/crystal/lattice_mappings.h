// All ways in which one lattice lies on another but for a small strain.
#pragma once

#include <array>
#include <vector>

#include "core/crystal.h"  // for Matrix3

namespace furui {

struct LatticeMapping {
  std::array<std::array<int, 3>, 3> rows{};  ///< row i: what vector i of the one lattice becomes, in vectors of the other
  double strain = 0;                         ///< of the mapping: largest_strain()
};

/// The largest of the three principal logarithmic (Hencky) strains between two lattices, by amount: |ln λ| with λ² the eigenvalues
/// of the right Cauchy-Green tensor. The same from either side, for any common choice of cell and for any rotation or reflection.
///
/// one, other  rows in angstrom, vector by vector in correspondence; volumes other than 0
double largest_strain(const Matrix3& one, const Matrix3& other);

/// Every mapping of determinant 1 or -1 whose strain is at most the given one; exhaustive, since no vector's length may change by
/// more than the strain. Sorted by strain. Takes time by the vectors of the other lattice that are no longer than the longest
/// of the one: some hundred in compact cells.
///
/// one, other  rows in angstrom, best short (shortest_basis); volumes other than 0
/// returns     none where the lattices differ, or where flat or long cells make for more than 2,000,000 vectors; the first 4,096 found
///             where there are more
std::vector<LatticeMapping> lattice_mappings(const Matrix3& one, const Matrix3& other, double max_strain);

}  // namespace furui
