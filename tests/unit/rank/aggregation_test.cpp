// Holds scores to PUMAS's values and contributions to their definition.
#include "rank/aggregation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <numeric>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace furui {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

struct Scored {
  double score;
  std::vector<float> contribution;
};

Scored aggregate(const Aggregation& aggregation, const std::vector<double>& desirability, const std::vector<double>& weight) {
  Scored result;
  result.contribution.assign(weight.size(), -1);
  result.score = Aggregator(aggregation, weight).score(desirability, result.contribution);
  return result;
}

Aggregation of(AggregationType type, double floor = 0) {
  Aggregation aggregation;
  aggregation.type = type;
  aggregation.floor = floor;
  return aggregation;
}

constexpr AggregationType kAllTypes[] = {AggregationType::kGeometric, AggregationType::kArithmetic, AggregationType::kHarmonic,
                                         AggregationType::kProduct, AggregationType::kMinimum};

TEST(Aggregation, EqualsPumas) {
  std::ifstream file(std::string(FURUI_SOURCE_DIR) + "/tests/unit/rank/golden/score.tsv");
  ASSERT_TRUE(file) << "the golden set is part of the repository";
  std::size_t compared = 0;
  for (std::string line; std::getline(file, line); ++compared) {
    std::istringstream cells(line);
    std::string type;
    double expected = 0;
    cells >> type >> expected;
    std::vector<double> desirability, weight;
    for (double d = 0, w = 0; cells >> d >> w;) {
      desirability.push_back(d);
      weight.push_back(w);
    }
    for (AggregationType known : kAllTypes) {
      if (type != to_string(known)) continue;
      EXPECT_NEAR(aggregate(of(known), desirability, weight).score / expected, 1, 1e-13) << line;
    }
  }
  EXPECT_EQ(compared, 20u);
}

TEST(Aggregation, MinimumIsTheWorstOfThoseThatCount) {
  EXPECT_EQ(aggregate(of(AggregationType::kMinimum), {0.5, 0.2, 0.1}, {1, 9, 0}).score, 0.2);
}

TEST(Aggregation, ContributionsAddUpToWhatTheScoreLacks) {
  std::mt19937 random(11);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (AggregationType type : kAllTypes) {
    for (int i = 0; i < 500; ++i) {
      std::vector<double> desirability(6), weight(6);
      for (double& d : desirability) d = uniform(random) < 0.1 ? std::round(uniform(random)) : uniform(random);
      for (double& w : weight) w = 5 * uniform(random);
      const Scored scored = aggregate(of(type), desirability, weight);
      const double sum = std::accumulate(scored.contribution.begin(), scored.contribution.end(), 0.0);
      ASSERT_NEAR(sum, 1 - scored.score, 1e-6) << to_string(type);
      for (float c : scored.contribution) ASSERT_TRUE(c >= 0 && c <= 1) << to_string(type) << " " << c;
    }
  }
}

TEST(Aggregation, ContributionsOfAGeometricMeanShareTheLogarithm) {
  // By hand: weights 1 and 3, d = e^-1 and e^-2: ln S = -7/4, losses 1 and 6 of 7.
  const Scored scored = aggregate(of(AggregationType::kGeometric), {std::exp(-1.0), std::exp(-2.0)}, {1, 3});
  EXPECT_NEAR(scored.score, std::exp(-1.75), 1e-15);
  EXPECT_NEAR(scored.contribution[0], (1 - std::exp(-1.75)) / 7, 1e-7);
  EXPECT_NEAR(scored.contribution[1], (1 - std::exp(-1.75)) * 6 / 7, 1e-7);
}

TEST(Aggregation, ContributionsOfAnArithmeticMeanAreItsParts) {
  const Scored scored = aggregate(of(AggregationType::kArithmetic), {0.5, 0.0, 1.0}, {2, 1, 1});
  EXPECT_NEAR(scored.score, 0.5, 1e-15);
  EXPECT_NEAR(scored.contribution[0], 0.25, 1e-7);
  EXPECT_NEAR(scored.contribution[1], 0.25, 1e-7);
  EXPECT_EQ(scored.contribution[2], 0);
}

