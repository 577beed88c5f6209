// Candidates to distinct points with small whole coordinates, and the points' depths back to candidates.
#include "rank/pareto.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>

#include "core/parallel_sort.h"     // for parallel_sort
#include "core/radix_sort.h"        // for rising_bits, sort_by_key
#include "rank/domination_depth.h"  // for domination_depth

namespace furui {
namespace {

using Rows = std::vector<std::uint32_t>;

constexpr std::size_t kBlockRows = 8192;  // that a thread takes at once

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

/// Numbers of the feasible rows that rise with their costs, for each objective.
///
/// dense  0, 1, … without gaps
std::vector<std::vector<std::uint32_t>> places_of(const Rows& feasible, std::span<const ParetoObjective> objectives, bool dense,
                                                  ThreadPool& threads) {
  std::vector<std::vector<std::uint32_t>> places;
  for (const ParetoObjective& objective : objectives) {
    std::vector<std::uint32_t>& place = places.emplace_back(feasible.size());
    if (!dense && objective.goal != Goal::kTarget) {
      for (std::size_t i = 0; i < feasible.size(); ++i) place[i] = rising_bits(static_cast<float>(cost(objective, feasible[i])) + 0.0F);  // of -0 as of 0
      continue;
    }
    std::vector<Keyed> keyed(feasible.size());
    for (std::size_t i = 0; i < feasible.size(); ++i) keyed[i] = {cost(objective, feasible[i]), static_cast<std::uint32_t>(i)};
    dense_ranks(keyed, place, threads);
  }
  return places;
}

/// The order of rows by their first place, then the second, and so on.
std::vector<std::uint32_t> lexicographic_order(const std::vector<std::vector<std::uint32_t>>& places, ThreadPool& threads) {
  Buffer<KeyedElement> rows(places[0].size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = keyed(places[0][i], static_cast<std::uint32_t>(i));
  sort_by_key(rows, threads);
  const std::vector<std::size_t> blocks = blocks_of_keys(rows, kBlockRows);
  const auto before = [&](KeyedElement a, KeyedElement b) {
    for (std::size_t d = 1; d < places.size(); ++d) {
      const std::uint32_t left = places[d][element_of(a)], right = places[d][element_of(b)];
      if (left != right) return left < right;
    }
    return a < b;
  };
  std::vector<std::uint32_t> order(rows.size());
  threads.for_each(blocks.size() - 1, [&](std::size_t block, int) {
    for_equal_keys(rows, blocks[block], blocks[block + 1], [&](std::size_t begin, std::size_t end) {
      if (end - begin > 1) std::sort(rows.begin() + begin, rows.begin() + end, before);
      for (std::size_t i = begin; i < end; ++i) order[i] = element_of(rows[i]);
    });
  });
  return order;
}

/// Fronts of the feasible rows, written to their places in `front`.
/// returns  the number of fronts
std::uint32_t sort_feasible(const Rows& feasible, std::span<const ParetoObjective> objectives, ThreadPool& threads,
                            std::vector<std::uint32_t>& front) {
  const std::size_t dimensions = objectives.size();
  if (feasible.empty() || dimensions == 0) return feasible.empty() ? 0 : 1;
  std::vector<std::vector<std::uint32_t>> places = places_of(feasible, objectives, dimensions > 3, threads);
  const std::vector<std::uint32_t> order = lexicographic_order(places, threads);
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
