// Cells from fine to coarse; the first pair of equal size that maps decides.
#include "crystal/crystal_comparison.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <tuple>
#include <utility>

#include "crystal/neighbour_distances.h"  // for DistanceMargin, neighbour_distances, neighbour_fingerprint
#include "crystal/site_mapping.h"         // for map_sites

namespace furui {
namespace {

constexpr double kPrimitiveAngstrom = 0.01;  // spglib's usual, and what files round to
constexpr double kLeastLength = 0.5;         // angstrom, of a lattice vector
// Shares of the displacement within which smaller cells are looked for: one between the noise and the next true difference will do.
constexpr std::array<double, 4> kShares{0.25, 0.5, 0.75, 1};
constexpr double kMostStrain = 0.2, kMostDisplacement = 0.3;
constexpr std::int64_t kMostLooks = 20'000'000;
constexpr double kRounding = 1e-9;

constexpr double kLeast = 1e-6;  // of either tolerance: below is rounding

/// Within its range; what is no number is the least.
ComparisonTolerance limited(const ComparisonTolerance& tolerance) {
  const auto within = [](double value, double most) { return value > kLeast ? std::min(value, most) : kLeast; };
  return {within(tolerance.strain, kMostStrain), within(tolerance.displacement, kMostDisplacement), within(tolerance.occupancy, 1)};
}

const AveragedCell& primitive(const ComparableCrystal& crystal) { return crystal.cells.front().sites; }

double allowed_displacement(const ComparableCrystal& one, const ComparableCrystal& other, const ComparisonTolerance& tolerance) {
  return tolerance.displacement * (one.length_angstrom + other.length_angstrom) / 2;
}

/// In the mean metric a length of either crystal is longer or shorter by a factor of at most exp(strain / 2) times a factor that is
/// the same for both; there displacements change distances by twice their amount.
DistanceMargin margin(double strain, double displacement_angstrom) {
  constexpr double kFloatRounding = 1e-5;
  const auto exponential = [](double x) { return 1 + x + x * x; };  // or more, for x from 0 to 1
  return {static_cast<float>(exponential(strain)), static_cast<float>(2 * displacement_angstrom * exponential(strain / 2) + kFloatRounding)};
}

bool near_in_volume(const ComparableCrystal& one, const ComparableCrystal& other, double strain) {
  return std::abs(one.log_volume - other.log_volume) <= 3 * strain + kRounding;
}

std::vector<std::pair<std::uint8_t, std::size_t>> kinds_of(const AveragedCell& cell) {
  std::vector<std::pair<std::uint8_t, std::size_t>> kinds;
  for (const std::uint8_t number : cell.atomic_numbers) {
    if (kinds.empty() || kinds.back().first != number) kinds.emplace_back(number, 0);
    ++kinds.back().second;
  }
  std::size_t divisor = 0;
  for (const auto& [number, count] : kinds) divisor = std::gcd(divisor, count);
  for (auto& [number, count] : kinds) count /= divisor;
  return kinds;
}

/// Whether sites of one number are of the same elements in both.
bool same_kinds(const ComparableCrystal& one, const ComparableCrystal& other, double occupancy) {
  if (one.kinds != other.kinds || one.mixtures.size() != other.mixtures.size()) return false;
  const auto alike = [occupancy](const auto& a, const auto& b) { return a.first == b.first && std::abs(a.second - b.second) <= occupancy + kRounding; };
  for (std::size_t m = 0; m < one.mixtures.size(); ++m) {
    const Mixture &a = one.mixtures[m], &b = other.mixtures[m];
    if (!std::equal(a.begin(), a.end(), b.begin(), b.end(), alike)) return false;
  }
  return true;
}

auto numbers_of(const ComparableCrystal& crystal) {
  const AveragedCell& cell = primitive(crystal);
  return std::tie(cell.lattice, cell.fractional, cell.atomic_numbers, cell.spread, crystal.mixtures);
}

/// Sites on top of each other would not map, not even onto themselves.
bool equal(const ComparableCrystal& one, const ComparableCrystal& other) { return numbers_of(one) == numbers_of(other); }

/// An order of crystals by their numbers, so that both directions of a comparison are one.
bool before(const ComparableCrystal& one, const ComparableCrystal& other) {
  return numbers_of(one) < numbers_of(other);
}

}  // namespace

ComparableCrystal comparable(const Crystal& crystal, const ComparisonTolerance& tolerance) {
  ComparableCrystal made;
  auto cell = averaged_cell(crystal);
  if (!cell) return made;
  made.length_angstrom = std::cbrt(cell->volume_per_atom());
  made.log_volume = std::log(cell->volume_per_atom());
  const double allowed = limited(tolerance).displacement * made.length_angstrom;
  cell = smaller_cell(std::move(*cell), std::min(kPrimitiveAngstrom, allowed));
  for (std::size_t level = 0;; ++level) {
    const bool distinct = made.cells.empty() || cell->size() != made.cells.back().sites.size();
    if (distinct && norm(cell->lattice[0]) >= kLeastLength) made.cells.push_back({*cell, neighbour_distances(*cell)});
    if (made.cells.empty()) return {};
    if (level == kShares.size()) break;
    cell = smaller_cell(std::move(*cell), kShares[level] * allowed);
  }
  made.kinds = kinds_of(primitive(made));
  made.mixtures = crystal.mixtures;
  made.fingerprint = neighbour_fingerprint(primitive(made), made.cells.front().distances);
  return made;
}

bool may_be_same(const ComparableCrystal& one, const ComparableCrystal& other, const ComparisonTolerance& tolerance) {
  if (one.cells.empty() || other.cells.empty()) return false;
  const ComparisonTolerance within = limited(tolerance);
  if (!near_in_volume(one, other, within.strain) || !same_kinds(one, other, within.occupancy)) return false;
  // Fingerprints are of averages, each of which is off by up to the tolerance of the primitive cell.
  const double allowed = allowed_displacement(one, other, within) + 2 * kPrimitiveAngstrom;
  return margin(within.strain, allowed).holds(one.fingerprint.data(), other.fingerprint.data(), one.fingerprint.size());
}

std::optional<CrystalDifference> crystal_difference(const ComparableCrystal& one, const ComparableCrystal& other, const ComparisonTolerance& tolerance,
                                                    MappingSearch search) {
  if (one.cells.empty() || other.cells.empty()) return std::nullopt;
  if (equal(one, other)) return CrystalDifference{};
  if (before(other, one)) return crystal_difference(other, one, tolerance, search);
  const ComparisonTolerance within = limited(tolerance);
  if (!near_in_volume(one, other, within.strain) || !same_kinds(one, other, within.occupancy)) return std::nullopt;
  SiteMappingLimits limits{within.strain, allowed_displacement(one, other, within), {}, search == MappingSearch::kAny};
  limits.margin = margin(limits.strain, limits.displacement_angstrom);
  std::int64_t looks = kMostLooks;
  for (const ComparableCrystal::Cell& a : one.cells) {
    for (const ComparableCrystal::Cell& b : other.cells) {
      const auto mapping = map_sites({a.sites, b.sites, a.distances, b.distances}, limits, looks);
      if (mapping) return CrystalDifference{mapping->strain, mapping->largest, std::sqrt(mapping->mean_square)};
    }
  }
  return std::nullopt;
}

std::optional<CrystalDifference> crystal_difference(const Crystal& one, const Crystal& other, const ComparisonTolerance& tolerance) {
  return crystal_difference(comparable(one, tolerance), comparable(other, tolerance), tolerance);
}

}  // namespace furui
