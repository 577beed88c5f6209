// Two rankings compared: by hand, against pairs counted one by one.
#include "rank/agreement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <stdexcept>

namespace furui {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Every candidate in a group of its own.
RankedColumn certain(std::vector<std::uint32_t> rank) { return {rank, rank}; }

TEST(Agreement, OfARankingWithItselfIsComplete) {
  const RankedColumn ranking = certain({3, 1, 2, 4});
  const Agreement agreement = compare_rankings(ranking, ranking, 2, 10);
  EXPECT_EQ(agreement.spearman, 1);
  EXPECT_EQ(agreement.kendall, 1);
  EXPECT_EQ(agreement.top_in_both, 2U);
  EXPECT_EQ(agreement.contradictions, 0U);
  EXPECT_THAT(agreement.movers, IsEmpty());
}

TEST(Agreement, OfTheReverseIsMinusOne) {
  const Agreement agreement = compare_rankings(certain({1, 2, 3, 4, 5}), certain({5, 4, 3, 2, 1}), 2, 10);
  EXPECT_EQ(agreement.spearman, -1);
  EXPECT_EQ(agreement.kendall, -1);
  EXPECT_EQ(agreement.contradictions, 10U);
  EXPECT_EQ(agreement.top_in_both, 0U);
  EXPECT_THAT(agreement.movers, ElementsAre(0, 4, 1, 3));
}

// Ranks 1 2 3 4 5 against 2 1 4 3 5: d^2 sums to 4, rho = 1 - 24/120; two of ten pairs are discordant, tau = 0.6.
TEST(Agreement, HasTheTextbooksValues) {
  const Agreement agreement = compare_rankings(certain({1, 2, 3, 4, 5}), certain({2, 1, 4, 3, 5}), 3, 0);
  EXPECT_NEAR(*agreement.spearman, 0.8, 1e-15);
  EXPECT_NEAR(*agreement.kendall, 0.6, 1e-15);
  EXPECT_EQ(agreement.top_in_both, 2U);
  EXPECT_THAT(agreement.movers, IsEmpty());
}

TEST(Agreement, LeavesOutWhoIsNotRankedInBothAndNumbersTheRestAnew) {
  const Agreement agreement = compare_rankings(certain({1, 0, 2, 3}), certain({3, 1, 4, 0}), 2, 10);
  EXPECT_EQ(agreement.in_both, 2U);
  EXPECT_EQ(agreement.in_first, 1U);
  EXPECT_EQ(agreement.in_other, 1U);
  EXPECT_EQ(agreement.spearman, 1);
  EXPECT_THAT(agreement.movers, ElementsAre(0, 2, 1)) << "those in both first, then by the rank that there is";
}

TEST(Agreement, DoesNotCallATieAContradiction) {
  RankedColumn first = certain({1, 2, 3}), other = certain({2, 1, 3});
  first.tie_group = {1, 1, 2};
  EXPECT_EQ(compare_rankings(first, other, 3, 0).contradictions, 0U);
  other.rank = other.tie_group = {3, 2, 1};
  EXPECT_EQ(compare_rankings(first, other, 3, 0).contradictions, 2U);
}

TEST(Agreement, CountsAsPairsDo) {
  std::mt19937 random(5);
  constexpr std::size_t kRows = 300;
  RankedColumn first, other;
  for (RankedColumn* ranking : {&first, &other}) {
    std::vector<std::uint32_t> order(kRows);
    std::iota(order.begin(), order.end(), 1);
    std::shuffle(order.begin(), order.end(), random);
    for (std::uint32_t rank : order) ranking->rank.push_back(rank > 250 ? 0 : rank);
    for (std::uint32_t rank : ranking->rank) ranking->tie_group.push_back(rank == 0 ? 0 : (rank + 6) / 7);
  }
  std::uint64_t contradictions = 0, discordant = 0, pairs = 0;
  for (std::size_t i = 0; i < kRows; ++i) {
    for (std::size_t j = 0; j < kRows; ++j) {
      if (first.rank[i] == 0 || first.rank[j] == 0 || other.rank[i] == 0 || other.rank[j] == 0) continue;
      pairs += i < j ? 1 : 0;
      discordant += first.rank[i] < first.rank[j] && other.rank[i] > other.rank[j] ? 1 : 0;
      contradictions += first.tie_group[i] < first.tie_group[j] && other.tie_group[i] > other.tie_group[j] ? 1 : 0;
    }
  }
  const Agreement agreement = compare_rankings(first, other, 50, 10);
  EXPECT_EQ(agreement.contradictions, contradictions);
  EXPECT_NEAR(*agreement.kendall, 1 - 2.0 * static_cast<double>(discordant) / static_cast<double>(pairs), 1e-12);
  EXPECT_EQ(agreement.movers.size(), 10U);
}

TEST(Agreement, OfFewOrNoneHasNoCorrelation) {
  EXPECT_FALSE(compare_rankings(certain({}), certain({}), 10, 10).spearman);
  EXPECT_FALSE(compare_rankings(certain({1, 0}), certain({1, 2}), 10, 10).kendall);
  EXPECT_EQ(compare_rankings(certain({1, 0}), certain({1, 2}), 10, 10).top, 1U);
  EXPECT_THROW(compare_rankings(certain({1}), certain({1, 2}), 1, 1), std::invalid_argument);
}

}  // namespace
}  // namespace furui
