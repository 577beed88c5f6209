// Holds Pareto fronts to pymoo's, to their definition, and to the laws that every sort into fronts obeys.
#include "rank/pareto.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "pareto_points.h"  // for ParetoPoints, random_points, golden_lines

namespace furui {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

using Fronts = std::vector<std::uint32_t>;

Fronts fronts_of(const ParetoPoints& points, int threads = 1) {
  ThreadPool pool(threads);
  return pareto_fronts(points.candidates, points.objectives(), points.violation, pool);
}

Fronts minimized(const std::vector<std::vector<float>>& columns, const std::vector<float>& violation = {}) {
  return fronts_of({columns[0].size(), columns, std::vector<Goal>(columns.size(), Goal::kMinimize), violation});
}

/// The definition, pair by pair; nothing where a row lacks a value.
std::optional<bool> dominates(const ParetoPoints& points, std::size_t a, std::size_t b) {
  bool some_better = false, some_worse = false;
  for (std::size_t o = 0; o < points.columns.size(); ++o) {
    const auto cost = [&](std::size_t row) {
      const double value = points.columns[o][row];
      const Goal goal = points.goals[o];
      return goal == Goal::kMinimize ? value : goal == Goal::kMaximize ? -value : std::fabs(value - ParetoPoints::kTarget);
    };
    if (std::isnan(cost(a)) || std::isnan(cost(b))) return std::nullopt;
    some_better = some_better || cost(a) < cost(b);
    some_worse = some_worse || cost(a) > cost(b);
  }
  const float violation_a = points.violation.empty() ? 0 : points.violation[a];
  const float violation_b = points.violation.empty() ? 0 : points.violation[b];
  if (violation_a > 0 || violation_b > 0) return violation_a < violation_b;
  return some_better && !some_worse;
}

/// Takes away front by front who is dominated by nobody that is left (Deb et al. 2002); then those without a value.
Fronts fronts_by_definition(const ParetoPoints& points) {
  Fronts front(points.candidates);
  std::vector<std::size_t> left, incomplete;
  for (std::size_t row = 0; row < points.candidates; ++row) (dominates(points, row, row).has_value() ? left : incomplete).push_back(row);
  std::uint32_t number = 0;
  for (; !left.empty(); ++number) {
    std::vector<std::size_t> dominated;
    for (std::size_t row : left) {
      const auto dominates_row = [&](std::size_t other) { return *dominates(points, other, row); };
      if (std::any_of(left.begin(), left.end(), dominates_row)) dominated.push_back(row);
      else front[row] = number;
    }
    left = dominated;
  }
  for (std::size_t row : incomplete) front[row] = number;
  return front;
}

TEST(Pareto, EqualsPymoo) {
  std::size_t compared = 0;
  for (const std::string& line : golden_lines("fronts.tsv")) {
    GoldenLine cells(line);
    ParetoPoints points = cells.head();
    Fronts expected;
    while (!cells.ends()) {
      cells.add_row(points);
      points.violation.push_back(static_cast<float>(cells.number()));
      expected.push_back(static_cast<std::uint32_t>(cells.number()));
    }
    EXPECT_EQ(fronts_of(points), expected) << line;
    compared += expected.size();
  }
  EXPECT_EQ(compared, 1000u);
}

TEST(Pareto, EqualsTheDefinitionOnRandomPoints) {
  std::mt19937 random(23);
  for (int round = 0; round < 2500; ++round) {
    const std::size_t objectives = random() % 6;
    const std::size_t candidates = random() % (round % 50 == 0 ? 500 : 40);
    const Oddities odd{1 << random() % 11, random() % 3 == 0, random() % 3 == 0, random() % 3 == 0};
    const ParetoPoints points = random_points(random, candidates, objectives, odd);
    ASSERT_EQ(fronts_of(points), fronts_by_definition(points)) << "round " << round << ", " << objectives << " objectives";
  }
}

TEST(Pareto, EqualsTheDefinitionWhereHalvesAreHalvedManyTimes) {
  std::mt19937 random(29);
  for (std::size_t objectives = 3; objectives <= 6; ++objectives) {
    for (int levels : {3, 40, 1 << 20}) {
      const ParetoPoints points = random_points(random, 2500, objectives, {levels, false, false, false});
      ASSERT_EQ(fronts_of(points), fronts_by_definition(points)) << objectives << " objectives, " << levels << " levels";
    }
  }
}

/// A chain of 0 < 1 < 2 ... in every objective, and points that nothing compares to: the two extremes of depth.
TEST(Pareto, FindsAsManyFrontsAsCandidatesAndOneFrontOfAll) {
  for (std::size_t objectives = 1; objectives <= 5; ++objectives) {
    constexpr std::size_t kCandidates = 5000;
    std::vector<float> rising(kCandidates), falling(kCandidates);
    std::iota(rising.begin(), rising.end(), 0.0f);
    std::transform(rising.begin(), rising.end(), falling.begin(), [](float x) { return -x; });
    Fronts chain(kCandidates);
    std::iota(chain.begin(), chain.end(), 0u);
    std::vector<std::vector<float>> columns(objectives, rising);
    EXPECT_EQ(minimized(columns), chain) << objectives;
    if (objectives < 2) continue;
    columns.back() = falling;
    EXPECT_EQ(minimized(columns), Fronts(kCandidates)) << objectives;
  }
}

class ParetoLaws : public testing::TestWithParam<std::size_t> {
 protected:
  ParetoPoints points(int levels) const {
    std::mt19937 random(31);
    return random_points(random, 20000, GetParam(), {levels, true, true, true});
  }
};

TEST_P(ParetoLaws, TheOrderOfTheRowsChangesNothing) {
  for (int levels : {4, 64, 1 << 20}) {
    const ParetoPoints original = points(levels);
    std::vector<std::size_t> shuffled(original.candidates);
    std::iota(shuffled.begin(), shuffled.end(), std::size_t{0});
    std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(5));
    const Fronts fronts = fronts_of(original), others = fronts_of(original.rows(shuffled));
    for (std::size_t i = 0; i < shuffled.size(); ++i) ASSERT_EQ(others[i], fronts[shuffled[i]]);
  }
}

