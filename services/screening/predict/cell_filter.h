// The coordinates that an optimizer moves: sites, and the cell through the logarithm of its deformation.
#pragma once

#include <span>
#include <vector>

#include "core/crystal.h"  // for Crystal

namespace furui {

/// 1 eV/Å³ in GPa (CODATA 2014, as chgnet 0.4.2 has it).
inline constexpr double kGigapascalPerEvCubicAngstrom = 160.21766208;

/// As ASE's FrechetCellFilter defines them: rows of three numbers, first one a site, its place in the cell as it was at
/// the start (angstrom), then, where the cell may change, three for n·log F, F the deformation with
/// lattice = lattice_at_start·Fᵀ. Without the cell only the sites.
class CellFilter {
 public:
  CellFilter(Crystal start, bool relax_cell, double pressure_gpa);

  /// What the optimizer moves, rows × 3.
  const std::vector<double>& coordinates() const { return coordinates_; }
  void move_to(std::span<const double> coordinates);

  /// The crystal at these coordinates; fractional coordinates may lie outside [0, 1).
  const Crystal& crystal() const { return crystal_; }

  /// Minus the derivative of energy + pressure·volume by each coordinate, rows × 3, in eV/angstrom (for the rows of the
  /// cell in eV, over n as the coordinates are times n).
  ///
  /// forces      n, cartesian, in eV/angstrom
  /// stress_gpa  (1/V) dE/dε; its symmetric part counts
  std::vector<double> forces(std::span<const Vector3> forces, const Matrix3& stress_gpa) const;

 private:
  Crystal start_;
  Matrix3 start_inverse_;
  bool relax_cell_;
  double pressure_;  // in eV/Å3
  std::vector<double> coordinates_;
  Crystal crystal_;
  Matrix3 log_deformation_{}, deformation_;
};

/// Length of the longest row.
double longest_row(std::span<const double> rows);

}  // namespace furui
