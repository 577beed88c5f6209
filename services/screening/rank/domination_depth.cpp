// Chains of points in four dimensions and more by divide and conquer: the first half is settled, deepens the second, which is then settled.
//
// The scheme is that of Jensen 2003 (IEEE Trans. Evol. Comput. 7, 503) as Fortin et al. 2013 (GECCO, 615) keep its
// bound where coordinates are equal. Their sweep in two dimensions keeps stairs for each front; here it asks for a
// prefix maximum, because a point's depth is one more than the largest depth of those that dominate it.
#include "rank/domination_depth.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <iterator>
#include <numeric>
#include <utility>

#include "core/parallel_sort.h"   // for parallel_sort
#include "rank/front_sweep.h"     // for fronts_in_space
#include "rank/prefix_maximum.h"  // for PrefixMaximum

namespace furui {
namespace {

using Point = std::uint32_t;
using Points = std::span<const Point>;

constexpr Point kFewPoints = 48;           // settled by comparing all; 32 to 96 are equally fast
constexpr std::size_t kFewPairs = 4096;    // compared one by one; 2048 to 16384 are equally fast
constexpr std::size_t kWorthSharing = 16384;
constexpr int kSharedSplits = 4;           // up to 81 pieces, of 64 bytes a point at most
constexpr int kSharers = 16;               // threads beyond it would need 4 bytes a point each

/// Points above, all settled, and points below that they deepen, each in the order of the second coordinate. The
/// dimensions 1 to `last` are still to be compared: the others are known to allow domination.
struct Piece {
  std::vector<Point> above, below;
  std::size_t last;
};

class Depths {
 public:
  Depths(std::span<const std::uint32_t> coordinate, std::size_t dimensions, ThreadPool& threads)
      : coordinate_(coordinate), dimensions_(dimensions), threads_(threads), depth_(coordinate.size() / dimensions) {
    const int sharers = depth_.size() >= kWorthSharing ? std::min(threads.threads(), kSharers) : 1;
    largest_.assign(static_cast<std::size_t>(sharers), PrefixMaximum(depth_.size()));
  }

  std::vector<std::uint32_t> find() {
    std::vector<Point> points(depth_.size());
    std::iota(points.begin(), points.end(), 0u);
    parallel_sort(
        points, [&](Point a, Point b) { return at(a, 1) != at(b, 1) ? at(a, 1) < at(b, 1) : a < b; }, threads_);
    settle(points, 0, static_cast<Point>(points.size()));
    return std::move(depth_);
  }

 private:
  std::uint32_t at(Point point, std::size_t dimension) const { return coordinate_[point * dimensions_ + dimension]; }

  /// Settles the points [begin, end), listed in the order of their second coordinate; earlier ones have deepened them.
  void settle(Points by_second, Point begin, Point end) {
    if (end - begin <= kFewPoints) {
      for (Point point = begin + 1; point < end; ++point) {
        for (Point above = begin; above < point; ++above) compare(above, point, dimensions_ - 1);
      }
      return;
    }
    const Point middle = begin + (end - begin) / 2;
    const std::vector<Point> first = those(by_second, [&](Point point) { return point < middle; });
    const std::vector<Point> second = those(by_second, [&](Point point) { return point >= middle; });
    settle(first, begin, middle);
    if (largest_.size() > 1 && by_second.size() >= kWorthSharing) share(first, second);
    else transfer(first, second, dimensions_ - 1, largest_[0]);
    settle(second, middle, end);
  }

  /// transfer() by all threads. What they do to a point commutes, so who comes first changes nothing.
  void share(Points first, Points second) {
    std::vector<Piece> pieces;
    using Cut = std::function<void(Points, Points, std::size_t, int)>;
    const Cut cut = [&](Points above, Points below, std::size_t last, int splits) {
      if (splits == 0 || last == 2 || above.size() + below.size() < kWorthSharing / 16) {
        pieces.push_back({{above.begin(), above.end()}, {below.begin(), below.end()}, last});
        return;
      }
      split(above, below, last, [&](Points a, Points b, std::size_t still) { cut(a, b, still, splits - 1); });
    };
    cut(first, second, dimensions_ - 1, kSharedSplits);
    std::atomic<std::size_t> next{0};
    threads_.for_each(largest_.size(), [&](std::size_t sharer, int) {
      for (std::size_t i = next++; i < pieces.size(); i = next++)
        transfer(pieces[i].above, pieces[i].below, pieces[i].last, largest_[sharer]);
    });
  }

  /// Deepens the points below by those above (Piece). `largest` is empty before and after.
  void transfer(Points above, Points below, std::size_t last, PrefixMaximum& largest) {
    if (above.size() * below.size() <= kFewPairs) {
      for (Point point : below) {
        for (Point dominator : above) {
          if (at(dominator, 1) > at(point, 1)) break;
          compare(dominator, point, last);
        }
      }
    } else if (last == 2) {
      sweep(above, below, largest);
    } else {
      split(above, below, last, [&](Points a, Points b, std::size_t still) { transfer(a, b, still, largest); });
    }
  }

