// The search against a look at every fingerprint.
#include "pipeline/neighbour_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>
#include <vector>

namespace furui {
namespace {

using Bits = NeighbourIndex::Bits;

int count(const Bits& bits) {
  int result = 0;
  for (const std::uint64_t word : bits) result += std::popcount(word);
  return result;
}

double tanimoto(const Bits& a, const Bits& b) {
  int both = 0;
  for (std::size_t i = 0; i < a.size(); ++i) both += std::popcount(a[i] & b[i]);
  const int either = count(a) + count(b) - both;
  return either == 0 ? 0 : both / static_cast<double>(either);
}

double nearest_by_looking(const std::vector<Bits>& all, const Bits& query) {
  double best = 0;
  for (const Bits& one : all) best = std::max(best, tanimoto(one, query));
  return best;
}

/// About so many bits, low ones more often than high ones, as in molecules.
Bits random_bits(std::mt19937& random, int bits) {
  Bits result{};
  std::uniform_real_distribution<double> uniform(0, 1);
  for (int i = 0; i < bits; ++i) {
    const auto bit = static_cast<std::size_t>(2047 * std::pow(uniform(random), 3));
    result[bit / 64] |= std::uint64_t{1} << (bit % 64);
  }
  return result;
}

std::vector<Bits> random_set(std::mt19937& random, std::size_t size, int least, int most) {
  std::vector<Bits> result;
  for (std::size_t i = 0; i < size; ++i) result.push_back(random_bits(random, std::uniform_int_distribution<int>(least, most)(random)));
  std::stable_sort(result.begin(), result.end(), [](const Bits& a, const Bits& b) { return count(a) < count(b); });
  return result;
}

TEST(NeighbourIndex, FindsTheNearestOfAllExactly) {
  std::mt19937 random(1);
  for (const std::size_t size : {1U, 2U, 31U, 33U, 1023U, 1024U, 1025U, 3000U, 5120U}) {
    const std::vector<Bits> set = random_set(random, size, 1, 120);
    const NeighbourIndex index(set);
    EXPECT_EQ(index.size(), size);
    for (int i = 0; i < 60; ++i) {
      const Bits query = random_bits(random, 1 + i * (i % 7 == 0 ? 5 : 1));
      ASSERT_EQ(index.nearest(query, 2), nearest_by_looking(set, query)) << "of " << size << ", query " << i;
    }
    EXPECT_EQ(index.nearest(set[size / 2], 2), 1);
  }
}

TEST(NeighbourIndex, EndsEarlyOnlyWithOneThatIsNearEnough) {
  std::mt19937 random(2);
  const std::vector<Bits> set = random_set(random, 4000, 20, 80);
  const NeighbourIndex index(set);
  int early = 0;
  for (int i = 0; i < 300; ++i) {
    const Bits query = random_bits(random, 20 + i % 60);
    const double nearest = nearest_by_looking(set, query), found = index.nearest(query, 0.1);
    if (nearest < 0.1) {
      ASSERT_EQ(found, nearest);
    } else {
      ASSERT_GE(found, 0.1);
      ASSERT_LE(found, nearest);
      early += found < nearest;
    }
  }
  EXPECT_GT(early, 0) << "or nothing was tested";
}

TEST(NeighbourIndex, TakesTheEmptiestAndTheFullestFingerprints) {
  Bits none{}, all;
  all.fill(~std::uint64_t{0});
  Bits half{};
  std::fill_n(half.begin(), 16, ~std::uint64_t{0});
  const NeighbourIndex index(std::vector<Bits>{none, half, all});
  EXPECT_EQ(index.nearest(none, 2), 0);
  EXPECT_EQ(index.nearest(all, 2), 1);
  Bits quarter{};
  std::fill_n(quarter.begin(), 8, ~std::uint64_t{0});
  EXPECT_EQ(index.nearest(quarter, 2), 0.5);
  EXPECT_EQ(NeighbourIndex(std::vector<Bits>{}).nearest(all, 2), 0);
}

}  // namespace
}  // namespace furui
