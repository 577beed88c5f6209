// Sites with the fewest counterparts first: most wrong mappings end at the first or second site.
#include "crystal/site_mapping.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/matrix3.h"              // for inverse, transposed, sums
#include "crystal/lattice_mappings.h"  // for lattice_mappings
#include "crystal/site_grid.h"         // for SiteGrid

namespace furui {
namespace {

constexpr double kSameAngstrom = 1e-4;  // a search ends at a mapping that leaves less
constexpr std::int64_t kLooksForBetter = 250'000;

/// Rows of a lattice with this metric tensor (its Cholesky factor).
Matrix3 lattice_of(const Matrix3& metric) {
  Matrix3 rows{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double rest = metric[i][j];
      for (std::size_t k = 0; k < j; ++k) rest -= rows[i][k] * rows[j][k];
      rows[i][j] = i == j ? std::sqrt(rest) : rest / rows[j][j];
    }
  }
  return rows;
}

/// Which sites of the other cell have neighbours like those of a site of the one.
struct Counterparts {
  std::vector<std::size_t> order;           ///< sites of the one, those with fewest counterparts first
  std::vector<std::size_t> of_first_site;  ///< counterparts of the first of them, the most alike first
};

std::optional<Counterparts> counterparts(const MappedCells& cells, const DistanceMargin& margin) {
  const std::size_t sites = cells.one.size(), row = cells.distances_of_one.size() / sites;
  const auto alike = [&](std::size_t a, std::size_t b) {
    return margin.holds(&cells.distances_of_one[a * row], &cells.distances_of_other[b * row], row);
  };
  std::vector<std::size_t> count(sites, 0);
  std::vector<bool> met(sites, false);
  for (std::size_t first = 0, last = 0; first < sites; first = last) {
    while (last < sites && cells.one.atomic_numbers[last] == cells.one.atomic_numbers[first]) ++last;
    for (std::size_t a = first; a < last; ++a) {
      for (std::size_t b = first; b < last; ++b) {
        if (!alike(a, b)) continue;
        ++count[a];
        met[b] = true;
      }
      if (count[a] == 0) return std::nullopt;
    }
  }
  if (std::find(met.begin(), met.end(), false) != met.end()) return std::nullopt;
  Counterparts found;
  found.order.resize(sites);
  std::iota(found.order.begin(), found.order.end(), std::size_t{0});
  std::stable_sort(found.order.begin(), found.order.end(), [&](std::size_t a, std::size_t b) { return count[a] < count[b]; });

  const std::size_t anchor = found.order.front();
  std::vector<std::pair<float, std::size_t>> ranked;
  for (std::size_t b = 0; b < sites; ++b) {
    if (cells.other.atomic_numbers[b] != cells.one.atomic_numbers[anchor] || !alike(anchor, b)) continue;
    float apart = 0;
    for (std::size_t k = 0; k < row; ++k) apart += std::abs(cells.distances_of_one[anchor * row + k] - cells.distances_of_other[b * row + k]);
    ranked.emplace_back(apart, b);
  }
  std::sort(ranked.begin(), ranked.end());
  for (const auto& [apart, site] : ranked) found.of_first_site.push_back(site);
  return found;
}

/// One mapping of the lattices, with all translations that bring the first site onto a counterpart.
class Search {
 public:
  Search(const MappedCells& cells, const SiteMappingLimits& limits, const Counterparts& found, std::int64_t& looks)
      : cells_(cells),
        limits_(limits),
        counterparts_(found),
        looks_(looks),
        grid_(cells.other.lattice, cells.other.atomic_numbers, cells.other.fractional),
        length_(std::cbrt((cells.one.volume_per_atom() + cells.other.volume_per_atom()) / 2)),
        taken_(cells.one.size(), 0),
        residuals_(cells.one.size()),
        spreads_(cells.one.size()) {
    const auto sum = [](const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); };
    mean_square_spread_ = (sum(cells.one.mean_square) + sum(cells.other.mean_square)) / static_cast<double>(cells.one.size());
  }

