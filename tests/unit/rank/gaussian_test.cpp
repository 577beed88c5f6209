// The normal distribution against tables.
#include "rank/gaussian.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace furui {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Abramowitz & Stegun 1964, table 26.1.
TEST(Gaussian, HasTheValuesOfTheTables) {
  EXPECT_NEAR(normal_cumulative(0), 0.5, 1e-15);
  EXPECT_NEAR(normal_cumulative(1), 0.841344746068543, 1e-14);
  EXPECT_NEAR(normal_cumulative(-1.96), 0.024997895148220, 1e-14);
  EXPECT_NEAR(normal_density(0), 0.398942280401433, 1e-14);
  EXPECT_NEAR(normal_density(2), 0.053990966513188, 1e-14);
  EXPECT_EQ(normal_cumulative(-kInfinity), 0);
  EXPECT_EQ(normal_cumulative(kInfinity), 1);
}

TEST(Gaussian, IsPreciseInBothTails) {
  // P(Z > 10) = 7.61985302416e-24.
  EXPECT_NEAR(normal_between(10, kInfinity) / 7.61985302416e-24, 1, 1e-10);
  EXPECT_NEAR(normal_between(-kInfinity, -10) / 7.61985302416e-24, 1, 1e-10);
  EXPECT_DOUBLE_EQ(normal_between(3, 4), normal_between(-4, -3));
  EXPECT_EQ(normal_between(1, 1), 0);
  EXPECT_EQ(normal_between(2, 1), 0);
  EXPECT_NEAR(normal_between(-1, 1), 0.682689492137086, 1e-14);
}

}  // namespace
}  // namespace furui
