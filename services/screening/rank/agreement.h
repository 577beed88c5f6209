// How far two rankings of the same candidates agree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace furui {

/// What a comparison needs of one ranking; n each.
struct RankedColumn {
  std::vector<std::uint32_t> rank;       ///< 0: not ranked
  std::vector<std::uint32_t> tie_group;  ///< 0: not ranked, or nobody told
};

struct Agreement {
  std::size_t in_both = 0, in_first = 0, in_other = 0;  ///< candidates with a rank
  std::optional<double> spearman, kendall;  ///< over those in both; nothing for fewer than two
  std::size_t top = 0, top_in_both = 0;
  /// Pairs in both that lie in different tie groups of each ranking, in opposite order.
  std::uint64_t contradictions = 0;
  /// Rows among the k best of either, the largest differences of rank first, then those ranked in one only by that rank.
  std::vector<std::uint32_t> movers;
};

/// Spearman 1904 and Kendall 1938 over the ranks of those ranked in both, numbered anew; O(n log n).
///
/// top     k of the top lists; fewer where a ranking has fewer
/// movers  at most so many; candidates of the same rank in both are none
/// throws  std::invalid_argument (a fault) where columns differ in length
Agreement compare_rankings(const RankedColumn& first, const RankedColumn& other, std::size_t top, std::size_t movers);

}  // namespace furui