  /// With the counterparts from one up to another. Whether lattices of more strain may be better.
  bool try_lattice(const LatticeMapping& mapping, std::size_t from, std::size_t to) {
    const double strain_square = mapping.strain * length_ * (mapping.strain * length_);
    if (best_ && score(*best_) <= strain_square) return false;  // mappings come by strain
    Matrix3 rows{};
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = 0; j < 3; ++j) rows[i][j] = mapping.rows[i][j];
    }
    const Matrix3 back = inverse(rows), seen_from_other = back * cells_.one.lattice;
    const Matrix3 metric = 0.5 * (seen_from_other * transposed(seen_from_other) + cells_.other.lattice * transposed(cells_.other.lattice));
    // The translation is off by as much as the first site is, and every site by as much again.
    const SiteGrid::Measure measure(lattice_of(metric), 2 * limits_.displacement_angstrom + kSameAngstrom);
    moved_.clear();
    for (const std::size_t site : counterparts_.order) moved_.push_back(cartesian(rows, cells_.one.fractional[site]));
    for (std::size_t i = from; i < std::min(to, counterparts_.of_first_site.size()); ++i) {
      ended_ = ended_ || looks_ <= 0;
      if (ended_) return false;
      const auto found = try_translation(mapping.strain, measure, cells_.other.fractional[counterparts_.of_first_site[i]] - moved_.front());
      if (!found || (best_ && score(*best_) <= score(*found))) continue;
      if (!best_) looks_ = std::min(looks_, kLooksForBetter);
      best_ = found;
      ended_ = limits_.any || std::max(best_->largest, best_->strain * length_) < kSameAngstrom;
    }
    return !ended_;
  }

  bool ended() const { return ended_; }
  const std::optional<SiteMapping>& best() const { return best_; }

 private:
  double score(const SiteMapping& mapping) const { return mapping.mean_square + mapping.strain * length_ * (mapping.strain * length_); }

  std::optional<SiteMapping> try_translation(double strain, const SiteGrid::Measure& measure, const Vector3& by) {
    const auto sites = static_cast<double>(moved_.size());
    double most = limits_.displacement_angstrom * limits_.displacement_angstrom;
    if (best_) most = std::min(most, score(*best_) - strain * length_ * (strain * length_));
    most = sites * (most - mean_square_spread_) + kSameAngstrom * kSameAngstrom;
    ++tried_;
    Vector3 sum{};
    double squares = 0;
    for (std::size_t i = 0; i < moved_.size(); ++i) {
      const std::size_t site = counterparts_.order[i];
      --looks_;
      const auto found = grid_.nearest(measure, cells_.one.atomic_numbers[site], moved_[i] + by);
      if (!found || taken_[found->site] == tried_) return std::nullopt;
      taken_[found->site] = tried_;
      residuals_[i] = found->residual;
      spreads_[i] = cells_.one.spread[site] + cells_.other.spread[found->site];
      sum = sum + found->residual;
      squares += dot(found->residual, found->residual);
      // What the mean leaves of the sum of squares never falls with more sites.
      if (squares - dot(sum, sum) / static_cast<double>(i + 1) > most) return std::nullopt;
    }
    const Vector3 mean = (1 / sites) * sum;
    SiteMapping mapping{strain, 0, mean_square_spread_};
    for (std::size_t i = 0; i < moved_.size(); ++i) {
      const Vector3 apart = residuals_[i] - mean;
      mapping.largest = std::max(mapping.largest, norm(apart) + spreads_[i]);
      mapping.mean_square += dot(apart, apart) / sites;
    }
    if (mapping.largest > limits_.displacement_angstrom) return std::nullopt;
    return mapping;
  }

  const MappedCells& cells_;
  const SiteMappingLimits& limits_;
  const Counterparts& counterparts_;
  std::int64_t& looks_;
  SiteGrid grid_;
  double length_ = 0;
  double mean_square_spread_ = 0;
  std::vector<Vector3> moved_;  ///< sites of the one in fractional coordinates of the other, in the order of counterparts
  std::vector<std::uint32_t> taken_;  ///< of each site of the other: the try that took it last
  std::uint32_t tried_ = 0;
  std::vector<Vector3> residuals_;
  std::vector<double> spreads_;
  std::optional<SiteMapping> best_;
  bool ended_ = false;
};

}  // namespace

std::optional<SiteMapping> map_sites(const MappedCells& cells, const SiteMappingLimits& limits, std::int64_t& looks) {
  if (cells.one.atomic_numbers != cells.other.atomic_numbers) return std::nullopt;
  const auto found = counterparts(cells, limits.margin);
  if (!found) return std::nullopt;
  const std::vector<LatticeMapping> mappings = lattice_mappings(cells.one.lattice, cells.other.lattice, limits.strain);
  if (mappings.empty()) return std::nullopt;
  Search search(cells, limits, *found, looks);
  // The most alike counterpart is the true one where both cells have the same noise: all lattices with it before all others.
  for (const auto& [from, to] : {std::pair(std::size_t{0}, std::size_t{1}), std::pair(std::size_t{1}, SIZE_MAX)}) {
    for (const LatticeMapping& mapping : mappings) {
      if (!search.try_lattice(mapping, from, to)) break;
    }
    if (search.ended()) break;
  }
  return search.best();
}

}  // namespace furui
