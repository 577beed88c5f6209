// Policies, ties and the probability of meeting a profile, by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/profile.h"
#include "rank/gaussian.h"
#include "rank/meet_probability.h"
#include "rank/policy.h"
#include "rank/tie_groups.h"

namespace furui {
namespace {

using testing::ElementsAre;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

TEST(Policy, ChoosesBetweenMeanAndSpread) {
  Uncertainty uncertainty;
  EXPECT_EQ(order_value(uncertainty, {0.6, 0.1}), 0.6);
  uncertainty.policy = Policy::kLowerBound;
  uncertainty.kappa = 2;
  EXPECT_NEAR(order_value(uncertainty, {0.6, 0.1}), 0.4, 1e-15);
  EXPECT_NEAR(order_value(uncertainty, {0.1, 0.1}), -0.1, 1e-15);
  uncertainty.policy = Policy::kUpperBound;
  EXPECT_NEAR(order_value(uncertainty, {0.6, 0.1}), 0.8, 1e-15);
  EXPECT_NEAR(order_value(uncertainty, {0.9, 0.1}), 1.1, 1e-15);
  uncertainty.policy = Policy::kProbabilityOfImprovement;
  uncertainty.best = 0.5;
  EXPECT_NEAR(order_value(uncertainty, {0.6, 0.1}), normal_cumulative(1), 1e-15);
  EXPECT_EQ(order_value(uncertainty, {0.6, 0}), 1);
  EXPECT_EQ(order_value(uncertainty, {0.5, 0}), 0);
  uncertainty.policy = Policy::kExpectedImprovement;
  // (m - best) Phi(1) + s phi(1) = 0.1 * 0.8413447 + 0.1 * 0.2419707.
  EXPECT_NEAR(order_value(uncertainty, {0.6, 0.1}), 0.10833154705876864, 1e-14);
  EXPECT_NEAR(order_value(uncertainty, {0.6, 0}), 0.1, 1e-15);
  EXPECT_TRUE(std::isnan(order_value(uncertainty, {kMissing, kMissing})));
}

TEST(TieGroups, EndWhereTheLeaderIsSurelyBetter) {
  // The leader is better than the second with probability Phi(0.05 / 0.1) = 0.69, than the third with Phi(0.2 / 0.1) = 0.98.
  const std::vector<UncertainScore> scores{{0.80, 0.06}, {0.75, 0.08}, {0.60, 0.08}, {0.58, 0.01}};
  EXPECT_THAT(tie_groups(scores, 0.9), ElementsAre(1, 1, 2, 2));
  EXPECT_THAT(tie_groups(scores, 0.99), ElementsAre(1, 1, 1, 2));
  EXPECT_THAT(tie_groups(scores, 0.55), ElementsAre(1, 2, 3, 4));
}

/// A policy may put the less likely better one first; the evidence decides their order all the same.
TEST(TieGroups, EndWhereAFollowerIsSurelyBetter) {
  const std::vector<UncertainScore> scores{{0.925, 0.004}, {0.925, 0.003}, {0.968, 0.005}, {0.966, 0.005}};
  EXPECT_THAT(tie_groups(scores, 0.9), ElementsAre(1, 1, 2, 2));
}

TEST(TieGroups, OfCertainScoresHoldEqualOnes) {
  const std::vector<UncertainScore> scores{{0.8, 0}, {0.8, 0}, {0.7, 0}, {0.6999, 0}};
  EXPECT_THAT(tie_groups(scores, 0.9), ElementsAre(1, 1, 2, 3));
  EXPECT_THAT(tie_groups({}, 0.9), ElementsAre());
}

TEST(TieGroups, BeingBetterIsAntisymmetric) {
  EXPECT_NEAR(probability_of_better({0.6, 0.03}, {0.55, 0.04}), normal_cumulative(1), 1e-15);
  EXPECT_NEAR(probability_of_better({0.55, 0.04}, {0.6, 0.03}), normal_cumulative(-1), 1e-15);
  EXPECT_EQ(probability_of_better({0.5, 0}, {0.5, 0}), 0.5);
}

/// Over the columns x (0) and y (1).
MeetProbability meets(const std::string& rest) {
  const Profile profile = parse_profile(R"(name = "m"
[[objective]]
property = "x"
transform = { type = "logistic", bad = -1.0, good = 1.0 }
[[objective]]
property = "y"
weight = 0.0
transform = { type = "left_step", low = 0.0 }
)" + rest);
  std::vector<Desirability> curves;
  for (const Objective& objective : profile.objectives) curves.push_back(make_desirability(objective.transform, "m"));
  std::vector<std::size_t> filters;
  for (const Filter& filter : profile.filters) filters.push_back(filter.property == "x" ? 0 : 1);
  return MeetProbability(profile, curves, std::vector<std::size_t>{0, 1}, filters);
}

double probability(const MeetProbability& meets, double x, double x_std, double y, double y_std) {
  return meets(std::vector<double>{x, y}, std::vector<double>{x_std, y_std});
}

TEST(MeetProbability, IsTheShareBeyondTheMiddleOfACurve) {
  EXPECT_NEAR(probability(meets(""), 0.5, 0.5, 0, 1), normal_cumulative(1), 1e-12);
  EXPECT_EQ(probability(meets(""), 0.5, 0, 9, 0), 1) << "an objective of weight 0 asks for nothing";
  EXPECT_EQ(probability(meets(""), -0.5, 0, 0, 0), 0);
}

TEST(MeetProbability, MultipliesOverPropertiesAndIntersectsWithinOne) {
  const MeetProbability both = meets("[[filter]]\nproperty = \"y\"\nmax = 1.0\n[[filter]]\nproperty = \"x\"\nmax = 1.0\n");
  EXPECT_NEAR(probability(both, 0, 1, 0, 1), normal_between(0, 1) * normal_cumulative(1), 1e-12);
  EXPECT_EQ(probability(both, 2, 0, 0, 0), 0);
  EXPECT_NEAR(probability(both, 0.5, 0, 0, 1), normal_cumulative(1), 1e-12);
  // The filter of x implies nothing that its objective does not: no double counting.
  const MeetProbability same = meets("[[filter]]\nproperty = \"x\"\nmin = 0.0\n");
  EXPECT_NEAR(probability(same, 0, 1, 0, 0), 0.5, 1e-12);
}

TEST(MeetProbability, OfAMissingValueGoesByTheProfile) {
  EXPECT_EQ(probability(meets(""), kMissing, 0, 0, 0), 0);
  EXPECT_EQ(probability(meets("[aggregation]\nmissing = \"ignore\"\n"), kMissing, 0, 0, 0), 1);
  EXPECT_EQ(probability(meets("[aggregation]\nmissing = \"uncertain\"\n"), kMissing, 0, 0, 0), 0.5);
  EXPECT_EQ(probability(meets("[aggregation]\nmissing = \"fallback\"\nfallback = 0.4\n"), kMissing, 0, 0, 0), 0);
  EXPECT_EQ(probability(meets("[[filter]]\nproperty = \"y\"\nmin = 0.0\n"), 1, 0, kMissing, 0), 0);
}

}  // namespace
}  // namespace furui