TEST(Aggregation, ZeroDesirabilitiesTakeTheWholeLossByTheirWeights) {
  for (AggregationType type : {AggregationType::kGeometric, AggregationType::kHarmonic, AggregationType::kProduct}) {
    const Scored scored = aggregate(of(type), {0, 0.5, 0}, {1, 7, 3});
    EXPECT_EQ(scored.score, 0);
    EXPECT_FLOAT_EQ(scored.contribution[0], 0.25f);
    EXPECT_EQ(scored.contribution[1], 0);
    EXPECT_FLOAT_EQ(scored.contribution[2], 0.75f);
  }
}

TEST(Aggregation, EqualMinimaShareTheLoss) {
  const Scored scored = aggregate(of(AggregationType::kMinimum), {0.25, 0.25, 0.5}, {1, 5, 1});
  EXPECT_FLOAT_EQ(scored.contribution[0], 0.375f);
  EXPECT_FLOAT_EQ(scored.contribution[1], 0.375f);
  EXPECT_EQ(scored.contribution[2], 0);
}

TEST(Aggregation, TheFloorIsTheLeastThatEnters) {
  EXPECT_NEAR(aggregate(of(AggregationType::kGeometric, 0.01), {0, 1}, {1, 1}).score, 0.1, 1e-15);
  EXPECT_NEAR(aggregate(of(AggregationType::kHarmonic, 0.5), {0.1, 1}, {1, 1}).score, 2 / 3.0, 1e-15);
  EXPECT_NEAR(aggregate(of(AggregationType::kGeometric, 0.01), {0.5, 0.5}, {1, 1}).score, 0.5, 1e-15);
}

TEST(Aggregation, OnlyPerfectDesirabilitiesGiveOne) {
  for (AggregationType type : kAllTypes) {
    EXPECT_EQ(aggregate(of(type), {1, 1, 1}, {1, 0.3, 7}).score, 1) << to_string(type);
    EXPECT_EQ(aggregate(of(type), {}, {}).score, 1) << to_string(type);
  }
}

TEST(Aggregation, AMissingValueRejectsUnderReject) {
  const Scored scored = aggregate(of(AggregationType::kGeometric), {0.5, kMissing}, {1, 1});
  EXPECT_TRUE(std::isnan(scored.score));
  EXPECT_TRUE(std::isnan(scored.contribution[0]) && std::isnan(scored.contribution[1]));
}

TEST(Aggregation, AMissingValueWithoutWeightRejectsNothing) {
  const Scored scored = aggregate(of(AggregationType::kGeometric), {0.5, kMissing}, {1, 0});
  EXPECT_NEAR(scored.score, 0.5, 1e-15);
  EXPECT_EQ(scored.contribution[1], 0);
}

TEST(Aggregation, AMissingValueTakesTheFallback) {
  Aggregation aggregation = of(AggregationType::kArithmetic);
  aggregation.missing = MissingValue::kFallback;
  aggregation.fallback = 0.25;
  const Scored scored = aggregate(aggregation, {0.75, kMissing}, {1, 1});
  EXPECT_NEAR(scored.score, 0.5, 1e-15);
  EXPECT_FLOAT_EQ(scored.contribution[1], 0.375f);
}

TEST(Aggregation, AMissingValueIsIgnoredAndTheRestReweighted) {
  Aggregation aggregation = of(AggregationType::kArithmetic);
  aggregation.missing = MissingValue::kIgnore;
  const Scored scored = aggregate(aggregation, {0.8, kMissing, 0.2}, {2, 50, 1});
  EXPECT_NEAR(scored.score, 0.6, 1e-15);
  EXPECT_TRUE(std::isnan(scored.contribution[1]));
  EXPECT_TRUE(std::isnan(aggregate(aggregation, {kMissing, kMissing}, {1, 1}).score)) << "nothing is known of it";
}

TEST(Aggregation, ACandidateLeavesNoTraceInTheNext) {
  Aggregation aggregation = of(AggregationType::kGeometric);
  aggregation.missing = MissingValue::kIgnore;
  Aggregator aggregator(aggregation, {1, 2});
  std::vector<float> contribution(2);
  const std::vector<double> first{0, kMissing}, second{0.3, 0.7};
  aggregator.score(first, contribution);
  const double after = aggregator.score(second, contribution);
  EXPECT_EQ(after, aggregate(aggregation, second, {1, 2}).score);
}

}  // namespace
}  // namespace furui
