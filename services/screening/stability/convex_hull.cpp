// A linear programme in standard form, Σ λ_j x_j = x, λ ≥ 0, least Σ λ_j e_j: revised simplex with a dense inverse, which
// has as many rows as there are elements (Dantzig, Linear Programming and Extensions, 1963, chapter 9).
#include "stability/convex_hull.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace furui {
namespace {

constexpr double kBetter = 1e-10;  // eV/atom: a lower cost than this is none
constexpr double kPivot = 1e-12;
constexpr int kPatience = 200;     // pivots by the lowest cost; then by Bland's rule, which cannot cycle

}  // namespace

ConvexHull::ConvexHull(std::vector<std::uint8_t> elements) : elements_(std::move(elements)) {}

std::vector<double> ConvexHull::shares_of(const Composition& composition) const {
  std::vector<double> shares(elements_.size(), 0.0);
  for (const auto& [element, share] : composition) {
    const auto found = std::lower_bound(elements_.begin(), elements_.end(), element);
    if (found == elements_.end() || *found != element) throw std::logic_error("a composition holds an element that its hull does not");
    shares[static_cast<std::size_t>(found - elements_.begin())] = share;
  }
  return shares;
}

void ConvexHull::add(std::size_t id, const Composition& composition, double formation_energy) {
  if (formation_energy >= decompose(composition).formation_energy - kBetter) return;
  phases_.push_back({id, shares_of(composition), formation_energy});
}

Decomposition ConvexHull::decompose(const Composition& composition) const {
  const std::size_t n = elements_.size();
  // Column j < n is element j, with cost 0; column n + p is phase p.
  const auto share = [&](std::size_t column, std::size_t row) { return column < n ? (column == row ? 1.0 : 0.0) : phases_[column - n].shares[row]; };
  const auto cost = [&](std::size_t column) { return column < n ? 0.0 : phases_[column - n].formation_energy; };
  std::vector<std::size_t> basis(n);
  std::vector<double> inverse(n * n, 0.0), amounts = shares_of(composition);
  for (std::size_t i = 0; i < n; ++i) {
    basis[i] = i;
    inverse[i * n + i] = 1;
  }
  std::vector<double> potentials(n), direction(n);
  for (int pivots = 0;; ++pivots) {
    for (std::size_t k = 0; k < n; ++k) {
      potentials[k] = 0;
      for (std::size_t i = 0; i < n; ++i) potentials[k] += cost(basis[i]) * inverse[i * n + k];
    }
    std::size_t entering = n + phases_.size();
    double lowest = -kBetter;
    for (std::size_t column = 0; column < n + phases_.size(); ++column) {
      double reduced = cost(column);
      for (std::size_t k = 0; k < n; ++k) reduced -= potentials[k] * share(column, k);
      if (reduced >= lowest) continue;
      entering = column;
      if (pivots > kPatience) break;
      lowest = reduced;
    }
    if (entering == n + phases_.size()) break;
    std::size_t leaving = n;
    double most = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < n; ++i) {
      direction[i] = 0;
      for (std::size_t k = 0; k < n; ++k) direction[i] += inverse[i * n + k] * share(entering, k);
      if (direction[i] <= kPivot) continue;
      const double ratio = amounts[i] / direction[i];
      if (ratio > most || (ratio == most && leaving < n && basis[i] > basis[leaving])) continue;
      most = ratio;
      leaving = i;
    }
    if (leaving == n) throw std::logic_error("a hull without a bound");  // shares add up to 1, so that there is one
    for (std::size_t k = 0; k < n; ++k) inverse[leaving * n + k] /= direction[leaving];
    for (std::size_t i = 0; i < n; ++i) {
      if (i == leaving) continue;
      for (std::size_t k = 0; k < n; ++k) inverse[i * n + k] -= direction[i] * inverse[leaving * n + k];
      amounts[i] = std::max(0.0, amounts[i] - direction[i] * most);
    }
    amounts[leaving] = most;
    basis[leaving] = entering;
  }
  Decomposition result;
  for (std::size_t i = 0; i < n; ++i) {
    result.formation_energy += amounts[i] * cost(basis[i]);
    if (amounts[i] > 1e-8) result.parts.push_back({basis[i] < n ? kElement + elements_[basis[i]] : phases_[basis[i] - n].id, amounts[i]});
  }
  std::sort(result.parts.begin(), result.parts.end(), [](const auto& a, const auto& b) { return a.share != b.share ? a.share > b.share : a.phase < b.phase; });
  return result;
}

}  // namespace furui
