// Rankings under uncertainty: what holds at std = 0, against draws, in any order, in any company.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <random>

#include "rank/candidate_scores.h"
#include "rank/ranking.h"
#include "ranking_input.h"

namespace furui {
namespace {

constexpr std::size_t kCandidates = 600;
constexpr std::size_t kObjectives = 4;
constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

Profile profile_of(const std::string& rest) {
  return parse_profile(R"(name = "u"
[[objective]]
property = "a"
transform = { type = "logistic", bad = -1.0, good = 1.0 }
weight = 2.0
[[objective]]
property = "b"
transform = { type = "linear", knots = [[-1.0, 0.0], [0.0, 0.5], [0.5, 1.0], [2.0, 0.3]] }
[[objective]]
property = "c"
transform = { type = "gaussian", target = 0.0, sigma = 1.5 }
weight = 0.5
[[objective]]
property = "m/d"
transform = { type = "value_mapping", mapping = { 0 = 0.2, 1 = 0.9, 2 = 1.0 } }
[[filter]]
property = "a"
min = -1.0
)" + rest);
}

/// Values, a fifth of them certain, a few missing; the structure of each row is a number of its own.
RankingInput random_input(float scale) {
  std::mt19937 random(11);
  std::normal_distribution<float> normal;
  RankingInput input = input_of({{"a", std::vector<float>(kCandidates)}, {"b", std::vector<float>(kCandidates)},
                                 {"c", std::vector<float>(kCandidates)}, {"m/d", std::vector<float>(kCandidates)}});
  for (std::size_t o = 0; o < kObjectives; ++o) {
    PropertyColumn& column = input.columns[o];
    column.std.resize(kCandidates);
    for (std::size_t row = 0; row < kCandidates; ++row) {
      column.value[row] = o == 3 ? static_cast<float>(random() % 3) : normal(random);
      const float std = std::abs(normal(random)) * scale;
      column.std[row] = random() % 5 == 0 ? (random() % 2 == 0 ? 0.0F : kMissing) : std;
      if (random() % 50 == 0) column.value[row] = kMissing;
    }
  }
  return input;
}

template <typename T>
bool same_bytes(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

bool same(const Ranking& a, const Ranking& b) {
  return same_bytes(a.rank, b.rank) && same_bytes(a.score, b.score) && same_bytes(a.expected, b.expected) && same_bytes(a.std, b.std) &&
         same_bytes(a.meets, b.meets) && same_bytes(a.top, b.top) && same_bytes(a.tie_group, b.tie_group) && same_bytes(a.filter, b.filter) &&
         same_bytes(a.desirability, b.desirability) && same_bytes(a.contribution, b.contribution);
}

class Uncertain : public testing::TestWithParam<const char*> {
 protected:
  const Profile profile_ = profile_of(GetParam());
};

TEST_P(Uncertain, AtStdZeroEverythingIsAsIfThereWereNone) {
  RankingInput none = random_input(0);
  for (PropertyColumn& column : none.columns) column.std.clear();
  RankingInput zero = random_input(0);
  for (PropertyColumn& column : zero.columns) std::fill(column.std.begin(), column.std.end(), 0.0F);
  Profile certain = profile_;
  certain.uncertainty.propagate = false;
  const Ranking plain = rank_with_parts(profile_, none);
  EXPECT_TRUE(same(rank_with_parts(profile_, zero), plain));
  EXPECT_TRUE(same(rank_with_parts(certain, random_input(0.7F)), rank_with_parts(certain, none)));
}

TEST_P(Uncertain, TinyStdsLeadToTheCertainRanking) {
  RankingInput none = random_input(0);
  RankingInput tiny = random_input(0);
  for (PropertyColumn& column : none.columns) column.std.clear();
  for (PropertyColumn& column : tiny.columns) {
    for (float& std : column.std) std = std::isnan(std) ? std : 1e-6F;
  }
  const Ranking certain = rank_with_parts(profile_, none), ours = rank_with_parts(profile_, tiny);
  for (std::size_t row = 0; row < kCandidates; ++row) {
    ASSERT_EQ(std::isnan(ours.score[row]), std::isnan(certain.score[row]));
    const bool missing = std::any_of(none.columns.begin(), none.columns.end(), [&](const PropertyColumn& column) { return std::isnan(column.value[row]); });
    if (std::isnan(ours.score[row]) || missing) continue;  // a missing value may count as very uncertain
    EXPECT_NEAR(ours.expected[row], certain.expected[row], 1e-5);
    EXPECT_LT(ours.std[row], 1e-4);
  }
}

TEST_P(Uncertain, ExpectedScoreAndStdAreThoseOfDraws) {
  const RankingInput input = random_input(0.7F);
  const Ranking ranking = rank_with_parts(profile_, input);
  const CandidateScores scores(profile_, input.columns, input.structure);
  constexpr std::uint32_t kDraws = 19'200;
  DrawnCandidate drawn;
  std::array<float, kDrawsAtOnce> keys;
  for (std::size_t row = 0; row < 60; ++row) {
    if (std::isnan(ranking.expected[row])) continue;
    scores.draw_from(row, drawn);
    double sum = 0, squares = 0;
    // Other draws than those that a harmonic mean or a minimum was told by.
    for (std::uint32_t first = 1'000'000; first < 1'000'000 + kDraws; first += kDrawsAtOnce) {
      scores.keys().draw(drawn, first, keys);
      for (const float key : keys) {
        const double score = scores.keys().score(key);
        sum += score / kDraws;
        squares += score * score / kDraws;
      }
    }
    const double std = std::sqrt(std::max(0.0, squares - sum * sum));
    const double both = std::sqrt(1.0 / kDraws + 1.0 / static_cast<double>(profile_.uncertainty.draws));
    EXPECT_NEAR(ranking.expected[row], sum, 4.5 * std * both + 1e-5) << row;
    // Draws tell the std of a score near 0, which is skewed, no better.
    const bool mean = profile_.aggregation.type == AggregationType::kGeometric || profile_.aggregation.type == AggregationType::kArithmetic;
    EXPECT_NEAR(ranking.std[row], std, mean ? 0.1 * std + 1e-5 : 0.3 * std + 2e-3) << row;
  }
}

TEST_P(Uncertain, ContributionsAddUpToWhatTheExpectedScoreLacks) {
  const Ranking ranking = rank_with_parts(profile_, random_input(0.7F));
  for (std::size_t row = 0; row < kCandidates; ++row) {
    if (std::isnan(ranking.expected[row])) continue;
    double sum = 0;
    for (std::size_t o = 0; o < kObjectives; ++o) {
      const float part = ranking.contribution[row * kObjectives + o];
      if (!std::isnan(part)) sum += part;
    }
    EXPECT_NEAR(sum, 1 - ranking.expected[row], 1e-5) << row;
  }
}

TEST_P(Uncertain, TheOrderOfTheRowsAndTheThreadsChangeNothing) {
  const RankingInput input = random_input(0.7F);
  const Ranking ranking = rank_with_parts(profile_, input);
  for (const int threads : {2, 5}) {
    ThreadPool pool(threads);
    EXPECT_TRUE(same(rank_with_parts(profile_, input, pool), ranking)) << threads;
  }
  std::vector<std::size_t> shuffled(kCandidates);
  std::iota(shuffled.begin(), shuffled.end(), 0);
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(5));
  const Ranking other = rank_with_parts(profile_, rows_of(input, shuffled));
  for (std::size_t i = 0; i < kCandidates; ++i) {
    const std::size_t row = shuffled[i];
    ASSERT_EQ(other.rank[i], ranking.rank[row]);
    ASSERT_EQ(other.tie_group[i], ranking.tie_group[row]);
    for (const auto& [ours, theirs] : {std::pair(other.top[i], ranking.top[row]), std::pair(other.expected[i], ranking.expected[row]),
                                       std::pair(other.std[i], ranking.std[row]), std::pair(other.meets[i], ranking.meets[row])})
      ASSERT_TRUE(ours == theirs || (std::isnan(ours) && std::isnan(theirs)));
  }
}

TEST_P(Uncertain, NoStrangerChangesAScore) {
  const RankingInput input = random_input(0.7F);
  const Ranking ranking = rank_with_parts(profile_, input);
  std::vector<std::size_t> third;
  for (std::size_t row = 0; row < kCandidates; row += 3) third.push_back(row);
  const Ranking alone = rank_with_parts(profile_, rows_of(input, third));
  for (std::size_t i = 0; i < third.size(); ++i) {
    ASSERT_EQ(std::memcmp(&alone.score[i], &ranking.score[third[i]], sizeof(float)), 0);
    ASSERT_EQ(std::memcmp(&alone.std[i], &ranking.std[third[i]], sizeof(float)), 0);
  }
}

TEST_P(Uncertain, ProbabilitiesOfTheTopSumToK) {
  const Ranking ranking = rank_with_parts(profile_, random_input(0.7F));
  double sum = 0;
  for (std::size_t row = 0; row < kCandidates; ++row) {
    ASSERT_EQ(std::isnan(ranking.top[row]), ranking.rank[row] == 0);
    if (ranking.rank[row] > 0) sum += ranking.top[row];
  }
  EXPECT_NEAR(sum, 20, 1e-3);
}

INSTANTIATE_TEST_SUITE_P(
    Profiles, Uncertain,
    testing::Values("[aggregation]\nfloor = 0.01\n[uncertainty]\ntop = 20\n",
                    "[aggregation]\nmissing = \"ignore\"\n[uncertainty]\ntop = 20\n",
                    "[aggregation]\ntype = \"arithmetic\"\nmissing = \"uncertain\"\n[uncertainty]\ntop = 20\nseed = 7\n",
                    "[aggregation]\ntype = \"harmonic\"\nfloor = 0.05\n[uncertainty]\ntop = 20\ndraws = 1024\n",
                    "[aggregation]\ntype = \"product\"\nmissing = \"fallback\"\nfallback = 0.3\n[uncertainty]\ntop = 20\n",
                    "[aggregation]\ntype = \"minimum\"\n[uncertainty]\ntop = 20\ndraws = 1024\n"));

TEST(Uncertainty, OfAHeldBackValueLowersTheRankUnderALowerBound) {
  RankingInput input = input_of({{"a", {1.0F, 1.1F}}});
  input.columns[0].std = {0.0F, 1.0F};
  const std::string objective = "name = \"p\"\n[[objective]]\nproperty = \"a\"\ntransform = { type = \"linear\", knots = [[0, 0], [2, 1]] }\n";
  EXPECT_EQ(rank_with_parts(parse_profile(objective), input).rank, (std::vector<std::uint32_t>{2, 1}));
  EXPECT_EQ(rank_with_parts(parse_profile(objective + "[uncertainty]\npolicy = \"lower_bound\"\n"), input).rank, (std::vector<std::uint32_t>{1, 2}));
}

TEST(Uncertainty, OtherSeedsDrawOtherwiseAndTheSameSeedTheSame) {
  const RankingInput input = random_input(0.7F);
  const auto top = [&](const std::string& seed) { return rank_with_parts(profile_of("[uncertainty]\ntop = 20\n" + seed), input).top; };
  EXPECT_TRUE(same_bytes(top("seed = 1"), top("seed = 1")));
  EXPECT_FALSE(same_bytes(top("seed = 1"), top("seed = 2")));
}

TEST(Uncertainty, OfOnePropertyByTwoModelsIsDrawnApart) {
  RankingInput input = input_of({{"one/x", {0.5F}}, {"two/x", {0.5F}}});
  for (PropertyColumn& column : input.columns) column.std = {0.1F};
  const Profile profile = parse_profile(R"(name = "p"
[[objective]]
property = "one/x"
transform = { type = "linear", knots = [[0, 0], [1, 1]] }
[[objective]]
property = "two/x"
transform = { type = "linear", knots = [[0, 0], [1, 1]] }
)");
  DrawnCandidate drawn;
  CandidateScores(profile, input.columns, input.structure).draw_from(0, drawn);
  ASSERT_EQ(drawn.terms.size(), 2U);
  EXPECT_NE(drawn_bits(drawn.terms[0].key, 0U), drawn_bits(drawn.terms[1].key, 0U));
}

TEST(Fronts, AreThoseOfTheAxesWithFilteredCandidatesBehind) {
  RankingInput input = input_of({{"a", {1, 2, 3, 0, 5}}, {"b", {1, 2, 1, 9, 9}}});
  input.rejected[4] = 1;
  const Profile profile = parse_profile(R"(name = "p"
[[objective]]
property = "a"
transform = { type = "right_step", high = 0.0 }
[[filter]]
property = "a"
min = 0.5
[[pareto]]
property = "a"
goal = "max"
[[pareto]]
property = "b"
goal = "max"
)");
  const Ranking ranking = rank_with_parts(profile, input);
  // (2, 2) and (3, 1) are not dominated, (1, 1) is; (0, 9) fails the filter, the last has no values.
  EXPECT_EQ(ranking.front, (std::vector<std::uint32_t>{1, 0, 0, 2, kNoFront}));
  // Scores are equal, so the fronts decide, then the digests.
  EXPECT_EQ(ranking.rank[0], 3U);
  EXPECT_EQ(ranking.rank[1] + ranking.rank[2], 3U);
  EXPECT_TRUE(rank_with_parts(parse_profile("name = \"p\"\n[[filter]]\nproperty = \"a\"\nmin = 0.5\n"), input).front.empty());
}

TEST(Fronts, BreakTiesByTheLonelierOne) {
  // One front of five; equal scores. The ends come first, then the one with most room about it.
  const RankingInput input = input_of({{"a", {0, 1, 2, 7, 10}}, {"b", {10, 9, 8, 3, 0}}});
  const Profile profile = parse_profile(R"(name = "p"
[[objective]]
property = "a"
transform = { type = "left_step", low = 100.0 }
[[pareto]]
property = "a"
goal = "max"
[[pareto]]
property = "b"
goal = "max"
)");
  const Ranking ranking = rank_with_parts(profile, input);
  EXPECT_EQ(ranking.front, std::vector<std::uint32_t>(5, 0));
  EXPECT_EQ(ranking.rank[0] + ranking.rank[4], 3U);
  EXPECT_EQ(ranking.rank[3], 3U);
  EXPECT_EQ(ranking.rank[2], 4U);
  EXPECT_EQ(ranking.rank[1], 5U);
}

TEST(Uncertainty, AnAlertIsNeverMet) {
  RankingInput input = input_of({{"a", {1.0F, 1.0F}}});
  input.alerts["PAINS"] = {0, 1};
  const Profile profile = parse_profile(
      "name = \"p\"\n[[objective]]\nproperty = \"a\"\ntransform = { type = \"right_step\", high = 0.0 }\n[[filter]]\nalerts = [\"PAINS\"]\n");
  EXPECT_EQ(rank_with_parts(profile, input).meets, (std::vector<float>{1, 0}));
}

}  // namespace
}  // namespace furui
