// Ranks small tables whose order can be told by hand.
#include "rank/ranking.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "core/error.h"     // for Error
#include "ranking_input.h"  // for input_of

namespace furui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

/// One objective over x whose desirability is x itself, then what `rest` adds.
Profile identity(const std::string& rest = "") {
  return parse_profile("name = \"t\"\n[[objective]]\nproperty = \"x\"\ntransform = { type = \"linear\", knots = [[0, 0], [1, 1]] }\n" + rest);
}

const std::string kSecond =
    "[[objective]]\nproperty = \"y\"\nweight = 3\ntransform = { type = \"linear\", knots = [[0, 0], [1, 1]] }\n";

TEST(Ranking, PutsTheHighestScoreFirst) {
  const Ranking ranking = rank_with_parts(identity(), input_of({{"x", {0.2f, 0.9f, 0.5f}}}));
  EXPECT_THAT(ranking.rank, ElementsAre(3, 1, 2));
  EXPECT_THAT(ranking.score, ElementsAre(0.2f, 0.9f, 0.5f));
  EXPECT_THAT(ranking.filter, ElementsAre(-1, -1, -1));
  EXPECT_THAT(ranking.desirability, ElementsAre(0.2f, 0.9f, 0.5f));
  EXPECT_FLOAT_EQ(ranking.contribution[0], 0.8f);
  EXPECT_EQ(ranking.algorithm_version, "furui-rank/4");
}

TEST(Ranking, LaysDesirabilitiesOutCandidateByCandidate) {
  const Ranking ranking = rank_with_parts(identity(kSecond), input_of({{"x", {0.1f, 0.2f}}, {"y", {0.3f, 0.4f}}}));
  EXPECT_THAT(ranking.desirability, ElementsAre(0.1f, 0.3f, 0.2f, 0.4f));
  EXPECT_NEAR(ranking.score[0], std::pow(0.1 * 0.3 * 0.3 * 0.3, 0.25), 1e-7);
}

TEST(Ranking, BreaksEqualScoresByStructureThenOrdinal) {
  RankingInput input = input_of({{"x", {0.5f, 0.5f, 0.5f, 0.5f}}});
  input.structure = {Sha256{2}, Sha256{1, 9}, Sha256{1}, Sha256{1}};
  EXPECT_THAT(rank_with_parts(identity(), input).rank, ElementsAre(4, 3, 1, 2));
}

TEST(Ranking, FiltersKeepScoresAndLoseTheirRank) {
  const Profile profile = identity("[[filter]]\nproperty = \"y\"\nmin = 0.1\n[[filter]]\nproperty = \"y\"\nmax = 0.5\n");
  const Ranking ranking = rank_with_parts(profile, input_of({{"x", {0.9f, 0.8f, 0.7f, 0.6f}}, {"y", {0.0f, 0.1f, 0.6f, 0.5f}}}));
  EXPECT_THAT(ranking.rank, ElementsAre(0, 1, 0, 2));
  EXPECT_THAT(ranking.filter, ElementsAre(0, -1, 1, -1));
  EXPECT_THAT(ranking.failed, ElementsAre(0b01, 0, 0b10, 0));
  EXPECT_THAT(ranking.score, ElementsAre(0.9f, 0.8f, 0.7f, 0.6f));
}

TEST(Ranking, NamesTheFirstFilterThatFailed) {
  const Profile profile = identity("[[filter]]\nproperty = \"x\"\nmin = 0.5\n[[filter]]\nproperty = \"x\"\nmin = 0.9\n");
  EXPECT_THAT(rank_with_parts(profile, input_of({{"x", {0.1f, 0.6f}}})).filter, ElementsAre(0, 1));
}

TEST(Ranking, LimitsAreInclusiveAsPrinted) {
  const Profile profile = identity("[[filter]]\nproperty = \"x\"\nmin = 0.1\nmax = 0.7\n");
  EXPECT_THAT(rank_with_parts(profile, input_of({{"x", {0.1f, 0.7f, 0.70000005f}}})).filter, ElementsAre(-1, -1, 0));
}

