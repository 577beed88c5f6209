// spglib's operations with the sites that they map, averages over them.
#include "crystal/symmetry_operations.h"

#include <spglib.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <optional>

#include "core/matrix3.h"         // for inverse, transposed
#include "crystal/spglib_cell.h"  // for SpglibCell

namespace furui {
namespace {

constexpr double kMostComparisons = 2e8;  // of sites: about a second

/// Where site i is mapped to.
Vector3 mapped(const SymmetryOperation& operation, const Vector3& at) {
  Vector3 to = rotation_of(operation) * at;
  for (std::size_t k = 0; k < 3; ++k) to[k] += operation.translation[k];
  return to;
}

/// Nothing where a site has no partner of its own.
std::optional<std::vector<std::uint32_t>> images(const Crystal& crystal, const SymmetryOperation& operation) {
  std::vector<std::uint32_t> image(crystal.size());
  std::vector<bool> taken(crystal.size(), false);
  for (std::size_t i = 0; i < crystal.size(); ++i) {
    const Vector3 to = mapped(operation, crystal.fractional[i]);
    double nearest = INFINITY;
    std::size_t partner = 0;
    for (std::size_t j = 0; j < crystal.size(); ++j) {
      if (crystal.atomic_numbers[j] != crystal.atomic_numbers[i]) continue;
      const double distance = norm(cartesian(crystal.lattice, to_nearest_image(to, crystal.fractional[j])));
      if (distance < nearest) nearest = distance, partner = j;
    }
    if (taken[partner]) return std::nullopt;
    taken[partner] = true;
    image[i] = static_cast<std::uint32_t>(partner);
  }
  return image;
}

std::vector<SymmetryOperation> identity_alone(const Crystal& crystal) {
  SymmetryOperation identity;
  for (std::size_t k = 0; k < 3; ++k) identity.rotation[k][k] = 1;
  identity.image.resize(crystal.size());
  std::iota(identity.image.begin(), identity.image.end(), 0U);
  return {identity};
}

/// The symmetric square root of a symmetric positive matrix (Denman and Beavers, Appl. Math. Comput. 2, 63 (1976)).
Matrix3 square_root(const Matrix3& m) {
  Matrix3 root = m, inverse_root = kIdentity3;
  for (int i = 0; i < 40; ++i) {
    const Matrix3 next = 0.5 * (root + inverse(inverse_root));
    inverse_root = 0.5 * (inverse_root + inverse(root));
    double change = 0;
    for (std::size_t r = 0; r < 3; ++r) {
      for (std::size_t k = 0; k < 3; ++k) change = std::max(change, std::abs(next[r][k] - root[r][k]));
    }
    root = next;
    if (change < 1e-15) break;
  }
  return root;
}

}  // namespace

std::vector<SymmetryOperation> symmetry_operations(const Crystal& crystal, double tolerance_angstrom) {
  SpglibCell cell(crystal);
  const std::unique_ptr<SpglibDataset, void (*)(SpglibDataset*)> found(
      spg_get_dataset(cell.lattice, cell.places(), cell.types.data(), cell.count(), tolerance_angstrom), spg_free_dataset);
  if (!found || found->n_operations < 1) return identity_alone(crystal);
  const auto sites = static_cast<double>(crystal.size());
  if (found->n_operations * sites * sites > kMostComparisons) return identity_alone(crystal);
  std::vector<SymmetryOperation> operations;
  for (int o = 0; o < found->n_operations; ++o) {
    SymmetryOperation operation;
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) operation.rotation[i][j] = found->rotations[o][i][j];
      operation.translation[i] = found->translations[o][i];
    }
    auto image = images(crystal, operation);
    if (!image) return identity_alone(crystal);
    operation.image = std::move(*image);
    operations.push_back(std::move(operation));
  }
  return operations;
}

Crystal symmetrized(const Crystal& crystal, const std::vector<SymmetryOperation>& operations) {
  const double share = 1 / static_cast<double>(operations.size());
  const Matrix3 metric = crystal.lattice * transposed(crystal.lattice);
  Matrix3 metrics{};
  Crystal result = crystal;
  std::vector<Vector3> shifts(crystal.size(), Vector3{});
  for (const SymmetryOperation& operation : operations) {
    const Matrix3 rotation = rotation_of(operation);
    metrics = metrics + transposed(rotation) * metric * rotation;
    for (std::size_t i = 0; i < crystal.size(); ++i) {
      const std::uint32_t j = operation.image[i];
      const Vector3 apart = to_nearest_image(mapped(operation, crystal.fractional[i]), crystal.fractional[j]);
      for (std::size_t k = 0; k < 3; ++k) shifts[j][k] += share * apart[k];
    }
  }
  for (std::size_t i = 0; i < crystal.size(); ++i) {
    for (std::size_t k = 0; k < 3; ++k) result.fractional[i][k] += shifts[i][k];
  }
  // L·U with U² = L⁻¹·G·L⁻ᵀ has the metric G, and U is symmetric.
  const Matrix3 back = inverse(crystal.lattice);
  result.lattice = crystal.lattice * square_root(back * (share * metrics) * transposed(back));
  return result;
}

}  // namespace furui
