// Boxes along the cell's axes; a search looks into those that its reach touches.
#include "crystal/site_grid.h"

#include <algorithm>
#include <cmath>

namespace furui {
namespace {

constexpr int kMostBoxes = 64;  // along an axis

/// Distance of the lattice's planes along an axis, in angstrom.
double spacing(const Matrix3& lattice, std::size_t axis) {
  const Vector3 across = cross(lattice[(axis + 1) % 3], lattice[(axis + 2) % 3]);
  return std::abs(dot(lattice[axis], across)) / norm(across);
}

int box_at(double coordinate, int boxes) { return std::clamp(static_cast<int>(coordinate * boxes), 0, boxes - 1); }

}  // namespace

SiteGrid::Measure::Measure(const Matrix3& rows, double reach_angstrom) : lattice(rows), reach(reach_angstrom) {
  for (std::size_t axis = 0; axis < 3; ++axis) reach = std::min(reach, 0.499 * spacing(rows, axis));
  for (std::size_t axis = 0; axis < 3; ++axis) spans[axis] = reach / spacing(rows, axis);
}

SiteGrid::SiteGrid(const Matrix3& lattice, std::span<const std::uint8_t> atomic_numbers, std::span<const Vector3> fractional)
    : atomic_numbers_(atomic_numbers), fractional_(fractional) {
  const Vector3 spacings{spacing(lattice, 0), spacing(lattice, 1), spacing(lattice, 2)};
  const double edge = std::cbrt(spacings[0] * spacings[1] * spacings[2] / static_cast<double>(std::max<std::size_t>(fractional.size(), 1)));
  for (std::size_t axis = 0; axis < 3; ++axis)
    boxes_[axis] = static_cast<int>(std::clamp(spacings[axis] / edge, 1.0, static_cast<double>(kMostBoxes)));
  std::vector<std::uint32_t> box_of;
  first_.assign(static_cast<std::size_t>(boxes_[0]) * static_cast<std::size_t>(boxes_[1]) * static_cast<std::size_t>(boxes_[2]) + 1, 0);
  for (const Vector3& at : fractional) {
    const int box = (box_at(at[0], boxes_[0]) * boxes_[1] + box_at(at[1], boxes_[1])) * boxes_[2] + box_at(at[2], boxes_[2]);
    box_of.push_back(static_cast<std::uint32_t>(box));
    ++first_[box_of.back() + 1];
  }
  for (std::size_t box = 1; box < first_.size(); ++box) first_[box] += first_[box - 1];
  sites_.resize(fractional.size());
  std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
  for (std::uint32_t site = 0; site < box_of.size(); ++site) sites_[next[box_of[site]]++] = site;
}

std::optional<SiteGrid::Found> SiteGrid::nearest(const Measure& measure, std::uint8_t atomic_number, const Vector3& place) const {
  std::array<int, 3> low{}, count{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double at = place[axis] - std::floor(place[axis]);
    low[axis] = static_cast<int>(std::floor((at - measure.spans[axis]) * boxes_[axis]));
    const int high = static_cast<int>(std::floor((at + measure.spans[axis]) * boxes_[axis]));
    count[axis] = std::min(high - low[axis] + 1, boxes_[axis]);
    low[axis] = (low[axis] + boxes_[axis]) % boxes_[axis];
  }
  std::optional<Found> found;
  double least = measure.reach * measure.reach;
  for (int i = 0; i < count[0]; ++i) {
    for (int j = 0; j < count[1]; ++j) {
      for (int k = 0; k < count[2]; ++k) {
        const int box = ((low[0] + i) % boxes_[0] * boxes_[1] + (low[1] + j) % boxes_[1]) * boxes_[2] + (low[2] + k) % boxes_[2];
        for (std::uint32_t s = first_[static_cast<std::size_t>(box)]; s < first_[static_cast<std::size_t>(box) + 1]; ++s) {
          const std::uint32_t site = sites_[s];
          if (atomic_numbers_[site] != atomic_number) continue;
          const Vector3 residual = cartesian(measure.lattice, to_nearest_image(fractional_[site], place));
          const double squared = dot(residual, residual);
          if (squared < least || (squared == least && (!found || site < found->site))) {
            least = squared;
            found = Found{site, residual};
          }
        }
      }
    }
  }
  return found;
}

}  // namespace furui
