// Distances of ranked neighbours against those of rock salt, and how little they change.
#include "crystal/neighbour_distances.h"

#include <gtest/gtest.h>

#include <cmath>

#include "changed_crystals.h"

namespace furui {
namespace {

using namespace furui::testing;

TEST(NeighbourDistances, AreThoseOfRockSalt) {
  const double a = 5.64;
  const AveragedCell cell = *averaged_cell(rock_salt(a));
  const std::vector<float> distances = neighbour_distances(cell);
  ASSERT_EQ(distances.size(), 8 * 2 * kNeighbourRanks.size());
  for (std::size_t site = 0; site < 8; ++site) {
    const bool sodium = cell.atomic_numbers[site] == 11;
    for (std::size_t rank = 0; rank < kNeighbourRanks.size(); ++rank) {
      const float* row = &distances[site * 2 * kNeighbourRanks.size()];
      const double like = row[(sodium ? 0 : kNeighbourRanks.size()) + rank], unlike = row[(sodium ? kNeighbourRanks.size() : 0) + rank];
      const std::size_t which = kNeighbourRanks[rank];
      EXPECT_NEAR(like, which <= 12 ? a / std::sqrt(2) : which <= 18 ? a : kNeighbourReach, 1e-5) << which;
      EXPECT_NEAR(unlike, which <= 6 ? a / 2 : which <= 14 ? a * std::sqrt(0.75) : kNeighbourReach, 1e-5) << which;
    }
  }
}

TEST(NeighbourDistances, OfEveryCellGiveOneFingerprint) {
  Random random(9);
  for (int i = 0; i < 20; ++i) {
    const Crystal crystal = random_crystal({22, 8, 8, 20, 8}, random);
    const AveragedCell small = *averaged_cell(crystal), large = *averaged_cell(rebased(crystal, 3, random));
    const auto one = neighbour_fingerprint(small, neighbour_distances(small)), other = neighbour_fingerprint(large, neighbour_distances(large));
    ASSERT_EQ(one.size(), other.size());
    for (std::size_t k = 0; k < one.size(); ++k) EXPECT_NEAR(one[k], other[k], 1e-5);
  }
}

TEST(NeighbourDistances, ChangeByTwiceWhatSitesMoveAtMost) {
  Random random(10);
  const double by = 0.05;
  for (int i = 0; i < 20; ++i) {
    const Crystal crystal = random_crystal({22, 8, 8, 20, 8}, random);
    const AveragedCell before = *averaged_cell(crystal), after = *averaged_cell(with_noise(crystal, by / std::sqrt(3), random));
    const auto one = neighbour_distances(before), other = neighbour_distances(after);
    EXPECT_TRUE((DistanceMargin{1, static_cast<float>(2 * by + 1e-5)}.holds(one.data(), other.data(), one.size())));
    EXPECT_FALSE((DistanceMargin{1, static_cast<float>(by / 20)}.holds(one.data(), other.data(), one.size())));
  }
}

}  // namespace
}  // namespace furui
