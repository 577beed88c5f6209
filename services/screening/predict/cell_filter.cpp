// Places and forces in the frame of the cell as it was at the start.
#include "predict/cell_filter.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/matrix3.h"                // for inverse, transposed
#include "predict/matrix_exponential.h"  // for exponential_slope

namespace furui {

CellFilter::CellFilter(Crystal start, bool relax_cell, double pressure_gpa)
    : start_(std::move(start)),
      start_inverse_(inverse(start_.lattice)),
      relax_cell_(relax_cell),
      pressure_(pressure_gpa / kGigapascalPerEvCubicAngstrom),
      crystal_(start_),
      deformation_(kIdentity3) {
  for (const Vector3& at : start_.fractional) {
    const Vector3 place = cartesian(start_.lattice, at);
    coordinates_.insert(coordinates_.end(), place.begin(), place.end());
  }
  if (relax_cell_) coordinates_.resize(coordinates_.size() + 9, 0.0);
}

void CellFilter::move_to(std::span<const double> coordinates) {
  coordinates_.assign(coordinates.begin(), coordinates.end());
  const std::size_t n = start_.size();
  for (std::size_t i = 0; i < n; ++i)
    crystal_.fractional[i] = cartesian(start_inverse_, {coordinates_[3 * i], coordinates_[3 * i + 1], coordinates_[3 * i + 2]});
  if (!relax_cell_) return;
  for (std::size_t row = 0; row < 3; ++row) {
    for (std::size_t k = 0; k < 3; ++k) log_deformation_[row][k] = coordinates_[3 * (n + row) + k] / static_cast<double>(n);
  }
  deformation_ = exponential_slope(log_deformation_, {}).exponential;
  crystal_.lattice = start_.lattice * transposed(deformation_);
}

std::vector<double> CellFilter::forces(std::span<const Vector3> forces, const Matrix3& stress_gpa) const {
  std::vector<double> result;
  result.reserve(coordinates_.size());
  for (const Vector3& force : forces) {
    const Vector3 along = cartesian(deformation_, force);
    result.insert(result.end(), along.begin(), along.end());
  }
  if (!relax_cell_) return result;
  const double cell_volume = std::abs(volume(crystal_));
  Matrix3 virial = (-0.5 * cell_volume / kGigapascalPerEvCubicAngstrom) * (stress_gpa + transposed(stress_gpa));
  for (std::size_t k = 0; k < 3; ++k) virial[k][k] -= cell_volume * pressure_;
  // <L(A, E), G> = <E, L(Aᵀ, G)>: one derivative in direction G instead of one along each of nine E.
  const Matrix3 along_deformation = virial * transposed(inverse(deformation_));
  const Matrix3 along_log = exponential_slope(transposed(log_deformation_), along_deformation).slope;
  for (const Vector3& row : along_log) {
    for (const double x : row) result.push_back(x / static_cast<double>(start_.size()));
  }
  return result;
}

double longest_row(std::span<const double> rows) {
  double most = 0;
  for (std::size_t i = 0; i + 2 < rows.size(); i += 3) most = std::max(most, rows[i] * rows[i] + rows[i + 1] * rows[i + 1] + rows[i + 2] * rows[i + 2]);
  return std::sqrt(most);
}

}  // namespace furui
