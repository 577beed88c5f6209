// Draws that are as random as a ranking needs, and the same wherever they are drawn.
#include "rank/keyed_draws.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/sha256.h"
#include "rank/gaussian.h"
#include "rank/score_draws.h"

namespace furui {
namespace {

constexpr std::uint32_t kDraws = 200'000;

DrawKey key_of(const std::string& structure, const std::string& property, std::uint64_t seed = 1) {
  return draw_key(structure_key(seed, sha256(structure)), property_key(property));
}

std::vector<double> normals(DrawKey key) {
  std::vector<double> z;
  for (std::uint32_t i = 0; i < kDraws; ++i) z.push_back(normal_from_bits(drawn_bits(key, i)));
  return z;
}

double correlation(const std::vector<double>& a, const std::vector<double>& b, std::size_t lag = 0) {
  double sum = 0;
  for (std::size_t i = 0; i + lag < a.size(); ++i) sum += a[i] * b[i + lag];
  return sum / static_cast<double>(a.size() - lag);
}

TEST(KeyedDraws, AreStandardNormal) {
  const std::vector<double> z = normals(key_of("CCO", "hERG"));
  double mean = 0, square = 0, cube = 0, fourth = 0;
  for (const double x : z) {
    mean += x / kDraws;
    square += x * x / kDraws;
    cube += x * x * x / kDraws;
    fourth += x * x * x * x / kDraws;
  }
  // Four standard errors of each moment of 200,000 draws.
  EXPECT_NEAR(mean, 0, 4 / std::sqrt(kDraws));
  EXPECT_NEAR(square, 1, 4 * std::sqrt(2.0 / kDraws));
  EXPECT_NEAR(cube, 0, 4 * std::sqrt(15.0 / kDraws));
  EXPECT_NEAR(fourth, 3, 4 * std::sqrt(96.0 / kDraws));
}

TEST(KeyedDraws, FillEveryQuantileAlike) {
  constexpr int kBins = 1000;
  std::vector<int> bins(kBins, 0);
  const DrawKey key = key_of("CCO", "AMES");
  for (std::uint32_t i = 0; i < kDraws; ++i) ++bins[static_cast<std::size_t>(std::uint64_t{drawn_bits(key, i)} * kBins >> 32)];
  double chi_squared = 0;
  for (const int count : bins) chi_squared += std::pow(count - kDraws / static_cast<double>(kBins), 2) / (kDraws / static_cast<double>(kBins));
  EXPECT_NEAR(chi_squared, kBins - 1, 4 * std::sqrt(2.0 * kBins));
}

TEST(KeyedDraws, OfOtherStructuresPropertiesSeedsAndNumbersAreIndependent) {
  const std::vector<double> z = normals(key_of("CCO", "hERG"));
  const double bound = 4.5 / std::sqrt(kDraws);
  EXPECT_LT(std::abs(correlation(z, normals(key_of("CCN", "hERG")))), bound);
  EXPECT_LT(std::abs(correlation(z, normals(key_of("CCO", "hERH")))), bound);
  EXPECT_LT(std::abs(correlation(z, normals(key_of("CCO", "hERG", 2)))), bound);
  for (const std::size_t lag : {1, 2, 31, 32, 64, 1024}) EXPECT_LT(std::abs(correlation(z, z, lag)), bound) << lag;
}

TEST(KeyedDraws, OfOneKeyAreTheSameAgain) {
  EXPECT_EQ(drawn_bits(key_of("CCO", "hERG"), 77), drawn_bits(key_of("CCO", "hERG"), 77));
  EXPECT_NE(drawn_bits(key_of("CCO", "hERG"), 77), drawn_bits(key_of("CCO", "hERG"), 78));
}

TEST(KeyedDraws, NormalValuesInvertTheCumulativeFunction) {
  float last = -10;
  for (std::uint32_t i = 0; i < (1U << 23); i += 4099) {
    const double p = (i + 0.5) / (1U << 23);
    const float z = normal_from_bits(i << 9);
    EXPECT_GT(z, last);
    last = z;
    EXPECT_NEAR(normal_cumulative(z), p, 5e-7 + 2e-6 * normal_density(z)) << i;
  }
  EXPECT_NEAR(normal_from_bits(0xFFFFFFFFU), 5.29, 0.01);
  EXPECT_NEAR(normal_from_bits(0), -5.29, 0.01);
}

}  // namespace
}  // namespace furui
