// How a ranking's top hangs on its weights.
#include "rank/ranking_robustness.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "ranking_input.h"

namespace furui {
namespace {

Profile profile_of(double weight) {
  return parse_profile("name = \"r\"\n[[objective]]\nproperty = \"x\"\nweight = " + std::to_string(weight) +
                       "\ntransform = { type = \"linear\", knots = [[0, 0], [1, 1]] }\n"
                       "[[objective]]\nproperty = \"y\"\ntransform = { type = \"linear\", knots = [[0, 0], [1, 1]] }\n"
                       "[aggregation]\ntype = \"arithmetic\"\n[uncertainty]\ntop = 1\n");
}

// a = (0.8, 0.2) and b = (0.2, 0.8): a leads while x weighs more than y; c is behind both whatever the weights.
RankingInput three() { return input_of({{"x", {0.2F, 0.8F, 0.1F}}, {"y", {0.8F, 0.2F, 0.1F}}}); }

TEST(RankingRobustness, FindsTheWeightsAtWhichTheTopChanges) {
  const Profile profile = profile_of(2);
  const Ranking ranking = rank(profile, three());
  ASSERT_EQ(ranking.rank, (std::vector<std::uint32_t>{2, 1, 3}));
  const RankingRobustness robust = robustness_of(profile, three(), ranking);
  ASSERT_EQ(robust.critical.size(), 2U);
  EXPECT_NEAR(robust.critical[0].down, 0.5, 1e-4) << "at half its weight x counts as y";
  EXPECT_TRUE(std::isnan(robust.critical[0].up));
  EXPECT_NEAR(robust.critical[1].up, 2, 1e-3);
  EXPECT_TRUE(std::isnan(robust.critical[1].down));
}

TEST(RankingRobustness, SharesSumToTheTopAndFavourTheOneWithMoreRoom) {
  const Profile profile = profile_of(2);
  const RankingRobustness robust = robustness_of(profile, three(), rank(profile, three()));
  EXPECT_NEAR(robust.stays[0] + robust.stays[1] + robust.stays[2], 1, 1e-6);
  EXPECT_EQ(robust.stays[2], 0);
  // a stays while 0.3 (z_x - z_y) > -ln 2: P(Z < ln 2 / (0.3 sqrt 2)) = 0.949.
  EXPECT_NEAR(robust.stays[1], 0.949, 4 * std::sqrt(0.949 * 0.051 / 1000));
}

TEST(RankingRobustness, LeavesOutWhoIsNotRanked) {
  const Profile profile = profile_of(2);
  RankingInput input = three();
  input.rejected[0] = 1;
  const RankingRobustness robust = robustness_of(profile, input, rank(profile, input));
  EXPECT_TRUE(std::isnan(robust.stays[0]));
  EXPECT_EQ(robust.stays[1], 1);
}

/// Another policy than the expected score orders by spreads as well, which are not tried.
TEST(RankingRobustness, UnderAnotherPolicyIsNothing) {
  Profile profile = profile_of(2);
  profile.uncertainty.policy = Policy::kUpperBound;
  const RankingRobustness robust = robustness_of(profile, three(), rank(profile, three()));
  EXPECT_TRUE(robust.critical.empty());
  EXPECT_TRUE(std::isnan(robust.stays[1]));
}

TEST(RankingRobustness, OfAProfileOfFiltersIsNothing) {
  const Profile profile = parse_profile("name = \"f\"\n[[filter]]\nproperty = \"x\"\nmin = 0.15\n");
  const RankingRobustness robust = robustness_of(profile, three(), rank(profile, three()));
  EXPECT_TRUE(robust.critical.empty());
  EXPECT_TRUE(std::isnan(robust.stays[1]));
}

}  // namespace
}  // namespace furui
