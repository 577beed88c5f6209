// How far each site of a crystal has its neighbours, and a fingerprint of that for whole crystals.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "crystal/averaged_cell.h"  // for AveragedCell

namespace furui {

/// Neighbours further away count as this far, in angstrom.
constexpr double kNeighbourReach = 6;
/// Which neighbours of each element are looked at: the nearest, the second nearest, …
constexpr std::array<std::size_t, 9> kNeighbourRanks{1, 2, 3, 4, 6, 8, 12, 16, 24};

/// Distances of the ranked neighbours of each site: the rows of pointwise distance distributions (Widdowson and Kurlin, NeurIPS
/// 2022), told apart by the neighbours' elements. If all sites move by at most d, no entry changes by more than 2d, since no
/// distance does; if lengths are stretched by at most a factor f, so are the entries (Widdowson et al., MATCH 87, 529 (2022)).
///
/// returns  sites times elements (ascending) times ranks, row by row; angstrom, at most kNeighbourReach
std::vector<float> neighbour_distances(const AveragedCell& cell);

/// For each pair of elements and each rank, five quantiles over the sites of the first (least, quarters, most): the same for every
/// cell of a crystal, and as hard to change as the entries are, since a sorted list changes by no more than what it lists.
///
/// distances  neighbour_distances(cell)
/// returns    elements times 5 times elements times ranks, in angstrom
std::vector<float> neighbour_fingerprint(const AveragedCell& cell, const std::vector<float>& distances);

/// By how much entries may differ between crystals that are compared.
struct DistanceMargin {
  float factor = 1;    ///< at least 1
  float angstrom = 0;  ///< beyond the factor

  /// Whether no entry is above factor times the other and the margin; both of that many entries.
  bool holds(const float* one, const float* other, std::size_t count) const {
    constexpr std::size_t kTogether = 16;
    std::size_t i = 0;
    for (; i + kTogether <= count; i += kTogether) {
      unsigned broken = 0;
      for (std::size_t k = 0; k < kTogether; ++k)
        broken |= static_cast<unsigned>(one[i + k] > factor * other[i + k] + angstrom) | static_cast<unsigned>(other[i + k] > factor * one[i + k] + angstrom);
      if (broken != 0) return false;
    }
    for (; i < count; ++i) {
      if (one[i] > factor * other[i] + angstrom || other[i] > factor * one[i] + angstrom) return false;
    }
    return true;
  }
};

}  // namespace furui
