// Holds random numbers by key to SplitMix64's reference output and to the normal distribution.
#include "rank/keyed_random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace furui {
namespace {

TEST(KeyedRandom, BitsAreThoseOfSplitMix64) {
  // Vigna's splitmix64.c with the seed 1234567, as many implementations test it.
  const std::uint64_t expected[] = {6457827717110365317u, 3203168211198807973u, 9817491932198370423u, 4593380528125082431u,
                                    16408922859458223821u};
  for (std::uint64_t index = 0; index < 5; ++index) EXPECT_EQ(keyed_bits(1234567, index), expected[index]) << index;
}

TEST(KeyedRandom, NormalsAreBoxMullersOfTheirBits) {
  for (std::uint64_t index : {0u, 1u, 77u}) {
    const double radius = std::ldexp(static_cast<double>((keyed_bits(5, 2 * index) >> 11) + 1), -53);
    const double turn = std::ldexp(static_cast<double>(keyed_bits(5, 2 * index + 1) >> 11), -53);
    EXPECT_NEAR(keyed_normal(5, index), std::sqrt(-2 * std::log(radius)) * std::cos(2 * std::numbers::pi * turn), 1e-14);
  }
}

TEST(KeyedRandom, NormalsAreStandardNormal) {
  constexpr std::size_t kDraws = 20000;
  for (bool by_key : {true, false}) {  // along the index, and along keys as trials have them
    std::vector<double> z;
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < kDraws; ++i) {
      z.push_back(by_key ? keyed_normal(keyed_bits(9, i), 3) : keyed_normal(9, i));
      sum += z.back();
      squares += z.back() * z.back();
    }
    EXPECT_NEAR(sum / kDraws, 0, 4 / std::sqrt(kDraws));
    EXPECT_NEAR(squares / kDraws, 1, 4 * std::sqrt(2.0 / kDraws));
    // Kolmogorov and Smirnov's distance from the normal distribution, below the 0.1 % limit.
    std::sort(z.begin(), z.end());
    double distance = 0;
    for (std::size_t i = 0; i < kDraws; ++i) {
      const double below = std::erfc(-z[i] / std::numbers::sqrt2) / 2;
      const double least = static_cast<double>(i) / kDraws, most = static_cast<double>(i + 1) / kDraws;
      distance = std::max({distance, std::abs(below - least), std::abs(below - most)});
    }
    EXPECT_LT(distance, 1.95 / std::sqrt(kDraws));
  }
}

}  // namespace
}  // namespace furui
