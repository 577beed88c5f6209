// Forces and stress averaged over a crystal's space group, so that a relaxation keeps it.
#pragma once

#include <span>
#include <vector>

#include "core/crystal.h"             // for Matrix3, Vector3
#include "core/symmetry_operation.h"  // for SymmetryOperation

namespace furui {

/// The operations must be those of one group, on n sites; none of them: nothing changes. They stay operations of every
/// crystal whose lattice and sites have moved along averaged forces and stress.
class SymmetryAverage {
 public:
  explicit SymmetryAverage(std::vector<SymmetryOperation> operations) : operations_(std::move(operations)) {}

  /// Of a gradient in fractional coordinates g = L·f and the tensor L⁻ᵀσL⁻¹ the average is one over integer matrices.
  ///
  /// lattice     rows in angstrom
  /// forces      n, cartesian
  /// stress      cartesian
  void apply(const Matrix3& lattice, std::vector<Vector3>& forces, Matrix3& stress) const;

 private:
  std::vector<SymmetryOperation> operations_;
};

}  // namespace furui
