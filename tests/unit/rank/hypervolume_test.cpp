// Holds hypervolumes to pymoo's, to counting cells, and to their laws.
#include "rank/hypervolume.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "pareto_points.h"  // for ParetoPoints, random_points, golden_lines
#include "rank/pareto.h"    // for pareto_fronts

namespace furui {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

double volume_of(const ParetoPoints& points, const std::vector<float>& reference) {
  return hypervolume(points.candidates, points.objectives(), reference);
}

double minimized(const std::vector<std::vector<float>>& columns, const std::vector<float>& reference) {
  return volume_of({columns[0].size(), columns, std::vector<Goal>(columns.size(), Goal::kMinimize), {}}, reference);
}

TEST(Hypervolume, EqualsPymoo) {
  std::size_t compared = 0;
  for (const std::string& line : golden_lines("hypervolume.tsv")) {
    GoldenLine cells(line);
    ParetoPoints points = cells.head();
    std::vector<float> reference;
    for (std::size_t o = 0; o < points.goals.size(); ++o) reference.push_back(static_cast<float>(cells.number()));
    const double expected = cells.number();
    while (!cells.ends()) cells.add_row(points);
    EXPECT_NEAR(volume_of(points, reference), expected, 1e-13) << line;
    ++compared;
  }
  EXPECT_EQ(compared, 8u);
}

TEST(Hypervolume, EqualsTheCellsThatAreDominated) {
  // Whole numbers from 0 to 7: a cell of side 1 counts where some candidate is no worse than its best corner.
  constexpr int kSide = 8;
  std::mt19937 random(53);
  for (int round = 0; round < 400; ++round) {
    const std::size_t objectives = 2 + random() % 2;
    std::vector<std::vector<float>> columns(objectives, std::vector<float>(random() % 12));
    for (auto& column : columns) {
      for (float& value : column) value = static_cast<float>(random() % (kSide + 2));  // the reference itself and beyond, too
    }
    int cells = 0;
    for (int cell = 0; cell < kSide * kSide * (objectives == 3 ? kSide : 1); ++cell) {
      bool dominated = false;
      for (std::size_t row = 0; row < columns[0].size(); ++row) {
        int rest = cell;
        bool no_worse = true;
        for (const auto& column : columns) {
          no_worse = no_worse && column[row] <= static_cast<float>(rest % kSide);
          rest /= kSide;
        }
        dominated = dominated || no_worse;
      }
      cells += dominated ? 1 : 0;
    }
    ASSERT_EQ(minimized(columns, std::vector<float>(objectives, kSide)), cells) << "round " << round;
  }
}

TEST(Hypervolume, TheOrderOfTheRowsChangesNoBit) {
  std::mt19937 random(59);
  for (std::size_t objectives : {2, 3}) {
    // Cubes, so that sums are rounded and their order would be seen; and a last objective with many equal values.
    ParetoPoints points{5000, std::vector<std::vector<float>>(objectives), std::vector<Goal>(objectives, Goal::kMinimize), {}};
    for (std::size_t row = 0; row < points.candidates; ++row) {
      for (auto& column : points.columns) {
        const float root = static_cast<float>(random()) / 4294967296.0f;
        column.push_back(objectives == 3 && &column == &points.columns.back() ? std::floor(8 * root) / 8 : root * root * root);
      }
    }
    std::vector<std::size_t> shuffled(points.candidates);
    std::iota(shuffled.begin(), shuffled.end(), std::size_t{0});
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    const std::vector<float> reference(objectives, 0.9f);
    const double volume = volume_of(points, reference);
    EXPECT_GT(volume, 0);
    EXPECT_EQ(volume_of(points.rows(shuffled), reference), volume);
  }
}

TEST(Hypervolume, OnlyTheFirstFrontCounts) {
  std::mt19937 random(61);
  for (std::size_t objectives : {2, 3}) {
    const ParetoPoints points = random_points(random, 3000, objectives, {});
    std::vector<float> reference;
    for (Goal goal : points.goals) reference.push_back(goal == Goal::kMaximize ? 0.0f : 1.0f);
    ThreadPool alone(1);
    const std::vector<std::uint32_t> front = pareto_fronts(points.candidates, points.objectives(), {}, alone);
    std::vector<std::size_t> first, others;
    for (std::size_t row = 0; row < front.size(); ++row) (front[row] == 0 ? first : others).push_back(row);
    EXPECT_NEAR(volume_of(points.rows(first), reference), volume_of(points, reference), 1e-12);
    EXPECT_LT(volume_of(points.rows(others), reference), volume_of(points, reference));
  }
}

TEST(Hypervolume, NothingCountsThatIsNotBetterThanTheReference) {
  EXPECT_EQ(minimized({{}, {}}, {1, 1}), 0);
  EXPECT_EQ(minimized({{1, 0, 3}, {0, 1, -9}}, {1, 1}), 0);
  EXPECT_EQ(minimized({{kNaN, 0, kInfinity}, {0, 0.5f, -kInfinity}}, {1, 1}), 0.5);
}

TEST(Hypervolume, GoalsMeasureFromTheirReference) {
  // 7 - 5 by 5 - 4 by 0.5 - |0.5 - 0.25|.
  const ParetoPoints points{1, {{5}, {5}, {0.5f}}, {Goal::kMinimize, Goal::kMaximize, Goal::kTarget}, {}};
  EXPECT_EQ(volume_of(points, {7, 4, 0.5f}), 0.5);
}

TEST(Hypervolume, AnInfinitelyGoodValueHasAnInfiniteVolume) {
  EXPECT_EQ(minimized({{-kInfinity, 0.5f}, {0, 0}}, {1, 1}), kInfinity);
}

TEST(Hypervolume, AsAShareIsOfTheBoxOfTheRows) {
  const std::vector<float> x{0, 1, 2, -9}, y{2, 1, 0, -9}, z{5, 5, 5, 5};
  const std::vector<ParetoObjective> axes{{x, Goal::kMinimize, 0}, {y, Goal::kMinimize, 0}};
  const std::vector<std::uint32_t> rows{0, 1, 2};
  EXPECT_DOUBLE_EQ(hypervolume_share(axes, rows), 0.25) << "of the square from 0 to 2 what (1, 1) beats";
  const std::vector<std::uint32_t> with_the_best{0, 1, 2, 3};
  EXPECT_DOUBLE_EQ(hypervolume_share(axes, with_the_best), 1);
  const std::vector<ParetoObjective> opposed{{x, Goal::kMaximize, 0}, {y, Goal::kTarget, 1}};
  EXPECT_DOUBLE_EQ(hypervolume_share(opposed, rows), 0.5) << "(1, 1) is half of the way in x and the best in y";
  EXPECT_TRUE(std::isnan(hypervolume_share({axes.data(), 1}, rows)));
  EXPECT_TRUE(std::isnan(hypervolume_share({{{x, Goal::kMinimize, 0}, {z, Goal::kMinimize, 0}}}, rows))) << "all are equal in one";
  EXPECT_TRUE(std::isnan(hypervolume_share(axes, {})));
}

TEST(Hypervolume, RefusesWhatMakesNoSense) {
  EXPECT_THROW(minimized({{1}}, {2}), std::invalid_argument);
  EXPECT_THROW(minimized({{1}, {1}, {1}, {1}}, {2, 2, 2, 2}), std::invalid_argument);
  EXPECT_THROW(minimized({{1}, {1}}, {2}), std::invalid_argument);
  EXPECT_THROW(minimized({{1}, {1}}, {2, kInfinity}), std::invalid_argument);
  EXPECT_THROW(minimized({{1}, {1, 2}}, {2, 2}), std::invalid_argument);
}

}  // namespace
}  // namespace furui
