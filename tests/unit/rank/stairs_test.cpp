// Stairs against a list of all points, short and in many runs.
#include "rank/stairs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

namespace furui {
namespace {

/// Asks of each point of `places`, next to it as well, whether the stairs cover it, and enters it if not.
void holds(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& points) {
  Stairs stairs;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> entered;
  const auto covered = [&](std::uint32_t x, std::uint32_t y) {
    return std::any_of(entered.begin(), entered.end(), [&](const auto& point) { return point.first <= x && point.second <= y; });
  };
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto [x, y] = points[i];
    for (const auto& [dx, dy] : {std::pair{0, 0}, {1, 0}, {0, 1}, {-1, 0}, {0, -1}}) {
      const std::uint32_t near_x = x + static_cast<std::uint32_t>(dx), near_y = y + static_cast<std::uint32_t>(dy);
      ASSERT_EQ(stairs.cover(near_x, near_y), covered(near_x, near_y)) << "point " << i << " at " << near_x << ", " << near_y;
    }
    if (covered(x, y)) continue;
    stairs.enter(x, y);
    std::erase_if(entered, [&](const auto& point) { return point.first >= x && point.second >= y; });
    entered.emplace_back(x, y);
  }
}

TEST(Stairs, OfNothingCoverNothing) {
  EXPECT_FALSE(Stairs().cover(0, 0));
  EXPECT_FALSE(Stairs().cover(~0U, ~0U));
}

TEST(Stairs, ReachToTheEndsOfTheirNumbers) {
  Stairs stairs;
  stairs.enter(~0U, 0);
  EXPECT_TRUE(stairs.cover(~0U, 0));
  EXPECT_FALSE(stairs.cover(~0U - 1, ~0U));
  stairs.enter(0, ~0U);
  EXPECT_TRUE(stairs.cover(0, ~0U));
  EXPECT_FALSE(stairs.cover(0, ~0U - 1));
}

TEST(Stairs, AreThoseOfRandomPoints) {
  std::mt19937 random(1);
  for (const std::uint32_t size : {4U, 30U, 1000U, 100'000U}) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> points;
    for (int i = 0; i < 2000; ++i) points.emplace_back(1 + random() % size, 1 + random() % size);
    holds(points);
  }
}

/// Thousands of steps in runs, from which a few points then take away large parts.
TEST(Stairs, OfManyStepsLoseTheMiddleAtOnce) {
  std::mt19937 random(2);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> points;
  constexpr std::uint32_t kSteps = 3000;
  for (std::uint32_t i = 0; i < kSteps; ++i) points.emplace_back(10 + 10 * i, 10 + 10 * (kSteps - i));
  std::shuffle(points.begin(), points.end(), random);
  const auto covers = [&](std::uint32_t from, std::uint32_t to) { points.emplace_back(10 + 10 * from, 10 + 10 * (kSteps - to)); };
  covers(1200, 1900);  // whole runs and parts of two
  covers(10, 12);
  covers(2995, 2999);
  for (std::uint32_t i = 0; i < 600; ++i) points.emplace_back(9 + 10 * (random() % kSteps), 9 + 10 * (random() % kSteps));
  covers(0, kSteps - 1);  // all of them
  for (std::uint32_t i = 0; i < 50; ++i) points.emplace_back(1 + i, 60 - i);
  holds(points);
}

}  // namespace
}  // namespace furui
