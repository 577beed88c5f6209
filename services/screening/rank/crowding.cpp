// Gaps between neighbours, objective by objective.
#include "rank/crowding.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>

#include "core/parallel_sort.h"  // for parallel_sort

namespace furui {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Standing {
  double cost;
  std::uint32_t front, row;

  bool operator<(const Standing& other) const {
    if (front != other.front) return front < other.front;
    return cost != other.cost ? cost < other.cost : row < other.row;
  }
};

double share(double gap, double range) { return std::isinf(gap) ? 1 : gap / range; }

/// Adds one objective's part to the rows of one front, which are in the order of their cost.
void add_gaps(std::span<const Standing> standings, std::vector<double>& distance) {
  const double best = standings.front().cost, worst = standings.back().cost;
  for (std::size_t begin = 0, end = 0; begin < standings.size(); begin = end) {
    const double cost = standings[begin].cost;
    while (end < standings.size() && standings[end].cost == cost) ++end;
    const bool boundary = cost == best || cost == worst;
    const double part = boundary ? kInfinity : share(standings[end].cost - standings[begin - 1].cost, worst - best);
    for (const Standing& equal : standings.subspan(begin, end - begin)) distance[equal.row] += part;
  }
}

}  // namespace

std::vector<double> crowding_distance(std::size_t candidates, std::span<const ParetoObjective> objectives,
                                      std::span<const std::uint32_t> front, ThreadPool& threads) {
  if (front.size() != candidates) throw std::invalid_argument("crowding: a front for each candidate is needed");
  check_objectives(candidates, objectives);
  const std::vector<unsigned char> complete = complete_rows(candidates, objectives);
  std::vector<unsigned char> all_equal = complete;  // 1: the row equals all others of its front, so far
  std::vector<double> distance(candidates);
  std::vector<Standing> standings;
  for (const ParetoObjective& objective : objectives) {
    standings.clear();
    for (std::size_t row = 0; row < candidates; ++row) {
      if (complete[row] != 0) standings.push_back({cost(objective, row), front[row], static_cast<std::uint32_t>(row)});
    }
    parallel_sort(standings, std::less<>(), threads);
    for (std::size_t begin = 0, end = 0; begin < standings.size(); begin = end) {
      while (end < standings.size() && standings[end].front == standings[begin].front) ++end;
      if (standings[begin].cost == standings[end - 1].cost) continue;
      const std::span<const Standing> of_front(standings.data() + begin, end - begin);
      for (const Standing& standing : of_front) all_equal[standing.row] = 0;
      add_gaps(of_front, distance);
    }
  }
  for (std::size_t row = 0; row < candidates; ++row) {
    if (all_equal[row] != 0) distance[row] = kInfinity;
  }
  return distance;
}

}  // namespace furui
