// Holds ROC curves to scikit-learn and to the definition by pairs, and thresholds to their rule.
#include "rank/active_thresholds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "core/error.h"         // for Error
#include "rank/desirability.h"  // for make_desirability, what good and bad are for

namespace furui {
namespace {

using testing::HasSubstr;

struct Measured {
  std::vector<float> value;
  std::vector<Activity> activity;

  void add(float v, Activity a) {
    value.push_back(v);
    activity.push_back(a);
  }
};

Measured of(const std::vector<float>& actives, const std::vector<float>& inactives) {
  Measured measured;
  for (float v : actives) measured.add(v, Activity::kActive);
  for (float v : inactives) measured.add(v, Activity::kInactive);
  return measured;
}

ActiveThresholds thresholds(const Measured& measured) {
  return thresholds_from_actives(measured.value, measured.activity, "property 'p'");
}

std::string complaint(const Measured& measured) {
  try {
    thresholds(measured);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    return error.what();
  }
  return "";
}

/// Coarse values, so that ties abound, some missing and some of unknown activity.
Measured random_measured(unsigned seed, float shift) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  Measured measured;
  for (int i = 0; i < 120; ++i) {
    const Activity activity = static_cast<Activity>(random() % 3);
    const float value = std::round(4 * (normal(random) + (activity == Activity::kActive ? shift : 0))) / 4;
    measured.add(random() % 15 == 0 ? std::numeric_limits<float>::quiet_NaN() : value, activity);
  }
  return measured;
}

std::vector<double> finite_of(const Measured& measured, Activity activity) {
  std::vector<double> values;
  for (std::size_t row = 0; row < measured.value.size(); ++row) {
    if (measured.activity[row] == activity && std::isfinite(measured.value[row])) values.push_back(measured.value[row]);
  }
  return values;
}

TEST(ActiveThresholds, EqualScikitLearn) {
  std::ifstream file(std::string(FURUI_SOURCE_DIR) + "/tests/unit/rank/golden/active_thresholds.tsv");
  ASSERT_TRUE(file) << "the golden set is part of the repository";
  std::size_t compared = 0;
  for (std::string line; std::getline(file, line); ++compared) {
    std::istringstream cells(line);
    std::string name;
    double auc = 0, higher = 0, youden_threshold = 0, youden_index = 0, good = 0, bad = 0, tail_share = 0;
    cells >> name >> auc >> higher >> youden_threshold >> youden_index >> good >> bad >> tail_share;
    Measured measured;
    int active = 0;
    for (float value = 0; cells >> value >> active;) measured.add(value, active ? Activity::kActive : Activity::kInactive);
    const ActiveThresholds result = thresholds(measured);
    EXPECT_NEAR(result.auc, auc, 1e-14) << name;
    EXPECT_EQ(result.higher_is_active, higher == 1) << name;
    EXPECT_EQ(result.youden_threshold, youden_threshold) << name;
    EXPECT_NEAR(result.youden_index, youden_index, 1e-14) << name;
    EXPECT_EQ(result.good, good) << name;
    EXPECT_EQ(result.bad, bad) << name;
    EXPECT_EQ(result.tail_share, tail_share) << name;
    EXPECT_EQ(result.actives + result.inactives, measured.value.size()) << name;
  }
  EXPECT_EQ(compared, 10u);
}

TEST(ActiveThresholds, HaveTheStandardErrorOfHanleyAndMcNeil) {
  // The paper's own example: 58 normal and 51 abnormal images rated from 1 to 5, area 0.893, standard error 0.032.
  const int normal[] = {33, 6, 6, 11, 2}, abnormal[] = {3, 2, 2, 11, 33};
  Measured measured;
  for (int rating = 1; rating <= 5; ++rating) {
    for (int i = 0; i < normal[rating - 1]; ++i) measured.add(static_cast<float>(rating), Activity::kInactive);
    for (int i = 0; i < abnormal[rating - 1]; ++i) measured.add(static_cast<float>(rating), Activity::kActive);
  }
  const ActiveThresholds result = thresholds(measured);
  EXPECT_NEAR(result.auc, 0.893, 0.0005);
  EXPECT_NEAR(result.auc_std_error, 0.032, 0.0006);
  // By hand, of 6 actives and 5 inactives with U = 24 of 30: A = 0.8, Q1 = 2/3, Q2 = 1.28 / 1.8.
  const double square = (0.8 * 0.2 + 5 * (2 / 3.0 - 0.64) + 4 * (1.28 / 1.8 - 0.64)) / 30;
  const ActiveThresholds small = thresholds(of({1, 3.5, 11, 12, 13, 14}, {0, 3, 4, 5, 1.5}));
  EXPECT_DOUBLE_EQ(small.auc, 0.8);
  EXPECT_NEAR(small.auc_std_error, std::sqrt(square), 1e-15);
}

TEST(ActiveThresholds, AreTheMediansAndYoudensCut) {
  // By hand: all actives but 2 above all inactives but 7.
  const ActiveThresholds higher = thresholds(of({10, 9, 8, 6, 2}, {1, 3, 4, 5, 7}));
  EXPECT_TRUE(higher.higher_is_active);
  EXPECT_DOUBLE_EQ(higher.auc, 20 / 25.0);
  EXPECT_EQ(higher.youden_threshold, 8) << "J is 3/5 at 8 and at 6: the stricter";
  EXPECT_DOUBLE_EQ(higher.youden_index, 0.6);
  EXPECT_EQ(higher.good, 8);
  EXPECT_EQ(higher.bad, 4);
  EXPECT_EQ(higher.tail_share, 0.5);
  const ActiveThresholds lower = thresholds(of({-10, -9, -8, -6, -2}, {-1, -3, -4, -5, -7}));
  EXPECT_FALSE(lower.higher_is_active);
  EXPECT_DOUBLE_EQ(lower.auc, 20 / 25.0);
  EXPECT_EQ(lower.youden_threshold, -8);
  EXPECT_EQ(lower.good, -8);
  EXPECT_EQ(lower.bad, -4);
}

TEST(ActiveThresholds, MakeALogisticObjective) {
  const ActiveThresholds result = thresholds(of({-10, -9, -8, -6, -2}, {-1, -3, -4, -5, -7}));
  Transform transform;
  transform.type = "logistic";
  transform.parameters = {{"bad", result.bad}, {"good", result.good}};
  const Desirability desirability = make_desirability(transform, "");
  EXPECT_NEAR(desirability(-8), 0.8, 1e-12) << "the median of the actives";
  EXPECT_NEAR(desirability(-4), 0.2, 1e-12) << "the median of the inactives";
}

TEST(ActiveThresholds, CoincidingMediansGiveWayToQuartilesAndThenToTheExtremes) {
  const ActiveThresholds quartiles = thresholds(of({0, 0, 0, 0, 1, 2}, {0, 0, 0, 0, 0, 1}));
  EXPECT_EQ(quartiles.good, 1);
  EXPECT_EQ(quartiles.bad, 0);
  EXPECT_EQ(quartiles.tail_share, 0.25);
  const ActiveThresholds lower = thresholds(of({0, 0, 0, 0, -1, -2}, {0, 0, 0, 0, 0, -1}));
  EXPECT_EQ(lower.good, -1);
  EXPECT_EQ(lower.bad, 0);
  EXPECT_EQ(lower.tail_share, 0.25);
  // The highest value is an inactive's: the best active is what counts.
  const ActiveThresholds extremes = thresholds(of({0, 0, 0, 0, 0, 0, 0, 0, 3}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5}));
  EXPECT_EQ(extremes.good, 3);
  EXPECT_EQ(extremes.bad, 0);
  EXPECT_EQ(extremes.tail_share, 0);
}