  /// Cuts a piece at a value of its last dimension and calls next(above, below, last) for what is left to compare.
  template <typename Next>
  void split(Points above, Points below, std::size_t last, const Next& next) const {
    if (above.empty() || below.empty()) return;
    const auto [least, most_above] = range(above, last);
    const auto [least_below, most] = range(below, last);
    if (least > most) return;
    if (most_above <= least_below) return next(above, below, last - 1);
    const std::uint32_t middle = median(above, below, last);
    const auto is_less = [&](Point point) { return at(point, last) < middle; };
    const auto is_more = [&](Point point) { return at(point, last) > middle; };
    next(those(above, std::not_fn(is_more)), those(below, std::not_fn(is_less)), last - 1);
    next(those(above, is_less), those(below, is_less), last);
    next(those(above, is_more), those(below, is_more), last);
  }

  /// transfer() where the second and third coordinate are left.
  void sweep(Points above, Points below, PrefixMaximum& largest) {
    std::size_t entered = 0;
    for (Point point : below) {
      for (; entered < above.size() && at(above[entered], 1) <= at(point, 1); ++entered)
        largest.enter(at(above[entered], 2), depth_[above[entered]] + 1);
      deepen(point, largest.at_most(at(point, 2)));
    }
    for (Point point : above.first(entered)) largest.forget(at(point, 2));
  }

  /// Makes `point` deeper than `above` if that dominates it.
  void compare(Point above, Point point, std::size_t last) {
    if (depth_[above] < std::atomic_ref(depth_[point]).load(std::memory_order_relaxed)) return;
    for (std::size_t d = 1; d <= last; ++d) {
      if (at(above, d) > at(point, d)) return;
    }
    deepen(point, depth_[above] + 1);
  }

  void deepen(Point point, std::uint32_t depth) {
    const std::atomic_ref present(depth_[point]);
    std::uint32_t seen = present.load(std::memory_order_relaxed);
    while (seen < depth && !present.compare_exchange_weak(seen, depth, std::memory_order_relaxed)) {
    }
  }

  /// The least and the largest coordinate.
  std::pair<std::uint32_t, std::uint32_t> range(Points points, std::size_t dimension) const {
    std::pair<std::uint32_t, std::uint32_t> found{at(points[0], dimension), at(points[0], dimension)};
    for (Point point : points) {
      found.first = std::min(found.first, at(point, dimension));
      found.second = std::max(found.second, at(point, dimension));
    }
    return found;
  }

  /// Of the coordinates of both lists: at most half of the points have less, and at most half have more, so that log2 n
  /// cuts are the most that follow, and the copies that these keep at a time are no more than the lists themselves.
  std::uint32_t median(Points above, Points below, std::size_t dimension) const {
    std::vector<std::uint32_t> values;
    values.reserve(above.size() + below.size());
    for (Points points : {above, below}) {
      for (Point point : points) values.push_back(at(point, dimension));
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
  }

  template <typename Condition>
  static std::vector<Point> those(Points points, const Condition& condition) {
    std::vector<Point> chosen;
    std::copy_if(points.begin(), points.end(), std::back_inserter(chosen), condition);
    return chosen;
  }

  std::span<const std::uint32_t> coordinate_;
  std::size_t dimensions_;
  ThreadPool& threads_;
  std::vector<std::uint32_t> depth_;
  std::vector<PrefixMaximum> largest_;  // by the third coordinate; one for each thread
};

/// Two dimensions: of each front the last point has the least second coordinate, and these rise from front to front,
/// so the first front that does not dominate a point is found by bisection.
std::vector<std::uint32_t> depths_in_the_plane(std::span<const std::uint32_t> coordinate) {
  std::vector<std::uint32_t> depth(coordinate.size() / 2), last;
  for (std::size_t point = 0; point < depth.size(); ++point) {
    const std::uint32_t second = coordinate[2 * point + 1];
    const auto front = std::upper_bound(last.begin(), last.end(), second);
    depth[point] = static_cast<std::uint32_t>(front - last.begin());
    if (front == last.end()) last.push_back(second);
    else *front = second;
  }
  return depth;
}

}  // namespace

std::vector<std::uint32_t> domination_depth(std::span<const std::uint32_t> coordinate, std::size_t dimensions,
                                            ThreadPool& threads) {
  if (dimensions == 2) return depths_in_the_plane(coordinate);
  if (dimensions == 3) return fronts_in_space(coordinate);
  if (dimensions > 3) return Depths(coordinate, dimensions, threads).find();
  std::vector<std::uint32_t> depth(coordinate.size());
  std::iota(depth.begin(), depth.end(), 0u);
  return depth;
}

}  // namespace furui
