// Along the first coordinate whatever dominates a point came before it, so that the other two decide, by the stairs of
// each front. A front that dominates a point has all better ones dominate it as well, so that its own is found by
// bisection, as in the efficient non-dominated sort of Zhang et al. 2015 (IEEE Trans. Evol. Comput. 19, 201).
#include "rank/front_sweep.h"

#include <algorithm>

#include "rank/stairs.h"  // for Stairs

namespace furui {
namespace {

class FrontSweep {
 public:
  explicit FrontSweep(std::span<const std::uint32_t> coordinate) : coordinate_(coordinate) {}

  std::vector<std::uint32_t> find() {
    std::vector<std::uint32_t> front(coordinate_.size() / 3);
    for (std::size_t point = 0; point < front.size(); ++point) {
      const std::uint32_t y = coordinate_[3 * point + 1], z = coordinate_[3 * point + 2];
      front[point] = front_of(y, z);
      enter(front[point], y, z);
    }
    return front;
  }

 private:
  /// The first front that does not dominate a point.
  std::uint32_t front_of(std::uint32_t y, std::uint32_t z) const {
    // Each front has a point above each of the next one's, so that its least coordinates are no larger.
    const auto up_to = [](const std::vector<std::uint32_t>& of, std::uint32_t value) {
      return static_cast<std::uint32_t>(std::upper_bound(of.begin(), of.end(), value) - of.begin());
    };
    std::uint32_t least = 0, most = std::min(up_to(least_y_, y), up_to(least_z_, z));
    // In a long chain each point lies right behind the last one.
    if (most > 0 && stairs_[most - 1].cover(y, z)) return most;
    while (least + 1 < most) {
      const std::uint32_t middle = least + (most - 1 - least) / 2;
      if (stairs_[middle].cover(y, z)) least = middle + 1;
      else most = middle + 1;
    }
    return least;
  }

  void enter(std::uint32_t front, std::uint32_t y, std::uint32_t z) {
    if (front == stairs_.size()) {
      stairs_.emplace_back();
      least_y_.push_back(y);
      least_z_.push_back(z);
    }
    stairs_[front].enter(y, z);
    least_y_[front] = std::min(least_y_[front], y);
    least_z_[front] = std::min(least_z_[front], z);
  }

  std::span<const std::uint32_t> coordinate_;
  std::vector<Stairs> stairs_;                    // of each front, in the second and third coordinate
  std::vector<std::uint32_t> least_y_, least_z_;  // of each front; rising
};

}  // namespace

std::vector<std::uint32_t> fronts_in_space(std::span<const std::uint32_t> coordinate) {
  return FrontSweep(coordinate).find();
}

}  // namespace furui
