// Translations of prime order: each divides the cell by a prime, until none is left.
#include "crystal/averaged_cell.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/matrix3.h"            // for determinant, inverse, sums
#include "crystal/shortest_basis.h"  // for shortest_basis
#include "crystal/site_grid.h"       // for SiteGrid

namespace furui {
namespace {

constexpr double kLeastVolume = 0.5, kMostVolume = 1e5;  // cubic angstrom an atom

/// Row times matrix.
Vector3 times(const Vector3& row, const Matrix3& m) { return cartesian(m, row); }

/// The same sites in a shortest basis.
void shorten(AveragedCell& cell) {
  const Matrix3 shortest = shortest_basis(cell.lattice);
  if (shortest == cell.lattice) return;
  Matrix3 change = cell.lattice * inverse(shortest);
  for (Vector3& row : change) {
    for (double& x : row) x = std::round(x);  // whole numbers, both being bases of one lattice
  }
  for (Vector3& at : cell.fractional) at = wrapped(times(at, change));
  cell.lattice = shortest;
}

struct Translation {
  int order = 1;                 ///< a prime
  std::array<int, 3> steps{};    ///< in parts of the order
  std::vector<std::uint32_t> to;  ///< m: the site that site i is near to once moved
  std::vector<Vector3> residual;  ///< m, cartesian: from the moved site to that one
};

std::vector<int> prime_factors(std::size_t number) {
  std::vector<int> primes;
  for (std::size_t p = 2; p <= number; ++p) {
    if (number % p != 0) continue;
    primes.push_back(static_cast<int>(p));
    while (number % p == 0) number /= p;
  }
  return primes;
}

/// First site and count of each element, elements ascending.
std::vector<std::pair<std::size_t, std::size_t>> element_ranges(const AveragedCell& cell) {
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  for (std::size_t i = 0; i < cell.size(); ++i) {
    if (i == 0 || cell.atomic_numbers[i] != cell.atomic_numbers[i - 1]) ranges.emplace_back(i, 0);
    ++ranges.back().second;
  }
  return ranges;
}

/// Fills in where each site goes; false where one has no partner of its own.
bool find_partners(const AveragedCell& cell, const SiteGrid& grid, const SiteGrid::Measure& measure, Translation& translation) {
  std::vector<bool> taken(cell.size(), false);
  translation.to.clear();
  translation.residual.clear();
  for (std::size_t i = 0; i < cell.size(); ++i) {
    Vector3 place = cell.fractional[i];
    for (std::size_t k = 0; k < 3; ++k) place[k] += static_cast<double>(translation.steps[k]) / translation.order;
    const auto found = grid.nearest(measure, cell.atomic_numbers[i], place);
    if (!found || taken[found->site]) return false;
    taken[found->site] = true;
    translation.to.push_back(found->site);
    translation.residual.push_back(found->residual);
  }
  return true;
}

/// The cell divided by the translation; nothing where a repeat is further from its average than the tolerance.
std::optional<AveragedCell> divided(const AveragedCell& cell, const Translation& translation, double tolerance) {
  const auto order = static_cast<double>(translation.order);
  // A multiple of the translation has one step of 1 along some axis, and takes that axis's place in the basis.
  std::size_t axis = 0;
  while (translation.steps[axis] == 0) ++axis;
  int factor = 1;
  while (factor * translation.steps[axis] % translation.order != 1) ++factor;
  Vector3 steps{};
  for (std::size_t k = 0; k < 3; ++k) steps[k] = factor * translation.steps[k] % translation.order;
  AveragedCell smaller;
  smaller.lattice = cell.lattice;
  smaller.lattice[axis] = (1 / order) * cartesian(cell.lattice, steps);
  const Matrix3 to_fractional = inverse(smaller.lattice);

  std::vector<bool> seen(cell.size(), false);
  for (std::size_t first = 0; first < cell.size(); ++first) {
    if (seen[first]) continue;
    std::vector<Vector3> offsets;  // of each repeat from the first one moved there
    std::vector<std::size_t> repeats;
    Vector3 offset{}, mean{};
    std::size_t site = first;
    do {
      seen[site] = true;
      offsets.push_back(offset);
      repeats.push_back(site);
      mean = mean + (1 / order) * offset;
      offset = offset + translation.residual[site];
      site = translation.to[site];
    } while (site != first && !seen[site]);
    if (repeats.size() != static_cast<std::size_t>(translation.order)) return std::nullopt;
    double spread = 0, mean_square = 0;
    for (std::size_t r = 0; r < repeats.size(); ++r) {
      const Vector3 apart = offsets[r] - mean;
      spread = std::max(spread, cell.spread[repeats[r]] + norm(apart));
      mean_square += (cell.mean_square[repeats[r]] + dot(apart, apart)) / order;
    }
    if (spread > tolerance) return std::nullopt;
    Vector3 at = cell.fractional[first];
    const double along = at[axis];
    for (std::size_t k = 0; k < 3; ++k) at[k] = k == axis ? order * along : at[k] - steps[k] * along;
    smaller.atomic_numbers.push_back(cell.atomic_numbers[first]);
    smaller.fractional.push_back(wrapped(at + times(mean, to_fractional)));
    smaller.spread.push_back(spread);
    smaller.mean_square.push_back(mean_square);
  }
  shorten(smaller);
  return smaller;
}

/// The cell divided by the first translation that holds.
std::optional<AveragedCell> divided_once(const AveragedCell& cell, double tolerance) {
  const auto ranges = element_ranges(cell);
  std::size_t divisor = 0;
  auto rarest = ranges.front();
  for (const auto& range : ranges) {
    divisor = std::gcd(divisor, range.second);
    if (range.second < rarest.second) rarest = range;
  }
  if (divisor <= 1) return std::nullopt;
  const std::vector<int> primes = prime_factors(divisor);
  const SiteGrid grid(cell.lattice, cell.atomic_numbers, cell.fractional);
  const SiteGrid::Measure measure(cell.lattice, 2 * tolerance + 1e-6);  // each of two repeats as far from their average as may be
  for (std::size_t other = rarest.first + 1; other < rarest.first + rarest.second; ++other) {
    const Vector3 apart = cell.fractional[other] - cell.fractional[rarest.first];
    for (const int order : primes) {
      Translation translation{order, {}, {}, {}};
      Vector3 off{};
      for (std::size_t k = 0; k < 3; ++k) {
        const double nearest = std::round(apart[k] * order);
        off[k] = apart[k] - nearest / order;
        translation.steps[k] = (static_cast<int>(nearest) % order + order) % order;
      }
      if (norm(cartesian(cell.lattice, off)) > measure.reach || translation.steps == std::array<int, 3>{}) continue;
      if (!find_partners(cell, grid, measure, translation)) continue;
      if (auto smaller = divided(cell, translation, tolerance)) return smaller;
    }
  }
  return std::nullopt;
}

}  // namespace

double AveragedCell::volume_per_atom() const { return std::abs(determinant(lattice)) / static_cast<double>(size()); }

std::optional<AveragedCell> averaged_cell(const Crystal& crystal) {
  if (crystal.size() == 0 || crystal.size() > kMostComparedSites || crystal.fractional.size() != crystal.size()) return std::nullopt;
  const auto finite = [](const Vector3& at) { return std::all_of(at.begin(), at.end(), [](double x) { return std::isfinite(x) && std::abs(x) < 1e6; }); };
  if (!std::all_of(crystal.lattice.begin(), crystal.lattice.end(), finite)) return std::nullopt;
  if (!std::all_of(crystal.fractional.begin(), crystal.fractional.end(), finite)) return std::nullopt;
  const std::size_t numbers = kFirstMixture + crystal.mixtures.size();
  if (std::any_of(crystal.atomic_numbers.begin(), crystal.atomic_numbers.end(), [numbers](std::uint8_t number) { return number >= numbers; })) return std::nullopt;
  const double each = std::abs(volume(crystal)) / static_cast<double>(crystal.size());
  if (!(each >= kLeastVolume && each <= kMostVolume)) return std::nullopt;

  std::vector<std::size_t> order(crystal.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return crystal.atomic_numbers[a] < crystal.atomic_numbers[b]; });
  AveragedCell cell;
  cell.lattice = crystal.lattice;
  for (const std::size_t site : order) {
    cell.atomic_numbers.push_back(crystal.atomic_numbers[site]);
    cell.fractional.push_back(wrapped(crystal.fractional[site]));
  }
  cell.spread.assign(crystal.size(), 0);
  cell.mean_square.assign(crystal.size(), 0);
  shorten(cell);
  return cell;
}

AveragedCell smaller_cell(AveragedCell cell, double tolerance_angstrom) {
  while (auto smaller = divided_once(cell, tolerance_angstrom)) cell = std::move(*smaller);
  return cell;
}

}  // namespace furui