TEST(ActiveThresholds, EqualTheDefinitionByPairs) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    const Measured measured = random_measured(seed, static_cast<float>(seed % 7) / 2 - 1.5f);
    const std::vector<double> actives = finite_of(measured, Activity::kActive), inactives = finite_of(measured, Activity::kInactive);
    double ordered = 0;
    for (double a : actives) {
      for (double i : inactives) ordered += a > i ? 1 : a == i ? 0.5 : 0;
    }
    const double auc = ordered / static_cast<double>(actives.size() * inactives.size());
    const ActiveThresholds result = thresholds(measured);
    ASSERT_EQ(result.actives, actives.size());
    ASSERT_EQ(result.inactives, inactives.size());
    EXPECT_NEAR(result.auc, std::max(auc, 1 - auc), 1e-14) << seed;
    EXPECT_EQ(result.higher_is_active, auc >= 0.5) << seed;
    const double sign = result.higher_is_active ? 1 : -1;
    const auto share_reaching = [&](const std::vector<double>& values, double threshold) {
      const auto reaching = std::count_if(values.begin(), values.end(), [&](double v) { return sign * v >= sign * threshold; });
      return static_cast<double>(reaching) / static_cast<double>(values.size());
    };
    double best = 0;
    for (float threshold : measured.value) {
      if (std::isfinite(threshold)) best = std::max(best, share_reaching(actives, threshold) - share_reaching(inactives, threshold));
    }
    EXPECT_NEAR(result.youden_index, best, 1e-14) << seed;
    EXPECT_NEAR(share_reaching(actives, result.youden_threshold) - share_reaching(inactives, result.youden_threshold), best, 1e-14);
    EXPECT_GT(sign * result.good, sign * result.bad) << seed;
  }
}

