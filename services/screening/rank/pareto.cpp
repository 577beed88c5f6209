// Candidates to distinct points with small whole coordinates, and the points' depths back to candidates.
#include "rank/pareto.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>

#include "core/parallel_sort.h"     // for parallel_sort
#include "rank/domination_depth.h"  // for domination_depth

namespace furui {
namespace {

using Rows = std::vector<std::uint32_t>;

/// What an element is sorted by; `element` makes equal keys distinct.
struct Keyed {
  double key;
  std::uint32_t element;
};

/// Replaces keys by their places among the distinct ones: 0 for the least. `ranks[element]` is written.
/// returns  the number of distinct keys
std::uint32_t dense_ranks(std::vector<Keyed>& keyed, std::vector<std::uint32_t>& ranks, ThreadPool& threads) {
  parallel_sort(
      keyed, [](const Keyed& a, const Keyed& b) { return a.key != b.key ? a.key < b.key : a.element < b.element; },
      threads);
  std::uint32_t distinct = 0;
  for (std::size_t i = 0; i < keyed.size(); ++i) {
    if (i > 0 && keyed[i].key != keyed[i - 1].key) ++distinct;
    ranks[keyed[i].element] = distinct;
  }
  return keyed.empty() ? 0 : distinct + 1;
}

/// Feasible rows by their places in each objective: equal values have equal places.
std::vector<std::vector<std::uint32_t>> places_of(const Rows& feasible, std::span<const ParetoObjective> objectives,
                                                  ThreadPool& threads) {
  std::vector<std::vector<std::uint32_t>> places;
  std::vector<Keyed> keyed(feasible.size());
  for (const ParetoObjective& objective : objectives) {
    for (std::size_t i = 0; i < feasible.size(); ++i) keyed[i] = {cost(objective, feasible[i]), static_cast<std::uint32_t>(i)};
    places.emplace_back(feasible.size());
    dense_ranks(keyed, places.back(), threads);
  }
  return places;
}

/// The order of rows by their first place, then the second, and so on: one counting sort for each, the last first.
std::vector<std::uint32_t> lexicographic_order(const std::vector<std::vector<std::uint32_t>>& places, std::size_t rows) {
  std::vector<std::uint32_t> order(rows), next(rows), begin(rows + 1);
  std::iota(order.begin(), order.end(), 0u);
  for (std::size_t d = places.size(); d-- > 0;) {
    std::fill(begin.begin(), begin.end(), 0u);
    for (std::uint32_t place : places[d]) ++begin[place + 1];
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    for (std::uint32_t row : order) next[begin[places[d][row]]++] = row;
    order.swap(next);
  }
  return order;
}

/// Fronts of the feasible rows, written to their places in `front`.
/// returns  the number of fronts
std::uint32_t sort_feasible(const Rows& feasible, std::span<const ParetoObjective> objectives, ThreadPool& threads,
                            std::vector<std::uint32_t>& front) {
  const std::size_t dimensions = objectives.size();
  if (feasible.empty() || dimensions == 0) return feasible.empty() ? 0 : 1;
  std::vector<std::vector<std::uint32_t>> places = places_of(feasible, objectives, threads);
  const std::vector<std::uint32_t> order = lexicographic_order(places, feasible.size());
  // Equal rows become one point, so that of two points one at most dominates, and no chain holds a point twice.
  std::vector<std::uint32_t> point(feasible.size());
  std::uint32_t points = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto equals_last = [&](const std::vector<std::uint32_t>& place) { return place[order[i]] == place[order[i - 1]]; };
    if (i > 0 && !std::all_of(places.begin(), places.end(), equals_last)) ++points;
    point[i] = points;
  }
  ++points;
  std::vector<std::uint32_t> coordinate(points * dimensions);
  for (std::size_t d = 0; d < dimensions; ++d) {
    for (std::size_t i = 0; i < order.size(); ++i) coordinate[point[i] * dimensions + d] = places[d][order[i]];
    places[d] = {};
  }
  const std::vector<std::uint32_t> depth = domination_depth(coordinate, dimensions, threads);
  for (std::size_t i = 0; i < order.size(); ++i) front[feasible[order[i]]] = depth[point[i]];
  return *std::max_element(depth.begin(), depth.end()) + 1;
}

void check_violation(std::size_t candidates, std::span<const float> violation) {
  if (!violation.empty() && violation.size() != candidates)
    throw std::invalid_argument("pareto: violation has " + std::to_string(violation.size()) + " rows, not " +
                                std::to_string(candidates));
  if (std::any_of(violation.begin(), violation.end(), [](float value) { return value < 0; }))
    throw std::invalid_argument("pareto: a violation is negative");
}

}  // namespace

std::vector<std::uint32_t> pareto_fronts(std::size_t candidates, std::span<const ParetoObjective> objectives,
                                         std::span<const float> violation, ThreadPool& threads) {
  if (candidates > std::numeric_limits<std::uint32_t>::max())
    throw std::invalid_argument("pareto: more candidates than a front can number");
  check_objectives(candidates, objectives);
  check_violation(candidates, violation);
  std::vector<std::uint32_t> front(candidates);
  Rows feasible, infeasible, incomplete;
  {
    const std::vector<unsigned char> complete = complete_rows(candidates, objectives);
    for (std::size_t row = 0; row < candidates; ++row) {
      const float violated = violation.empty() ? 0 : violation[row];
      Rows& kind = complete[row] == 0 || std::isnan(violated) ? incomplete : violated > 0 ? infeasible : feasible;
      kind.push_back(static_cast<std::uint32_t>(row));
    }
  }
  std::uint32_t fronts = sort_feasible(feasible, objectives, threads, front);
  std::vector<Keyed> keyed;
  for (std::uint32_t row : infeasible) keyed.push_back({violation[row], row});
  const std::uint32_t violations = dense_ranks(keyed, front, threads);
  for (std::uint32_t row : infeasible) front[row] += fronts;
  fronts += violations;
  for (std::uint32_t row : incomplete) front[row] = fronts;
  return front;
}

}  // namespace furui
