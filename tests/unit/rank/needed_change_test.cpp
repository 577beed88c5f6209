// What would lift a candidate, by hand.
#include "rank/needed_change.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rank/candidate_scores.h"
#include "rank/ranking.h"

namespace furui {
namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

const std::vector<float> kCertain(3, kMissing);

Profile profile_of(const std::string& aggregation) {
  return parse_profile(R"(name = "n"
[[objective]]
property = "x"
transform = { type = "linear", knots = [[0.0, 0.0], [10.0, 1.0]] }
[[objective]]
property = "y"
weight = 3.0
transform = { type = "logistic", bad = 0.7, good = 0.3 }
[[objective]]
property = "z"
weight = 0.0
transform = { type = "right_step", high = 0.0 }
)" + aggregation);
}

TEST(NeededChange, OfAnAverageIsTheMissingShareOverTheWeight) {
  // S = (0.4 + 3 * 0.8) / 4 = 0.7; to 0.75 x needs 0.2 more, y 0.2 / 3.
  const std::vector<float> d{0.4F, 0.8F, 0.0F}, value{4, 0.3F, -1};
  const auto changes = changes_for(profile_of("[aggregation]\ntype = \"arithmetic\"\n"), d, value, kCertain, 0.75);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].objective, 1U);
  EXPECT_NEAR(changes[0].desirability, 0.8 + 0.2 / 3, 1e-6);
  ASSERT_TRUE(changes[0].value);
  EXPECT_NEAR(1 / (1 + std::exp(-2 * std::log(4.0) / -0.4 * (*changes[0].value - 0.5))), 0.8 + 0.2 / 3, 1e-6);
  EXPECT_LT(*changes[0].value, 0.3);
  EXPECT_EQ(changes[1].objective, 0U);
  ASSERT_TRUE(changes[1].value);
  EXPECT_NEAR(*changes[1].value, 6, 1e-5);
}

TEST(NeededChange, LeavesOutWhatCannotDoItAlone) {
  const std::vector<float> d{0.4F, 0.2F, 1.0F}, value{4, 0.7F, 1};
  const auto changes = changes_for(profile_of("[aggregation]\ntype = \"arithmetic\"\n"), d, value, kCertain, 0.75);
  ASSERT_EQ(changes.size(), 1U) << "x at its best would give (1 + 0.6) / 4";
  EXPECT_EQ(changes[0].objective, 1U);
  EXPECT_TRUE(changes_for(profile_of(""), d, value, kCertain, 0.999).empty());
}

TEST(NeededChange, KnowsNoValueForAMissingOne) {
  const std::vector<float> d{kMissing, 0.2F, 1.0F}, value{kMissing, 0.7F, 1};
  const auto changes = changes_for(profile_of("[aggregation]\nmissing = \"ignore\"\n"), d, value, kCertain, 0.5);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].objective, 1U);
  EXPECT_NEAR(changes[0].desirability, 0.5, 1e-9);
  EXPECT_NEAR(*changes[0].value, 0.5, 1e-9);
}

/// The value that is said, with the spread that it has, gives the score.
TEST(NeededChange, OfAnUncertainValueKeepsItsSpread) {
  const Profile profile = parse_profile(R"(name = "u"
[[objective]]
property = "x"
transform = { type = "logistic", bad = 0.0, good = 1.0 }
[[objective]]
property = "y"
weight = 2.0
transform = { type = "right_step", high = 0.5 }
)");
  std::vector<PropertyColumn> columns{{"x", "", {0.2F}, {0.6F}}, {"y", "", {0.4F}, {0.3F}}};
  const std::vector<Sha256> structure(1);
  const auto score_of = [&](std::vector<float>& d) {
    const CandidateScores scores(profile, columns, structure);
    CandidateScores::Row row(scores);
    std::vector<float> contribution(2);
    return scores.score(0, row, d, contribution).mean;
  };
  std::vector<float> d(2);
  const double before = score_of(d), target = before + 0.05;
  const std::vector<float> value{0.2F, 0.4F}, std{0.6F, 0.3F};
  const auto changes = changes_for(profile, d, value, std, target);
  ASSERT_EQ(changes.size(), 2U);
  for (const NeededChange& change : changes) {
    ASSERT_TRUE(change.value);
    columns[change.objective].value[0] = static_cast<float>(*change.value);
    EXPECT_NEAR(score_of(d), target, 1e-5) << change.objective;
    columns[change.objective].value[0] = value[change.objective];
  }
}

TEST(NeededChange, IsNothingWhereTheScoreIsThere) {
  const std::vector<float> d{1, 1, 1}, value{10, 0, 1};
  EXPECT_TRUE(changes_for(profile_of(""), d, value, kCertain, 1).empty());
}

}  // namespace
}  // namespace furui