TEST(ActiveThresholds, FollowEveryStrictlyMonotoneMapAndNoOrderOfRows) {
  for (unsigned seed = 1; seed <= 30; ++seed) {
    const Measured measured = random_measured(seed, 0.8f);
    const ActiveThresholds plain = thresholds(measured);
    ASSERT_NE(plain.auc, 0.5);
    for (const auto& [map, rising] : std::vector<std::pair<std::function<float(double)>, bool>>{
             {[](double x) { return static_cast<float>(std::exp(x)); }, true},
             {[](double x) { return static_cast<float>(x * x * x - 7); }, true},
             {[](double x) { return static_cast<float>(-x); }, false}}) {
      Measured mapped;
      std::vector<std::size_t> rows(measured.value.size());
      std::iota(rows.begin(), rows.end(), 0);
      std::shuffle(rows.begin(), rows.end(), std::mt19937(seed));
      for (std::size_t row : rows) mapped.add(map(measured.value[row]), measured.activity[row]);
      const ActiveThresholds result = thresholds(mapped);
      EXPECT_EQ(result.higher_is_active == plain.higher_is_active, rising);
      EXPECT_EQ(result.auc, plain.auc);
      EXPECT_EQ(result.auc_std_error, plain.auc_std_error);
      EXPECT_EQ(result.weight, plain.weight);
      EXPECT_EQ(result.youden_index, plain.youden_index);
      EXPECT_EQ(result.youden_threshold, map(plain.youden_threshold));
      EXPECT_EQ(result.good, map(plain.good));
      EXPECT_EQ(result.bad, map(plain.bad));
    }
  }
}

TEST(ActiveThresholds, WeightIsZeroWhereChanceWouldDo) {
  const ActiveThresholds perfect = thresholds(of({6, 7, 8, 9, 10}, {1, 2, 3, 4, 5}));
  EXPECT_EQ(perfect.auc, 1);
  EXPECT_EQ(perfect.auc_std_error, 0);
  EXPECT_EQ(perfect.weight, 1);
  // 20 of 25 pairs: 0.8 with a standard error of 0.148 reaches down to 0.51; 19 of 25 reach below 0.5.
  EXPECT_DOUBLE_EQ(thresholds(of({10, 9, 8, 6, 2}, {1, 3, 4, 5, 7})).weight, 0.6);
  EXPECT_EQ(thresholds(of({10, 9, 8, 6, 2}, {1, 3, 4, 6.5, 7})).weight, 0);
}

TEST(ActiveThresholds, ValuesThatAreNotFiniteAreLeftOutAndCounted) {
  Measured measured = of({10, 9, 8, 6, 2}, {1, 3, 4, 5, 7});
  const double auc = thresholds(measured).auc;
  const float infinity = std::numeric_limits<float>::infinity();
  measured.add(infinity, Activity::kActive);
  measured.add(-infinity, Activity::kInactive);
  measured.add(std::nanf(""), Activity::kInactive);
  measured.add(std::nanf(""), Activity::kUnknown);
  measured.add(100, Activity::kUnknown);
  const ActiveThresholds result = thresholds(measured);
  EXPECT_EQ(result.auc, auc);
  EXPECT_EQ(result.actives, 5u);
  EXPECT_EQ(result.inactives, 5u);
  EXPECT_EQ(result.left_out, 3u);
}

TEST(ActiveThresholds, TooFewAndEqualValuesAreSaid) {
  Measured few = of({1, 2, 3, 4}, {1, 2, 3, 4, 5, 6});
  few.add(std::nanf(""), Activity::kActive);
  EXPECT_EQ(complaint(few),
            "property 'p': 4 actives and 6 inactives have a value (1 more have none); expected 5 or more of each");
  EXPECT_THAT(complaint(of({1, 2, 3, 4, 5}, {1, 2, 3, 4})), HasSubstr("5 actives and 4 inactives"));
  EXPECT_THAT(complaint({}), HasSubstr("0 actives and 0 inactives"));
  EXPECT_THAT(complaint(of({0.1f, 0.1f, 0.1f, 0.1f, 0.1f}, {0.1f, 0.1f, 0.1f, 0.1f, 0.1f})), HasSubstr("has the value 0.1;"));
  EXPECT_THROW(thresholds_from_actives(few.value, std::vector<Activity>(2), ""), std::invalid_argument);
}

}  // namespace
}  // namespace furui
