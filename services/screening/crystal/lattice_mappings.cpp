// Vectors of fitting lengths, pairs of them with fitting diagonals, triples with a fitting strain.
#include "crystal/lattice_mappings.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/matrix3.h"  // for inverse, transposed

namespace furui {
namespace {

constexpr double kMostVectors = 2e6;
constexpr std::size_t kMostMappings = 4096;
constexpr double kRounding = 1e-9;  // of a squared length

struct LatticeVector {
  std::array<int, 3> coefficients{};
  Vector3 at{};  // angstrom
};

/// Eigenvalues of a symmetric matrix, largest and least (Smith, Commun. ACM 4, 168 (1961)).
std::pair<double, double> outer_eigenvalues(const Matrix3& m) {
  const double mean = (m[0][0] + m[1][1] + m[2][2]) / 3;
  const Matrix3 rest = m + (-mean) * kIdentity3;
  const double p = std::sqrt((dot(rest[0], rest[0]) + dot(rest[1], rest[1]) + dot(rest[2], rest[2])) / 6);
  if (p == 0) return {mean, mean};
  const double angle = std::acos(std::clamp(determinant((1 / p) * rest) / 2, -1.0, 1.0)) / 3;
  return {mean + 2 * p * std::cos(angle), mean + 2 * p * std::cos(angle + 2.0943951023931953)};
}

int determinant_of(const LatticeVector& a, const LatticeVector& b, const LatticeVector& c) {
  const auto &x = a.coefficients, &y = b.coefficients, &z = c.coefficients;
  return x[0] * (y[1] * z[2] - y[2] * z[1]) - x[1] * (y[0] * z[2] - y[2] * z[0]) + x[2] * (y[0] * z[1] - y[1] * z[0]);
}

/// Whether lengths fit, by squares.
class Fit {
 public:
  explicit Fit(double max_strain) : most_(std::exp(2 * max_strain) * (1 + kRounding)) {}
  bool operator()(double one, double other) const { return one <= most_ * other && other <= most_ * one; }
  /// Of both diagonals of the parallelogram of two vectors.
  bool diagonals(const Vector3& a, const Vector3& b, const Vector3& u, const Vector3& v) const {
    for (const double sign : {1.0, -1.0}) {
      const Vector3 one = a + sign * b, other = u + sign * v;
      if (!(*this)(dot(one, one), dot(other, other))) return false;
    }
    return true;
  }

 private:
  double most_;
};

/// For each vector of the one lattice, those of the other that are as long.
std::array<std::vector<LatticeVector>, 3> vectors_as_long(const Matrix3& one, const Matrix3& other, const Fit& fit, double stretch) {
  std::array<std::vector<LatticeVector>, 3> found;
  const double longest = stretch * std::max({norm(one[0]), norm(one[1]), norm(one[2])});
  const Matrix3 reciprocal = transposed(inverse(other));
  std::array<int, 3> most{};
  double vectors = 1;
  for (std::size_t k = 0; k < 3; ++k) {
    const double reach = longest * norm(reciprocal[k]) + kRounding;
    vectors *= 2 * reach + 1;
    if (!(vectors < kMostVectors)) return found;
    most[k] = static_cast<int>(reach);
  }
  for (int i = -most[0]; i <= most[0]; ++i) {
    for (int j = -most[1]; j <= most[1]; ++j) {
      for (int k = -most[2]; k <= most[2]; ++k) {
        const LatticeVector vector{{i, j, k}, cartesian(other, {static_cast<double>(i), static_cast<double>(j), static_cast<double>(k)})};
        const double squared = dot(vector.at, vector.at);
        for (std::size_t row = 0; row < 3; ++row) {
          if (fit(dot(one[row], one[row]), squared)) found[row].push_back(vector);
        }
      }
    }
  }
  return found;
}

/// In the order of the candidates, until there are enough.
std::vector<LatticeMapping> fitting_triples(const Matrix3& one, const std::array<std::vector<LatticeVector>, 3>& candidates, const Fit& fit,
                                            double max_strain) {
  std::vector<LatticeMapping> mappings;
  for (const LatticeVector& a : candidates[0]) {
    for (const LatticeVector& b : candidates[1]) {
      if (!fit.diagonals(one[0], one[1], a.at, b.at)) continue;
      for (const LatticeVector& c : candidates[2]) {
        if (std::abs(determinant_of(a, b, c)) != 1) continue;
        if (!fit.diagonals(one[0], one[2], a.at, c.at) || !fit.diagonals(one[1], one[2], b.at, c.at)) continue;
        const double strain = largest_strain(one, {a.at, b.at, c.at});
        if (strain > max_strain + kRounding) continue;
        mappings.push_back({{a.coefficients, b.coefficients, c.coefficients}, strain});
        if (mappings.size() == kMostMappings) return mappings;
      }
    }
  }
  return mappings;
}

}  // namespace

double largest_strain(const Matrix3& one, const Matrix3& other) {
  const Matrix3 deformation = inverse(one) * other;
  const auto [largest, least] = outer_eigenvalues(deformation * transposed(deformation));
  return least > 0 ? 0.5 * std::max(std::abs(std::log(largest)), std::abs(std::log(least))) : INFINITY;
}

std::vector<LatticeMapping> lattice_mappings(const Matrix3& one, const Matrix3& other, double max_strain) {
  const Fit fit(max_strain);
  const auto candidates = vectors_as_long(one, other, fit, std::exp(max_strain) * (1 + kRounding));
  std::vector<LatticeMapping> mappings = fitting_triples(one, candidates, fit, max_strain);
  std::stable_sort(mappings.begin(), mappings.end(), [](const LatticeMapping& a, const LatticeMapping& b) { return a.strain < b.strain; });
  return mappings;
}

}  // namespace furui