TEST(Ranking, AMissingValueFailsARange) {
  const Profile profile = identity("[[filter]]\nproperty = \"y\"\nmax = 0.5\n");
  EXPECT_THAT(rank_with_parts(profile, input_of({{"x", {1, 1, 1}}, {"y", {kMissing, -kInfinity, 0}}})).filter, ElementsAre(0, 0, -1));
}

TEST(Ranking, AlertsOfAnyNamedCatalogueFilter) {
  const Profile profile = identity("[[filter]]\nalerts = [\"PAINS\", \"NIH\"]\n");
  RankingInput input = input_of({{"x", {0.1f, 0.2f, 0.3f, 0.4f}}});
  input.alerts = {{"PAINS", {1, 0, 0, 0}}, {"NIH", {0, 1, 0, 0}}, {"BRENK", {0, 0, 1, 0}}};
  EXPECT_THAT(rank_with_parts(profile, input).filter, ElementsAre(0, 0, -1, -1));
  input.alerts.erase("NIH");
  try {
    rank_with_parts(profile, input);
    FAIL() << "alerts that nobody looked for are not absent alerts";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kFailedPrecondition);
    EXPECT_THAT(error.what(), HasSubstr("line 6: the alerts of 'NIH'"));
  }
}

TEST(Ranking, RejectedCandidatesHaveNothing) {
  RankingInput input = input_of({{"x", {0.9f, 0.1f}}});
  input.rejected = {1, 0};
  const Ranking ranking = rank_with_parts(identity("[[filter]]\nproperty = \"x\"\nmax = 0.5\n"), input);
  EXPECT_THAT(ranking.rank, ElementsAre(0, 1));
  EXPECT_THAT(ranking.filter, ElementsAre(-1, -1));
  EXPECT_TRUE(std::isnan(ranking.score[0]) && std::isnan(ranking.desirability[0]) && std::isnan(ranking.contribution[0]));
}

TEST(Ranking, RejectedCandidatesTakeNoFallback) {
  RankingInput input = input_of({{"x", {kMissing, kMissing}}});
  input.rejected = {1, 0};
  const Ranking ranking = rank_with_parts(identity("[aggregation]\nmissing = \"fallback\"\nfallback = 0.5\n"), input);
  EXPECT_TRUE(std::isnan(ranking.score[0]));
  EXPECT_EQ(ranking.score[1], 0.5f);
  EXPECT_THAT(ranking.rank, ElementsAre(0, 1));
}

TEST(Ranking, MissingValuesAndInfinitiesHaveNoScoreUnderReject) {
  const Ranking ranking = rank_with_parts(identity(), input_of({{"x", {kMissing, kInfinity, -kInfinity, 0.3f}}}));
  EXPECT_THAT(ranking.rank, ElementsAre(0, 0, 0, 1));
  for (int row : {0, 1, 2}) EXPECT_TRUE(std::isnan(ranking.score[row]) && std::isnan(ranking.desirability[row]));
  EXPECT_THAT(ranking.filter, ElementsAre(-1, -1, -1, -1));
}

TEST(Ranking, MissingValuesMayBeIgnored) {
  const Ranking ranking = rank_with_parts(identity(kSecond + "[aggregation]\ntype = \"arithmetic\"\nmissing = \"ignore\"\n"),
                               input_of({{"x", {0.6f, 0.8f, kMissing}}, {"y", {0.6f, kMissing, kMissing}}}));
  EXPECT_THAT(ranking.rank, ElementsAre(2, 1, 0));
}

TEST(Ranking, AnUnmappedValueIsMissing) {
  const Profile profile = parse_profile(
      "name = \"t\"\n[[objective]]\nproperty = \"x\"\ntransform = { type = \"value_mapping\", mapping = { 1 = 0.5 } }\n");
  EXPECT_THAT(rank_with_parts(profile, input_of({{"x", {1, 2}}})).rank, ElementsAre(1, 0));
}

