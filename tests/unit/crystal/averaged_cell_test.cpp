// Cells divided by their translations, with and without noise.
#include "crystal/averaged_cell.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "changed_crystals.h"

namespace furui {
namespace {

using namespace furui::testing;

AveragedCell divided(const Crystal& crystal, double tolerance) { return smaller_cell(*averaged_cell(crystal), tolerance); }

TEST(AveragedCell, OfASupercellIsThePrimitiveCell) {
  Random random(11);
  for (const int index : {1, 2, 3, 4, 5, 6}) {
    const AveragedCell salt = divided(rebased(rock_salt(), index, random), 1e-3);
    EXPECT_EQ(salt.size(), 2U) << index;
    EXPECT_NEAR(salt.volume_per_atom(), 5.64 * 5.64 * 5.64 / 8, 1e-9);
    for (const Vector3& row : salt.lattice) EXPECT_NEAR(norm(row), 5.64 / std::sqrt(2), 1e-9);
    EXPECT_LT(*std::max_element(salt.spread.begin(), salt.spread.end()), 1e-9);
    EXPECT_EQ(divided(rebased(random_crystal({8, 8, 22, 22}, random), index, random), 1e-3).size(), 4U);
  }
}

TEST(AveragedCell, KeepsHowFarRepeatsAreFromTheirAverage) {
  const Crystal large = with_site_moved(rock_salt(), 0, 0.08);  // one of four sodium sites
  EXPECT_EQ(divided(large, 0.03).size(), 8U) << "it and another are 0.04 angstrom from their average";
  EXPECT_EQ(divided(large, 0.05).size(), 4U) << "it is 0.06 angstrom from the average of all four";
  const AveragedCell small = divided(large, 0.13);
  ASSERT_EQ(small.size(), 2U);
  EXPECT_NEAR(small.mean_square[0], (0.06 * 0.06 + 3 * 0.02 * 0.02) / 4, 1e-9);
  EXPECT_GE(small.spread[0], 0.06 - 1e-9);
  EXPECT_LE(small.spread[0], 0.13);
  EXPECT_NEAR(small.spread[1], 0, 1e-9);
}

TEST(AveragedCell, IsNoSmallerWhereElementsForbidIt) {
  Crystal mixed = rock_salt();
  mixed.atomic_numbers[0] = 19;
  EXPECT_EQ(divided(mixed, 0.1).size(), 8U);
  mixed.atomic_numbers[1] = 19;
  EXPECT_EQ(divided(mixed, 0.1).size(), 4U) << "the translation between both potassium sites";
}

}  // namespace
}  // namespace furui
