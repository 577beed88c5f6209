// All pairs with the images that can lie near enough: cells of crystals are small, and large ones have few images.
#include "crystal/coordination.h"

#include <algorithm>
#include <cmath>

namespace furui {
namespace {

constexpr double kSamePlace = 1e-8;  // angstrom: a site is no neighbour of its own

/// Distances between two sites below a cutoff, over all images.
class ImageDistances {
 public:
  explicit ImageDistances(const Crystal& crystal) : crystal_(crystal) {
    for (std::size_t axis = 0; axis < 3; ++axis)
      spacing_[axis] = std::abs(volume(crystal)) / norm(cross(crystal.lattice[(axis + 1) % 3], crystal.lattice[(axis + 2) % 3]));
  }

  template <typename Take>
  void below(double cutoff, std::size_t from, std::size_t to, Take take) const {
    Vector3 apart{}, first{}, last{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      apart[axis] = crystal_.fractional[to][axis] - crystal_.fractional[from][axis];
      first[axis] = std::ceil(-cutoff / spacing_[axis] - apart[axis]);
      last[axis] = std::floor(cutoff / spacing_[axis] - apart[axis]);
    }
    for (double a = first[0]; a <= last[0]; ++a) {
      for (double b = first[1]; b <= last[1]; ++b) {
        for (double c = first[2]; c <= last[2]; ++c) {
          const double distance = norm(cartesian(crystal_.lattice, {apart[0] + a, apart[1] + b, apart[2] + c}));
          if (distance < cutoff && distance > kSamePlace) take(distance);
        }
      }
    }
  }

 private:
  const Crystal& crystal_;
  Vector3 spacing_{};
};

}  // namespace

std::optional<std::vector<int>> coordination_numbers(const Crystal& crystal) {
  const ImageDistances images(crystal);
  // An atom's own image is never further than the shortest vector of the cell.
  double bound = kNeighbourCutoffAngstrom;
  for (const Vector3& row : crystal.lattice) bound = std::min(bound, norm(row) + kSamePlace);
  std::vector<int> numbers;
  std::vector<double> distances;
  for (std::size_t site = 0; site < crystal.size(); ++site) {
    double nearest = bound;
    distances.clear();
    for (std::size_t other = 0; other < crystal.size(); ++other) {
      images.below(std::min(nearest * (1 + kNearestTolerance), kNeighbourCutoffAngstrom), site, other, [&](double distance) {
        distances.push_back(distance);
        nearest = std::min(nearest, distance);
      });
    }
    if (distances.empty()) return std::nullopt;
    numbers.push_back(static_cast<int>(std::count_if(distances.begin(), distances.end(), [&](double distance) { return distance < (1 + kNearestTolerance) * nearest; })));
  }
  return numbers;
}

}  // namespace furui
