// Correlations by sums of squares and counted inversions.
#include "rank/agreement.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <stdexcept>

namespace furui {
namespace {

/// Pairs i < j with keys[i] > keys[j]; sorts the keys.
std::uint64_t sorted_inversions(std::vector<std::uint32_t>& keys) {
  std::vector<std::uint32_t> merged(keys.size());
  std::uint64_t inversions = 0;
  for (std::size_t width = 1; width < keys.size(); width *= 2) {
    for (std::size_t begin = 0; begin < keys.size(); begin += 2 * width) {
      const std::size_t middle = std::min(begin + width, keys.size()), end = std::min(begin + 2 * width, keys.size());
      for (std::size_t left = begin, right = middle, at = begin; at < end; ++at) {
        const bool take_right = left == middle || (right < end && keys[right] < keys[left]);
        if (take_right) inversions += middle - left;
        merged[at] = take_right ? keys[right++] : keys[left++];
      }
    }
    keys.swap(merged);
  }
  return inversions;
}

/// Rows that both rank, in the order of the first.
std::vector<std::uint32_t> shared_in_order(const RankedColumn& first, const RankedColumn& other) {
  std::vector<std::uint32_t> rows;
  for (std::size_t row = 0; row < first.rank.size(); ++row) {
    if (first.rank[row] > 0 && other.rank[row] > 0) rows.push_back(static_cast<std::uint32_t>(row));
  }
  std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) { return first.rank[a] < first.rank[b]; });
  return rows;
}

void correlate(const std::vector<std::uint32_t>& in_order, const RankedColumn& other, Agreement& agreement) {
  const std::size_t n = in_order.size();
  if (n < 2) return;
  // Places of the other ranking among those in both, in the order of the first.
  std::vector<std::uint32_t> by_other(n), place(n);
  std::iota(by_other.begin(), by_other.end(), 0);
  std::sort(by_other.begin(), by_other.end(), [&](std::uint32_t a, std::uint32_t b) { return other.rank[in_order[a]] < other.rank[in_order[b]]; });
  for (std::size_t i = 0; i < n; ++i) place[by_other[i]] = static_cast<std::uint32_t>(i);
  double squares = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double difference = static_cast<double>(i) - static_cast<double>(place[i]);
    squares += difference * difference;
  }
  const auto m = static_cast<double>(n);
  agreement.spearman = 1 - 6 * squares / (m * (m * m - 1));
  agreement.kendall = 1 - 4 * static_cast<double>(sorted_inversions(place)) / (m * (m - 1));
}

/// Strict inversions of the other's groups between different groups of the first.
std::uint64_t count_contradictions(const std::vector<std::uint32_t>& in_order, const RankedColumn& first, const RankedColumn& other) {
  std::vector<std::uint32_t> rows;
  for (const std::uint32_t row : in_order) {
    if (first.tie_group[row] > 0 && other.tie_group[row] > 0) rows.push_back(row);
  }
  // Within a group of the first the order is free, so it is put as the other has it: no inversion is left there.
  std::stable_sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
    return first.tie_group[a] != first.tie_group[b] ? first.tie_group[a] < first.tie_group[b] : other.tie_group[a] < other.tie_group[b];
  });
  std::vector<std::uint32_t> groups;
  for (const std::uint32_t row : rows) groups.push_back(other.tie_group[row]);
  return sorted_inversions(groups);
}

std::vector<std::uint32_t> find_movers(const RankedColumn& first, const RankedColumn& other, std::size_t top, std::size_t movers) {
  const auto in_top = [&](const RankedColumn& ranking, std::size_t row) { return ranking.rank[row] > 0 && ranking.rank[row] <= top; };
  const auto in_both = [&](std::uint32_t row) { return first.rank[row] > 0 && other.rank[row] > 0; };
  const auto distance = [&](std::uint32_t row) { return std::abs(std::int64_t{first.rank[row]} - std::int64_t{other.rank[row]}); };
  std::vector<std::uint32_t> rows;
  for (std::size_t row = 0; row < first.rank.size(); ++row) {
    const auto candidate = static_cast<std::uint32_t>(row);
    if ((in_top(first, row) || in_top(other, row)) && distance(candidate) > 0) rows.push_back(candidate);
  }
  std::sort(rows.begin(), rows.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (in_both(a) != in_both(b)) return in_both(a);
    if (distance(a) != distance(b)) return in_both(a) ? distance(a) > distance(b) : distance(a) < distance(b);
    return a < b;
  });
  rows.resize(std::min(rows.size(), movers));
  return rows;
}

}  // namespace

Agreement compare_rankings(const RankedColumn& first, const RankedColumn& other, std::size_t top, std::size_t movers) {
  const std::size_t n = first.rank.size();
  if (other.rank.size() != n || first.tie_group.size() != n || other.tie_group.size() != n)
    throw std::invalid_argument("compared rankings have different numbers of candidates");
  Agreement agreement;
  const auto ranked = [](const RankedColumn& of) {
    return static_cast<std::size_t>(std::count_if(of.rank.begin(), of.rank.end(), [](std::uint32_t rank) { return rank > 0; }));
  };
  const std::vector<std::uint32_t> shared = shared_in_order(first, other);
  agreement.in_both = shared.size();
  agreement.in_first = ranked(first) - shared.size();
  agreement.in_other = ranked(other) - shared.size();
  agreement.top = std::min({top, ranked(first), ranked(other)});
  for (const std::uint32_t row : shared)
    agreement.top_in_both += first.rank[row] <= agreement.top && other.rank[row] <= agreement.top ? 1 : 0;
  correlate(shared, other, agreement);
  agreement.contradictions = count_contradictions(shared, first, other);
  agreement.movers = find_movers(first, other, agreement.top, movers);
  return agreement;
}

}  // namespace furui
