// Holds diverse picks to MaxMin as it is defined, computed without any shortcut, and quotas to their words.
#include "rank/diverse_pick.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <random>
#include <stdexcept>

namespace furui {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Rows = std::vector<std::vector<std::uint64_t>>;

std::vector<std::uint64_t> packed(const Rows& rows) {
  std::vector<std::uint64_t> bits;
  for (const auto& row : rows) bits.insert(bits.end(), row.begin(), row.end());
  return bits;
}

std::vector<std::size_t> pick(const Rows& rows, std::size_t n) {
  return pick_diverse(packed(rows), rows.empty() ? 1 : rows[0].size(), n);
}

/// A similarity as a fraction, compared by cross-multiplication.
struct Fraction {
  std::int64_t part, whole;
  bool operator<(const Fraction& other) const { return part * other.whole < other.part * whole; }
};

Fraction tanimoto(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  Fraction result{0, 0};
  for (std::size_t i = 0; i < a.size(); ++i) {
    result.part += std::popcount(a[i] & b[i]);
    result.whole += std::popcount(a[i] | b[i]);
  }
  return result.whole == 0 ? Fraction{1, 1} : result;
}

/// MaxMin to the letter: every candidate's nearest pick, each time anew.
std::vector<std::size_t> pick_by_definition(const Rows& rows, std::size_t n) {
  std::vector<std::size_t> picked{0};
  while (picked.size() < std::min(n, rows.size())) {
    std::size_t farthest = rows.size();
    Fraction least{2, 1};
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (std::find(picked.begin(), picked.end(), row) != picked.end()) continue;
      Fraction nearest{0, 1};
      for (std::size_t other : picked) nearest = std::max(nearest, tanimoto(rows[row], rows[other]));
      if (nearest < least) {
        least = nearest;
        farthest = row;
      }
    }
    picked.push_back(farthest);
  }
  return picked;
}

/// Rows of some families: a family's pattern with a few bits flipped, and a few rows without any bit.
Rows random_rows(unsigned seed, std::size_t count, std::size_t words, unsigned families) {
  std::mt19937_64 random(seed);
  Rows patterns(families, std::vector<std::uint64_t>(words));
  for (auto& pattern : patterns) {
    for (auto& word : pattern) word = random() & random() & random();
  }
  Rows rows;
  for (std::size_t i = 0; i < count; ++i) {
    rows.push_back(patterns[random() % families]);
    for (auto& word : rows.back()) word ^= random() & random() & random() & random() & random();
    if (random() % 50 == 0) std::fill(rows.back().begin(), rows.back().end(), 0);
  }
  return rows;
}

TEST(DiversePick, TakesTheFarthestFromItsNearestPick) {
  // By hand. Similarities to the first: 3/4, 2/4, 0, 1/5, so that 3 follows. Of the rest, 4 has the picks at 1/5 and
  // 1/4, 2 at 2/4 and 0, 1 at 3/4 and 0: 4 follows, then 2.
  const Rows rows = {{0b0001111}, {0b0000111}, {0b0000011}, {0b1110000}, {0b0010001}};
  EXPECT_THAT(pick(rows, 5), ElementsAre(0, 3, 4, 2, 1));
}

TEST(DiversePick, EqualsTheDefinition) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    for (std::size_t words : {1u, 3u, 32u}) {
      const Rows rows = random_rows(seed, 150, words, 1 + 7 * (seed % 4));
      EXPECT_EQ(pick(rows, 60), pick_by_definition(rows, 60)) << "seed " << seed << ", " << words << " words";
    }
  }
}

TEST(DiversePick, OfEquallyFarCandidatesTheBetterRankedIsPicked) {
  EXPECT_THAT(pick({{1}, {2}, {4}, {8}}, 4), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(pick({{3}, {3}, {12}, {12}, {48}}, 5), ElementsAre(0, 2, 4, 1, 3)) << "equal ones come last, in order";
  const std::vector<std::uint64_t> first{0b11}, third{0b101}, two_sixths{0b111111};
  EXPECT_THAT(pick({first, third, two_sixths}, 2), ElementsAre(0, 1));
  EXPECT_THAT(pick({first, two_sixths, third}, 2), ElementsAre(0, 1));
}

TEST(DiversePick, AnEmptyFingerprintIsFarFromAllButAnotherEmptyOne) {
  EXPECT_THAT(pick({{0b11}, {0}, {0b111}, {0}, {0b1100}}, 5), ElementsAre(0, 1, 4, 2, 3));
  EXPECT_THAT(pick({{0}, {0}, {1}}, 3), ElementsAre(0, 2, 1));
}

TEST(DiversePick, FewerCandidatesThanAskedForAreAllPicked) {
  std::vector<std::size_t> picked = pick(random_rows(3, 20, 2, 3), 21);
  std::sort(picked.begin(), picked.end());
  std::vector<std::size_t> all(20);
  std::iota(all.begin(), all.end(), 0);
  EXPECT_EQ(picked, all);
  EXPECT_THAT(pick({{7}}, 3), ElementsAre(0));
  EXPECT_THAT(pick({}, 3), IsEmpty());
  EXPECT_THAT(pick({{7}, {8}}, 0), IsEmpty());
}

TEST(DiversePick, MorePicksBeginWithTheFewer) {
  const Rows rows = random_rows(9, 200, 4, 10);
  const std::vector<std::size_t> many = pick(rows, 80), few = pick(rows, 30);
  EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin()));
}

