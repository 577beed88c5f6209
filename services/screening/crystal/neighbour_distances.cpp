// Boxes of sites once more, now with all images within a reach.
#include "crystal/neighbour_distances.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace furui {
namespace {

constexpr double kBoxAngstrom = 3;
constexpr int kMostBoxes = 32;      // along an axis
constexpr double kSamePlace = 1e-8;  // angstrom: a site is no neighbour of its own
constexpr std::size_t kMostRank = kNeighbourRanks.back();

/// All neighbours within the reach, as many boxes around the site's own as that needs.
class Neighbours {
 public:
  explicit Neighbours(const AveragedCell& cell) : cell_(cell) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const Vector3 across = cross(cell.lattice[(axis + 1) % 3], cell.lattice[(axis + 2) % 3]);
      const double spacing = std::abs(dot(cell.lattice[axis], across)) / norm(across);
      boxes_[axis] = static_cast<int>(std::clamp(spacing / kBoxAngstrom, 1.0, static_cast<double>(kMostBoxes)));
      reach_[axis] = static_cast<int>(std::ceil(kNeighbourReach * boxes_[axis] / spacing));
    }
    members_.resize(static_cast<std::size_t>(boxes_[0] * boxes_[1] * boxes_[2]));
    for (std::size_t site = 0; site < cell.size(); ++site) {
      places_.push_back(cartesian(cell.lattice, cell.fractional[site]));
      members_[index(box_of(site))].push_back(static_cast<std::uint32_t>(site));
    }
  }

  /// Calls take(neighbour, squared distance).
  template <typename Take>
  void of(std::size_t site, Take take) const {
    const std::array<int, 3> home = box_of(site);
    std::array<int, 3> step{};
    for (step[0] = -reach_[0]; step[0] <= reach_[0]; ++step[0]) {
      for (step[1] = -reach_[1]; step[1] <= reach_[1]; ++step[1]) {
        for (step[2] = -reach_[2]; step[2] <= reach_[2]; ++step[2]) {
          std::array<int, 3> box{};
          Vector3 image{};
          for (std::size_t axis = 0; axis < 3; ++axis) {
            const int at = home[axis] + step[axis];
            const int turns = (at >= 0 ? at : at - boxes_[axis] + 1) / boxes_[axis];
            box[axis] = at - turns * boxes_[axis];
            image[axis] = turns;
          }
          const Vector3 shift = cartesian(cell_.lattice, image);
          for (const std::uint32_t other : members_[index(box)]) {
            Vector3 apart{};
            for (std::size_t axis = 0; axis < 3; ++axis) apart[axis] = places_[other][axis] + shift[axis] - places_[site][axis];
            const double squared = dot(apart, apart);
            if (squared < kNeighbourReach * kNeighbourReach && squared > kSamePlace * kSamePlace) take(other, squared);
          }
        }
      }
    }
  }

 private:
  std::array<int, 3> box_of(std::size_t site) const {
    std::array<int, 3> box{};
    for (std::size_t axis = 0; axis < 3; ++axis)
      box[axis] = std::min(boxes_[axis] - 1, static_cast<int>(cell_.fractional[site][axis] * boxes_[axis]));
    return box;
  }
  std::size_t index(const std::array<int, 3>& box) const { return static_cast<std::size_t>((box[0] * boxes_[1] + box[1]) * boxes_[2] + box[2]); }

  const AveragedCell& cell_;
  std::array<int, 3> boxes_{}, reach_{};
  std::vector<Vector3> places_;
  std::vector<std::vector<std::uint32_t>> members_;
};

/// Of each site the place of its element among the cell's elements.
std::vector<std::size_t> element_places(const AveragedCell& cell) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < cell.size(); ++i)
    places.push_back(i == 0 ? 0 : places.back() + (cell.atomic_numbers[i] != cell.atomic_numbers[i - 1] ? 1 : 0));
  return places;
}

}  // namespace

std::vector<float> neighbour_distances(const AveragedCell& cell) {
  const Neighbours neighbours(cell);
  const std::vector<std::size_t> element = element_places(cell);
  std::vector<std::vector<double>> squares(element.back() + 1);
  std::vector<float> distances;
  distances.reserve(cell.size() * squares.size() * kNeighbourRanks.size());
  for (std::size_t site = 0; site < cell.size(); ++site) {
    for (auto& list : squares) list.clear();
    neighbours.of(site, [&](std::size_t other, double squared) { squares[element[other]].push_back(squared); });
    for (auto& list : squares) {
      const auto sorted = static_cast<std::ptrdiff_t>(std::min(list.size(), kMostRank));
      std::partial_sort(list.begin(), list.begin() + sorted, list.end());
      for (const std::size_t rank : kNeighbourRanks)
        distances.push_back(static_cast<float>(rank <= list.size() ? std::sqrt(list[rank - 1]) : kNeighbourReach));
    }
  }
  return distances;
}

std::vector<float> neighbour_fingerprint(const AveragedCell& cell, const std::vector<float>& distances) {
  const std::size_t row = distances.size() / cell.size();
  std::vector<float> fingerprint, column;
  for (std::size_t first = 0, last = 0; first < cell.size(); first = last) {
    while (last < cell.size() && cell.atomic_numbers[last] == cell.atomic_numbers[first]) ++last;
    const std::size_t sites = last - first, at = fingerprint.size();
    fingerprint.resize(at + 5 * row);
    for (std::size_t entry = 0; entry < row; ++entry) {
      column.clear();
      for (std::size_t site = first; site < last; ++site) column.push_back(distances[site * row + entry]);
      std::sort(column.begin(), column.end());
      for (std::size_t quarter = 0; quarter < 5; ++quarter)
        fingerprint[at + quarter * row + entry] = column[std::min(quarter * sites / 4, sites - 1)];
    }
  }
  return fingerprint;
}

}  // namespace furui
