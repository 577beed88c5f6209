// Where curves are good enough, by hand and for every transform on a grid.
#include "rank/level_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "curves.h"
#include "rank/gaussian.h"

namespace furui {
namespace {

using testing::ElementsAre;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(LevelSet, OfAnSCurveBeginsAtItsMiddle) {
  const auto intervals = where_at_least(curve_of("{ type = \"logistic\", bad = -6.0, good = -3.0 }"), 0.5);
  ASSERT_EQ(intervals.size(), 1U);
  EXPECT_NEAR(intervals[0].low, -4.5, 1e-12);
  EXPECT_EQ(intervals[0].high, kInfinity);
}

TEST(LevelSet, OfAFallingCurveHasNoLowEnd) {
  const auto intervals = where_at_least(curve_of("{ type = \"logistic\", bad = 0.7, good = 0.3 }"), 0.8);
  ASSERT_EQ(intervals.size(), 1U);
  EXPECT_EQ(intervals[0].low, -kInfinity);
  EXPECT_NEAR(intervals[0].high, 0.3, 1e-12);
}

TEST(LevelSet, OfATrapezoidLiesBetweenItsFlanks) {
  const Desirability curve = curve_of("{ type = \"linear\", knots = [[20.0, 0.0], [40.0, 1.0], [90.0, 1.0], [120.0, 0.0]] }");
  const auto intervals = where_at_least(curve, 0.5);
  ASSERT_EQ(intervals.size(), 1U);
  EXPECT_DOUBLE_EQ(intervals[0].low, 30);
  EXPECT_DOUBLE_EQ(intervals[0].high, 105);
}

TEST(LevelSet, OfTwoHillsIsTwoIntervals) {
  const Desirability curve = curve_of("{ type = \"linear\", knots = [[0.0, 1.0], [1.0, 0.0], [2.0, 1.0], [3.0, 0.0]] }");
  const auto intervals = where_at_least(curve, 0.75);
  ASSERT_EQ(intervals.size(), 2U);
  EXPECT_EQ(intervals[0].low, -kInfinity);
  EXPECT_DOUBLE_EQ(intervals[0].high, 0.25);
  EXPECT_DOUBLE_EQ(intervals[1].low, 1.75);
  EXPECT_DOUBLE_EQ(intervals[1].high, 2.25);
}

TEST(LevelSet, OfAStepEndsAtItsLimits) {
  EXPECT_THAT(where_at_least(curve_of("{ type = \"step\", low = -1.0, high = 2.0 }"), 0.5), ElementsAre(Interval{-1, 2}));
  EXPECT_THAT(where_at_least(curve_of("{ type = \"left_step\", low = 2.0 }"), 0.5), ElementsAre(Interval{-kInfinity, 2}));
}

TEST(LevelSet, OfWhatIsAlwaysOrNeverGoodIsEverythingOrNothing) {
  const Desirability curve = curve_of("{ type = \"linear\", knots = [[0.0, 0.4], [1.0, 0.6]] }");
  EXPECT_THAT(where_at_least(curve, 0.3), ElementsAre(Interval{-kInfinity, kInfinity}));
  EXPECT_THAT(where_at_least(curve, 0.7), ElementsAre());
}

TEST(LevelSet, HoldsWhatTheCurveSaysForEveryTransform) {
  for (const std::string& transform : continuous_transforms()) {
    const Desirability curve = curve_of(transform);
    for (const double level : {0.02, 0.3, 0.5, 0.9}) {
      const auto intervals = where_at_least(curve, level);
      for (double x = -8; x < 8; x += 0.0123) {
        bool inside = false;
        for (const Interval& interval : intervals) inside = inside || (x > interval.low && x < interval.high);
        EXPECT_EQ(inside, curve(x) >= level) << transform << " level " << level << " at " << x;
      }
    }
  }
}

TEST(LevelSet, IntersectionsHoldWhatLiesInBoth) {
  EXPECT_THAT(intersection({{0, 2}, {3, 9}}, {{1, 4}, {5, 6}}), ElementsAre(Interval{1, 2}, Interval{3, 4}, Interval{5, 6}));
  EXPECT_THAT(intersection({{0, 1}}, {{1, 2}}), ElementsAre());
}

TEST(LevelSet, ProbabilityIsTheShareOfTheNormalDistribution) {
  EXPECT_NEAR(probability_in({{-1, 3}}, 1, 2), normal_between(-1, 1), 1e-15);
  EXPECT_NEAR(probability_in({{-kInfinity, 0}, {0, kInfinity}}, 5, 0.1), 1, 1e-15);
  EXPECT_EQ(probability_in({}, 0, 1), 0);
}

}  // namespace
}  // namespace furui