TEST(DiversePick, WordsThatAreNoFingerprintsAreAFault) {
  const std::vector<std::uint64_t> bits(7);
  EXPECT_THROW(pick_diverse(bits, 2, 1), std::invalid_argument);
  EXPECT_THROW(pick_diverse(bits, 0, 1), std::invalid_argument);
}

TEST(Clusters, EachCandidateJoinsTheBestRankedLeaderThatIsNear) {
  // 0b0111 and 0b0011 have a similarity of 2/3, 0b0001 and 0b0011 of 1/2.
  const std::vector<std::uint64_t> bits{0b0111, 0b0011, 0b11110000, 0b0001, 0b11110000};
  EXPECT_THAT(cluster_by_leaders(bits, 1, 0.6), ElementsAre(0, 0, 2, 3, 2));
  EXPECT_THAT(cluster_by_leaders(bits, 1, 0.3), ElementsAre(0, 0, 2, 0, 2));
  EXPECT_THAT(cluster_by_leaders(bits, 1, 1), ElementsAre(0, 1, 2, 3, 2));
  EXPECT_THAT(cluster_by_leaders({}, 1, 0.5), IsEmpty());
}

TEST(Clusters, OfRandomRowsAreAsByDefinition) {
  const Rows rows = random_rows(11, 300, 2, 20);
  std::vector<std::uint64_t> bits;
  for (const auto& row : rows) bits.insert(bits.end(), row.begin(), row.end());
  const auto similarity = [&](std::size_t a, std::size_t b) {
    double both = 0, either = 0;
    for (std::size_t w = 0; w < 2; ++w) {
      both += std::popcount(rows[a][w] & rows[b][w]);
      either += std::popcount(rows[a][w] | rows[b][w]);
    }
    return either == 0 ? 1.0 : both / either;
  };
  const std::vector<std::int64_t> leader = cluster_by_leaders(bits, 2, 0.3);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::int64_t expected = static_cast<std::int64_t>(row);
    for (std::size_t other = 0; other < row; ++other) {
      if (leader[other] != static_cast<std::int64_t>(other) || similarity(other, row) < 0.3) continue;
      expected = static_cast<std::int64_t>(other);
      break;
    }
    EXPECT_EQ(leader[row], expected) << row;
  }
}

TEST(SimilarityToEarlier, IsThatOfTheNearestPickBefore) {
  const std::vector<std::uint64_t> bits{0b0111, 0b0011, 0b11110000, 0b0001};
  const std::vector<float> nearest = similarity_to_earlier(bits, 1, std::vector<std::size_t>{1, 2, 3});
  ASSERT_EQ(nearest.size(), 3U);
  EXPECT_TRUE(std::isnan(nearest[0]));
  EXPECT_EQ(nearest[1], 0.0F);
  EXPECT_EQ(nearest[2], 0.5F);
}

TEST(QuotaPick, TakesNoMoreOfAGroupThanItsQuota) {
  const std::vector<std::int64_t> group{5, 5, 8, 5, -7, 8, 8, -7, 9};
  EXPECT_THAT(pick_by_quota(group, 1, 9), ElementsAre(0, 2, 4, 8));
  EXPECT_THAT(pick_by_quota(group, 2, 9), ElementsAre(0, 1, 2, 4, 5, 7, 8));
  EXPECT_THAT(pick_by_quota(group, 2, 3), ElementsAre(0, 1, 2)) << "the best-ranked n";
  EXPECT_EQ(pick_by_quota(group, 9, 20).size(), 9u);
}

TEST(QuotaPick, CandidatesWithoutAGroupAreEachTheirOwn) {
  EXPECT_THAT(pick_by_quota(std::vector<std::int64_t>{-1, 3, -1, 3, -1}, 1, 9), ElementsAre(0, 1, 2, 4));
}

TEST(QuotaPick, NothingIsPickedOfNothing) {
  EXPECT_THAT(pick_by_quota(std::vector<std::int64_t>{}, 1, 9), IsEmpty());
  EXPECT_THAT(pick_by_quota(std::vector<std::int64_t>{1, -1}, 0, 9), IsEmpty());
  EXPECT_THAT(pick_by_quota(std::vector<std::int64_t>{1, -1}, 1, 0), IsEmpty());
}

}  // namespace
}  // namespace furui
