// Closed forms for straight lines, quadrature between bends for the rest.
#include "rank/expected_desirability.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "rank/gaussian.h"   // for normal_between, normal_density
#include "rank/level_set.h"  // for crossings

namespace furui {
namespace {

/// Nodes and weights of the Gauss-Legendre rule of order 8 on [-1, 1] (Abramowitz & Stegun 1964, table 25.4).
constexpr std::array<std::pair<double, double>, 4> kRule{{{0.1834346424956498, 0.3626837833783620},
                                                         {0.5255324099163290, 0.3137066458778873},
                                                         {0.7966664774136267, 0.2223810344533745},
                                                         {0.9602898564975363, 0.1012285362903763}}};
constexpr std::array<double, 5> kQuantiles{-8, -3.5, 0, 3.5, 8};  // beyond the outer ones lies 1e-15

constexpr std::size_t kMostEdges = 1100;  // twice the knots that a profile may have, with those where they meet a floor

/// The rule's pieces in units of std: the quantiles, and those bends that lie between the outer ones.
class Edges {
 public:
  Edges(const std::vector<double>& bends, double mean, double std) {
    auto quantile = kQuantiles.begin();
    for (const double bend : bends) {
      const double z = (bend - mean) / std;
      if (!(z > kQuantiles.front() && z < kQuantiles.back()) || count_ + kQuantiles.size() >= kMostEdges) continue;
      while (*quantile < z) add(*quantile++);
      add(z);
    }
    while (quantile != kQuantiles.end()) add(*quantile++);
  }
  std::size_t count() const { return count_; }
  double operator[](std::size_t i) const { return edges_[i]; }

 private:
  void add(double z) { edges_[count_++] = z; }

  std::array<double, kMostEdges> edges_;  // the first count_ of them are set
  std::size_t count_ = 0;
};

}  // namespace

ExpectedDesirability::ExpectedDesirability(Desirability curve, double floor) : curve_(std::move(curve)), floor_(floor), bends_(curve_.bends) {
  if (floor_ <= 0 || curve_.of_exact_values) return;
  for (const double value : crossings(curve_, floor_)) bends_.push_back(value);
  std::sort(bends_.begin(), bends_.end());
}

double ExpectedDesirability::at(double value) const {
  const double d = curve_(value);
  return d < floor_ ? floor_ : d;  // NaN stays
}

PowerMoments ExpectedDesirability::moments(double power, double mean, double std) const {
  if (!(std > 0) || curve_.of_exact_values) {
    const double d = std::pow(at(mean), power);
    return {d, d * d};
  }
  if (power == 1 && floor_ <= 0 && !curve_.line.empty()) return of_line(mean, std);
  return by_quadrature(power, mean, std);
}

PowerMoments ExpectedDesirability::of_line(double mean, double std) const {
  const auto& line = curve_.line;
  PowerMoments moments;
  const auto flat = [&](double d, double probability) {
    moments.first += d * probability;
    moments.second += d * d * probability;
  };
  flat(line.front().second, normal_cumulative((line.front().first - mean) / std));
  flat(line.back().second, normal_cumulative((mean - line.back().first) / std));
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    const auto& [x0, d0] = line[i];
    const auto& [x1, d1] = line[i + 1];
    if (!(x0 < x1)) continue;
    const double low = (x0 - mean) / std, high = (x1 - mean) / std;
    const double m0 = normal_between(low, high);
    const double m1 = normal_density(low) - normal_density(high);
    const double m2 = m0 + low * normal_density(low) - high * normal_density(high);
    // d = at_mean + rise z on this piece.
    const double slope = (d1 - d0) / (x1 - x0);
    const double at_mean = d0 + slope * (mean - x0), rise = slope * std;
    moments.first += at_mean * m0 + rise * m1;
    moments.second += at_mean * at_mean * m0 + 2 * at_mean * rise * m1 + rise * rise * m2;
  }
  moments.first = std::clamp(moments.first, 0.0, 1.0);
  moments.second = std::clamp(moments.second, moments.first * moments.first, 1.0);
  return moments;
}

PowerMoments ExpectedDesirability::by_quadrature(double power, double mean, double std) const {
  const Edges edges(bends_, mean, std);
  PowerMoments moments;
  double total = 0;
  for (std::size_t i = 0; i + 1 < edges.count(); ++i) {
    const double middle = (edges[i] + edges[i + 1]) / 2, half = (edges[i + 1] - edges[i]) / 2;
    for (const auto& [node, weight] : kRule) {
      for (const double z : {middle - half * node, middle + half * node}) {
        const double share = weight * half * normal_density(z);
        const double d = at(mean + std * z);
        const double raised = power == 1 ? d : std::pow(d, power);
        total += share;
        moments.first += share * raised;
        moments.second += share * raised * raised;
      }
    }
  }
  // The rule's own error in the density, so that a constant curve has its constant as mean.
  return {moments.first / total, moments.second / total};
}

}  // namespace furui
