// Holds crowding distances to pymoo's where the definitions coincide, to hand calculations, and to their laws.
#include "rank/crowding.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "pareto_points.h"  // for ParetoPoints, random_points, golden_lines
#include "rank/pareto.h"    // for pareto_fronts

namespace furui {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<double> crowding_of(const ParetoPoints& points, const std::vector<std::uint32_t>& front, int threads = 1) {
  ThreadPool pool(threads);
  return crowding_distance(points.candidates, points.objectives(), front, pool);
}

/// All in one front, minimized.
std::vector<double> crowding_of(const std::vector<std::vector<float>>& columns) {
  const std::size_t candidates = columns[0].size();
  return crowding_of({candidates, columns, std::vector<Goal>(columns.size(), Goal::kMinimize), {}},
                     std::vector<std::uint32_t>(candidates));
}

std::vector<std::uint32_t> fronts_of(const ParetoPoints& points) {
  ThreadPool alone(1);
  return pareto_fronts(points.candidates, points.objectives(), points.violation, alone);
}

TEST(Crowding, EqualsPymooWhereNoValuesAreEqual) {
  std::size_t finite = 0;
  for (const std::string& line : golden_lines("crowding.tsv")) {
    GoldenLine cells(line);
    ParetoPoints points = cells.head();
    std::vector<double> expected;
    while (!cells.ends()) {
      cells.add_row(points);
      expected.push_back(cells.number());
    }
    const std::vector<double> distance = crowding_of(points, std::vector<std::uint32_t>(points.candidates));
    for (std::size_t row = 0; row < expected.size(); ++row) {
      EXPECT_EQ(std::isinf(distance[row]), std::isinf(expected[row])) << line;
      if (std::isinf(expected[row])) continue;
      EXPECT_NEAR(distance[row], expected[row], 1e-13) << line;
      ++finite;
    }
  }
  EXPECT_GT(finite, 150u);
}

TEST(Crowding, AddsTheGapsBetweenNeighboursAsSharesOfTheRange) {
  // By hand: (1 - 0) / 4 + (8 - 3) / 8, and (4 - 0.5) / 4 + (7 - 0) / 8.
  EXPECT_EQ(crowding_of({{0, 0.5f, 1, 4}, {8, 7, 3, 0}}), (std::vector<double>{kInfinity, 0.875, 1.75, kInfinity}));
}

TEST(Crowding, EqualValuesAreTreatedAlike) {
  // Two at each end and two in the middle: without them the middle would be (4 - 0) / 4 too.
  EXPECT_EQ(crowding_of({{0, 2, 4, 4, 0, 2}}), (std::vector<double>{kInfinity, 1, kInfinity, kInfinity, kInfinity, 1}));
}

TEST(Crowding, AnObjectiveWithoutRangeAddsNothing) {
  EXPECT_EQ(crowding_of({{0, 1, 4, 2}, {5, 5, 5, 5}}), (std::vector<double>{kInfinity, 0.5, kInfinity, 0.75}));
}

TEST(Crowding, AFrontOfEqualRowsIsInfinite) {
  EXPECT_EQ(crowding_of({{3}}), std::vector<double>{kInfinity});
  EXPECT_EQ(crowding_of({{3, 3, 3}, {1, 1, 1}}), std::vector<double>(3, kInfinity));
  ParetoPoints points;
  points.candidates = 2;
  EXPECT_EQ(crowding_of(points, {0, 0}), std::vector<double>(2, kInfinity)) << "no objective tells them apart";
}

TEST(Crowding, NoCandidatesHaveNoDistances) { EXPECT_TRUE(crowding_of({{}}).empty()); }

TEST(Crowding, AGapToAnInfiniteValueIsTheWholeRange) {
  const float infinite = std::numeric_limits<float>::infinity();
  EXPECT_EQ(crowding_of({{0, 1, 2, infinite}}), (std::vector<double>{kInfinity, 0, 1, kInfinity}));
  EXPECT_EQ(crowding_of({{-infinite, 1, infinite}}), (std::vector<double>{kInfinity, 1, kInfinity}));
}

TEST(Crowding, ARowWithoutAValueIsNobodysNeighbour) {
  EXPECT_EQ(crowding_of({{0, 1, kNaN, 2, 8}, {0, 1, 1.5f, 2, 8}}),
            (std::vector<double>{kInfinity, 0.5, 0, 1.75, kInfinity}));
  EXPECT_EQ(crowding_of({{kNaN, 1}, {1, kNaN}}), (std::vector<double>{0, 0}));
}

TEST(Crowding, EachFrontIsMeasuredByItself) {
  std::mt19937 random(41);
  const ParetoPoints points = random_points(random, 800, 3, {16, true, false, true});
  const std::vector<std::uint32_t> front = fronts_of(points);
  const std::vector<double> distance = crowding_of(points, front);
  for (std::uint32_t number : std::set<std::uint32_t>(front.begin(), front.end())) {
    std::vector<std::size_t> members;
    for (std::size_t row = 0; row < front.size(); ++row) {
      if (front[row] == number) members.push_back(row);
    }
    const std::vector<double> alone = crowding_of(points.rows(members), std::vector<std::uint32_t>(members.size(), 7));
    for (std::size_t i = 0; i < members.size(); ++i) ASSERT_EQ(alone[i], distance[members[i]]);
  }
}

TEST(Crowding, NeitherTheOrderOfTheRowsNorTheThreadsChangeABit) {
  for (int levels : {4, 64, 1 << 20}) {
    std::mt19937 random(43);
    const ParetoPoints points = random_points(random, 10000, 3, {levels, true, true, true});
    std::vector<std::size_t> shuffled(points.candidates);
    std::iota(shuffled.begin(), shuffled.end(), std::size_t{0});
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    const std::vector<double> distance = crowding_of(points, fronts_of(points));
    const ParetoPoints other = points.rows(shuffled);
    for (int threads : {1, 2, 5}) {
      const std::vector<double> again = crowding_of(other, fronts_of(other), threads);
      for (std::size_t i = 0; i < shuffled.size(); ++i) ASSERT_EQ(again[i], distance[shuffled[i]]);
    }
  }
}

TEST(Crowding, NeedsAFrontForEachCandidate) {
  ParetoPoints points;
  points.candidates = 2;
  EXPECT_THROW(crowding_of(points, {0}), std::invalid_argument);
}

}  // namespace
}  // namespace furui