TEST(Ranking, ZeroAndNegativeZeroRankAlike) {
  const Profile profile = parse_profile(
      "name = \"t\"\n[[objective]]\nproperty = \"x\"\ntransform = { type = \"linear\", knots = [[0, -0.0], [1, 1]] }\n"
      "[aggregation]\ntype = \"minimum\"\n");
  EXPECT_THAT(rank_with_parts(profile, input_of({{"x", {-5, 1, 0.5f}}})).rank, ElementsAre(3, 1, 2));
}

TEST(Ranking, NoCandidatesGiveEmptyColumns) {
  const Ranking ranking = rank_with_parts(identity(), input_of({{"x", {}}}));
  EXPECT_TRUE(ranking.rank.empty() && ranking.score.empty() && ranking.desirability.empty());
}

TEST(Ranking, WithoutObjectivesAllThatPassScoreOne) {
  const Profile profile = parse_profile("name = \"t\"\n[[filter]]\nproperty = \"x\"\nmin = 0.5\n");
  RankingInput input = input_of({{"x", {0.9f, 0.1f, 0.7f}}});
  input.structure = {Sha256{2}, Sha256{0}, Sha256{1}};
  const Ranking ranking = rank_with_parts(profile, input);
  EXPECT_THAT(ranking.score, ElementsAre(1, 1, 1));
  EXPECT_THAT(ranking.rank, ElementsAre(2, 0, 1));
}

TEST(Ranking, AllFilteredRanksNone) {
  const Profile profile = identity("[[filter]]\nproperty = \"x\"\nmin = 2\n");
  EXPECT_THAT(rank_with_parts(profile, input_of({{"x", {0.9f, 0.1f}}})).rank, ElementsAre(0, 0));
}

TEST(Ranking, AColumnThatIsNotThereIsAnErrorOfTheProfile) {
  try {
    rank_with_parts(identity(), input_of({{"X1", {1}}}));
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("line 3: unknown property 'x'"));
  }
}

TEST(Ranking, ColumnsOfAnotherLengthAreAFault) {
  RankingInput input = input_of({{"x", {1, 2}}});
  input.rejected.pop_back();
  EXPECT_THROW(rank_with_parts(identity(), input), std::invalid_argument);
  input = input_of({{"x", {1, 2}}});
  input.structure.pop_back();
  EXPECT_THROW(rank_with_parts(identity(), input), std::invalid_argument);
  EXPECT_THROW(rank_with_parts(identity(), input_of({{"x", {1, 2}}, {"y", {1}}})), std::invalid_argument);
  EXPECT_THROW(rank_with_parts(identity(), input_of({{"x", {1, 2}}, {"x", {1, 2}}})), std::invalid_argument);
}

TEST(Ranking, FiltersOnStructureTakeTheFlagsAsTheyCome) {
  const Profile profile = parse_profile("name = \"p\"\n[[objective]]\nproperty = \"x\"\ntransform = { type = \"linear\", knots = [[0, 0], [1, 1]] }\n"
                                        "[[filter]]\nproperty = \"x\"\nmin = 0.5\n[[filter]]\nsmarts = [\"C\"]\n");
  RankingInput input = input_of({{"x", {0.2F, 0.6F, 0.8F, 0.3F}}});
  EXPECT_THROW(rank_with_parts(profile, input), std::invalid_argument) << "nobody looked";
  input.failed[1] = {0, 1, 0, 1};
  input.columns[0].std.assign(4, 0.5F);
  const Ranking ranking = rank_with_parts(profile, input);
  EXPECT_EQ(ranking.filter, (std::vector<std::int32_t>{0, 1, -1, 0}));
  EXPECT_GT(ranking.meets[0], 0) << "its value may be larger than it seems";
  EXPECT_EQ(ranking.meets[1], 0);
  EXPECT_EQ(ranking.meets[3], 0) << "it fails by its structure besides";
  EXPECT_EQ(ranking.rank[2], 1U);
}

}  // namespace
}  // namespace furui