TEST_P(ParetoLaws, TheThreadsChangeNothing) {
  // Without violations, so that enough rows are compared for the threads to share them.
  ParetoPoints all = points(1 << 20);
  all.violation.clear();
  for (auto& column : all.columns) std::replace_if(column.begin(), column.end(), [](float x) { return std::isnan(x); }, 0.5f);
  const Fronts alone = fronts_of(all, 1);
  EXPECT_EQ(fronts_of(all, 2), alone);
  EXPECT_EQ(fronts_of(all, 5), alone);
}

TEST_P(ParetoLaws, EqualRowsAddedChangeNoFront) {
  const ParetoPoints original = points(64);
  std::vector<std::size_t> twice(original.candidates);
  std::iota(twice.begin(), twice.end(), std::size_t{0});
  for (std::size_t row = 0; row < original.candidates; row += 3) twice.push_back(row);
  const Fronts fronts = fronts_of(original), others = fronts_of(original.rows(twice));
  for (std::size_t i = 0; i < twice.size(); ++i) ASSERT_EQ(others[i], fronts[twice[i]]);
}

INSTANTIATE_TEST_SUITE_P(Objectives, ParetoLaws, testing::Values(1, 2, 3, 4, 5));

TEST(Pareto, NoCandidatesHaveNoFronts) {
  EXPECT_EQ(minimized({{}, {}}), Fronts{});
  EXPECT_EQ(fronts_of({}), Fronts{});
}

TEST(Pareto, OneCandidateIsTheFirstFront) {
  EXPECT_EQ(minimized({{3}, {kInfinity}}), Fronts{0});
  EXPECT_EQ(minimized({{kNaN}, {1}}), Fronts{0});
  EXPECT_EQ(minimized({{3}, {1}}, {7}), Fronts{0});
}

TEST(Pareto, WithoutObjectivesAllAreTheFirstFront) {
  ParetoPoints points;
  points.candidates = 3;
  EXPECT_EQ(fronts_of(points), (Fronts{0, 0, 0}));
  points.violation = {0, 2, 1};
  EXPECT_EQ(fronts_of(points), (Fronts{0, 2, 1})) << "violations still count";
}

TEST(Pareto, EqualCandidatesShareTheFirstFront) {
  for (std::size_t objectives = 1; objectives <= 5; ++objectives)
    EXPECT_EQ(minimized(std::vector<std::vector<float>>(objectives, std::vector<float>(100, 2.5f))), Fronts(100));
}

TEST(Pareto, NegativeZeroEqualsZero) {
  EXPECT_EQ(minimized({{0.0f, -0.0f, 0.0f}, {1, 1, 2}}), (Fronts{0, 0, 1}));
}

TEST(Pareto, TheNearerToTheTargetOnEitherSideIsBetter) {
  EXPECT_EQ(fronts_of({5, {{0.25f, 0.5f, 0.0f, -1, kInfinity}}, {Goal::kTarget}, {}}), (Fronts{0, 1, 1, 2, 3}));
}

TEST(Pareto, ATargetIsMetByTheValueThatIsPrintedLikeIt) {
  const std::vector<float> value{0.1f, std::nextafter(0.1f, 1.0f), std::nextafter(0.1f, 0.0f)};
  ThreadPool alone(1);
  const ParetoObjective objective{value, Goal::kTarget, 0.1f};
  EXPECT_EQ(pareto_fronts(3, {&objective, 1}, {}, alone), (Fronts{0, 1, 1}));
}

TEST(Pareto, InfeasibleCandidatesFollowByTheirViolation) {
  EXPECT_EQ(minimized({{9, 1, 0, 0, 1}}, {0, 0, 0.5f, 0.25f, 0.5f}), (Fronts{1, 0, 3, 2, 3}));
  EXPECT_EQ(minimized({{9, 1}}, {2, kInfinity}), (Fronts{0, 1})) << "none is feasible";
}

TEST(Pareto, CandidatesThatLackAValueAreTheLastFrontTogether) {
  EXPECT_EQ(minimized({{1, kNaN, 2, 0, 5}, {1, 0, 2, kNaN, 5}}, {0, 0, 0, 3, 1}), (Fronts{0, 3, 1, 3, 2}));
  EXPECT_EQ(minimized({{1, 2}}, {kNaN, 1}), (Fronts{1, 0})) << "an unknown violation";
}

TEST(Pareto, RefusesWhatMakesNoSense) {
  ThreadPool alone(1);
  const std::vector<float> value{1, 2};
  const ParetoObjective objective{value}, off{value, Goal::kTarget, kInfinity};
  EXPECT_THROW(pareto_fronts(3, {&objective, 1}, {}, alone), std::invalid_argument);
  EXPECT_THROW(pareto_fronts(2, {&off, 1}, {}, alone), std::invalid_argument);
  EXPECT_THROW(minimized({{1, 2}}, {0, -1}), std::invalid_argument);
  EXPECT_THROW(minimized({{1, 2}}, {0}), std::invalid_argument);
}

}  // namespace
}  // namespace furui
