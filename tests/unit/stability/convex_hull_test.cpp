// Hulls that can be drawn by hand.
#include "stability/convex_hull.h"

#include <gtest/gtest.h>

namespace furui {
namespace {

constexpr std::uint8_t kLi = 3, kO = 8, kMn = 25;
const Composition kOxide{{kLi, 2.0 / 3}, {kO, 1.0 / 3}}, kPeroxide{{kLi, 0.5}, {kO, 0.5}}, kSuperoxide{{kLi, 1.0 / 3}, {kO, 2.0 / 3}};

ConvexHull lithium_oxides() {
  ConvexHull hull({kLi, kO});
  hull.add(10, kPeroxide, -1.6);
  hull.add(11, kOxide, -2.0);
  hull.add(12, kSuperoxide, -0.9);  // above the line from the peroxide to oxygen, at -1.0667
  return hull;
}

TEST(ConvexHull, AStablePhaseIsItsOwnDecomposition) {
  const Decomposition of = lithium_oxides().decompose(kOxide);
  ASSERT_EQ(of.parts.size(), 1U);
  EXPECT_EQ(of.parts[0].phase, 11U);
  EXPECT_NEAR(of.parts[0].share, 1, 1e-12);
  EXPECT_NEAR(of.formation_energy, -2.0, 1e-12);
}

TEST(ConvexHull, AnUnstableOneIsAMixtureOfItsNeighbours) {
  const Decomposition of = lithium_oxides().decompose(kSuperoxide);
  ASSERT_EQ(of.parts.size(), 2U);
  EXPECT_EQ(of.parts[0].phase, 10U);
  EXPECT_NEAR(of.parts[0].share, 2.0 / 3, 1e-12);
  EXPECT_EQ(of.parts[1].phase, ConvexHull::kElement + kO);
  EXPECT_NEAR(of.formation_energy, -1.6 * 2 / 3, 1e-12);
}

TEST(ConvexHull, ElementsAloneAreAtZero) {
  const ConvexHull hull({kLi, kO, kMn});
  const Decomposition of = hull.decompose({{kLi, 0.25}, {kO, 0.5}, {kMn, 0.25}});
  EXPECT_EQ(of.parts.size(), 3U);
  EXPECT_EQ(of.formation_energy, 0);
  EXPECT_THROW(hull.decompose({{26, 1.0}}), std::logic_error);
}

TEST(ConvexHull, DoesNotDependOnTheOrderOfItsPhases) {
  ConvexHull other({kLi, kO});
  other.add(12, kSuperoxide, -0.9);
  other.add(11, kOxide, -2.0);
  other.add(10, kPeroxide, -1.6);
  for (const Composition& composition : {kOxide, kPeroxide, kSuperoxide, Composition{{kLi, 0.9}, {kO, 0.1}}})
    EXPECT_NEAR(other.decompose(composition).formation_energy, lithium_oxides().decompose(composition).formation_energy, 1e-12);
}

}  // namespace
}  // namespace furui
