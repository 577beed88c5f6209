// Laws that every ranking obeys, on random tables: row order, company, monotony, totality.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <random>

#include "ranking_input.h"  // for RankingInput
#include "rank/ranking.h"

namespace furui {
namespace {

constexpr std::size_t kCandidates = 3000;  // more than two blocks of rows
constexpr std::size_t kObjectives = 4;

Profile profile_of(const std::string& aggregation) {
  return parse_profile(R"(name = "laws"
[[objective]]
property = "a"
transform = { type = "logistic", bad = -1.0, good = 1.0 }
weight = 2.0
[[objective]]
property = "b"
transform = { type = "linear", knots = [[-1.0, 0.0], [1.0, 1.0]] }
[[objective]]
property = "c"
transform = { type = "sigmoid", low = -2.0, high = 2.0, k = 0.4 }
weight = 0.5
[[objective]]
property = "d"
transform = { type = "right_step", high = 0.0 }
[[filter]]
property = "a"
min = -1.5
[aggregation]
)" + aggregation);
}

RankingInput random_input(unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal;
  std::vector<std::vector<float>> values(kObjectives, std::vector<float>(kCandidates));
  for (auto& column : values) {
    for (float& value : column) {
      // Coarse values, so that equal scores abound; and a few that are missing.
      value = std::round(4 * normal(random)) / 4;
      if (random() % 40 == 0) value = std::numeric_limits<float>::quiet_NaN();
    }
  }
  RankingInput input = input_of({{"a", values[0]}, {"b", values[1]}, {"c", values[2]}, {"d", values[3]}});
  for (auto& rejected : input.rejected) rejected = random() % 30 == 0;
  return input;
}

/// Bits, so that NaN equals NaN and nothing else passes for equal.
std::uint32_t bits(float value) {
  std::uint32_t result;
  std::memcpy(&result, &value, sizeof result);
  return result;
}

class RankingLaws : public testing::TestWithParam<const char*> {
 protected:
  const Profile profile = profile_of(GetParam());
  const RankingInput input = random_input(17);
  const Ranking ranking = rank_with_parts(profile, input);
};

TEST_P(RankingLaws, RanksAreOneToNWithoutGaps) {
  std::vector<std::uint32_t> ranks;
  for (std::uint32_t place : ranking.rank) {
    if (place > 0) ranks.push_back(place);
  }
  ASSERT_GT(ranks.size(), kCandidates / 2);
  std::sort(ranks.begin(), ranks.end());
  for (std::size_t i = 0; i < ranks.size(); ++i) ASSERT_EQ(ranks[i], i + 1);
}

TEST_P(RankingLaws, ABetterRankHasNoLowerScore) {
  std::vector<float> score_at(kCandidates + 1, -1);
  for (std::size_t row = 0; row < kCandidates; ++row) {
    if (ranking.rank[row] > 0) score_at[ranking.rank[row]] = ranking.score[row];
  }
  for (std::size_t place = 2; place <= kCandidates && score_at[place] >= 0; ++place)
    ASSERT_GE(score_at[place - 1], score_at[place]);
}

TEST_P(RankingLaws, TheOrderOfTheRowsChangesNothing) {
  std::vector<std::size_t> shuffled(kCandidates);
  std::iota(shuffled.begin(), shuffled.end(), 0);
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937(5));
  const Ranking other = rank_with_parts(profile, rows_of(input, shuffled));
  for (std::size_t i = 0; i < kCandidates; ++i) {
    const std::size_t row = shuffled[i];
    ASSERT_EQ(other.rank[i], ranking.rank[row]);
    ASSERT_EQ(bits(other.score[i]), bits(ranking.score[row]));
    ASSERT_EQ(other.filter[i], ranking.filter[row]);
    for (std::size_t o = 0; o < kObjectives; ++o)
      ASSERT_EQ(bits(other.contribution[i * kObjectives + o]), bits(ranking.contribution[row * kObjectives + o]));
  }
}

TEST_P(RankingLaws, NoStrangerChangesANumberOrASequence) {
  std::vector<std::size_t> half;
  for (std::size_t row = 0; row < kCandidates; row += 2) half.push_back(row);
  const Ranking alone = rank_with_parts(profile, rows_of(input, half));
  std::uint32_t last = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> places;
  for (std::size_t i = 0; i < half.size(); ++i) {
    ASSERT_EQ(bits(alone.score[i]), bits(ranking.score[half[i]]));
    for (std::size_t o = 0; o < kObjectives; ++o)
      ASSERT_EQ(bits(alone.desirability[i * kObjectives + o]), bits(ranking.desirability[half[i] * kObjectives + o]));
    if (alone.rank[i] > 0) places.emplace_back(alone.rank[i], ranking.rank[half[i]]);
  }
  std::sort(places.begin(), places.end());
  for (const auto& [ours, theirs] : places) {
    ASSERT_GT(theirs, last);
    last = theirs;
  }
}

TEST_P(RankingLaws, ABetterValueNeverLowersScoreOrRank) {
  for (std::size_t o = 0; o < kObjectives; ++o) {
    RankingInput better = input;
    for (float& value : better.columns[o].value) value += 0.5f;  // every curve of this profile rises
    const Ranking raised = rank_with_parts(profile, better);
    for (std::size_t row = 0; row < kCandidates; ++row) {
      if (std::isnan(ranking.score[row])) continue;
      ASSERT_GE(raised.score[row], ranking.score[row]);
    }
  }
  std::size_t tried = 0;
  for (std::size_t row = 0; row < kCandidates && tried < 20; ++row) {
    if (ranking.rank[row] < 2) continue;
    RankingInput better = input;
    better.columns[1].value[row] += 0.75f;
    ASSERT_LE(rank_with_parts(profile, better).rank[row], ranking.rank[row]);
    ++tried;
  }
}

TEST_P(RankingLaws, ContributionsAddUpToWhatTheScoreLacks) {
  for (std::size_t row = 0; row < kCandidates; ++row) {
    if (std::isnan(ranking.score[row])) continue;
    double sum = 0;
    for (std::size_t o = 0; o < kObjectives; ++o) {
      const float contribution = ranking.contribution[row * kObjectives + o];
      if (!std::isnan(contribution)) sum += contribution;
    }
    ASSERT_NEAR(sum, 1 - ranking.score[row], 1e-6);
  }
}

INSTANTIATE_TEST_SUITE_P(Aggregations, RankingLaws,
                         testing::Values("floor = 0.01", "type = \"arithmetic\"\nmissing = \"ignore\"",
                                         "type = \"harmonic\"\nfloor = 0.05", "type = \"product\"",
                                         "type = \"minimum\"\nmissing = \"fallback\"\nfallback = 0.3"));

}  // namespace
}  // namespace furui
