// Sites of one cell on those of another, one to one, and the least displacement of all mappings.
#include "crystal/site_mapping.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "changed_crystals.h"

namespace furui {
namespace {

using namespace furui::testing;

/// Whatever their neighbours.
std::optional<SiteMapping> mapped(const Crystal& one, const Crystal& other, double displacement_angstrom, std::int64_t looks = 1'000'000) {
  const AveragedCell a = *averaged_cell(one), b = *averaged_cell(other);
  const std::vector<float> of_a = neighbour_distances(a), of_b = neighbour_distances(b);
  return map_sites({a, b, of_a, of_b}, {0.01, displacement_angstrom, {1, 100}, false}, looks);
}

/// Of one element in a box of 6 by 5 by 4 angstrom, along its longest axis.
Crystal in_line(const std::vector<double>& at_angstrom) {
  Crystal crystal{{{{6, 0, 0}, {0, 5, 0}, {0, 0, 4}}}, {}, {}};
  for (const double at : at_angstrom) {
    crystal.atomic_numbers.push_back(14);
    crystal.fractional.push_back({at / 6, 0, 0});
  }
  return crystal;
}

TEST(SiteMapping, IsOneToOne) {
  EXPECT_FALSE(mapped(in_line({0, 0.2, 3}), in_line({0, 2.9, 3.1, 4.5}), 0.4)) << "three sites and four";
  const Crystal one = in_line({0, 0.2, 2, 3.2}), other = in_line({0.1, 1.9, 2.1, 3.2});
  EXPECT_FALSE(mapped(one, other, 0.4)) << "the nearest of both first sites is the same";
  EXPECT_TRUE(mapped(one, one, 0.4));
}

TEST(SiteMapping, IsTheOneThatLeavesLeast) {
  // A line of five with noise comes onto another in ten ways, forwards and backwards.
  Random random(4);
  for (int round = 0; round < 20; ++round) {
    std::array<double, 5> one{}, other{};
    std::vector<double> line, other_line;
    for (std::size_t k = 0; k < 5; ++k) {
      one[k] = between(-0.08, 0.08, random);
      other[k] = between(-0.08, 0.08, random);
      line.push_back(1.2 * static_cast<double>(k) + one[k]);
      other_line.push_back(1.2 * static_cast<double>(k) + other[k]);
    }
    double least = INFINITY;
    for (std::size_t shift = 0; shift < 5; ++shift) {
      for (const double sign : {1.0, -1.0}) {
        double sum = 0, squares = 0;
        for (std::size_t k = 0; k < 5; ++k) {
          const double apart = other[(sign > 0 ? shift + k : shift + 5 - k) % 5] - sign * one[k];
          sum += apart;
          squares += apart * apart;
        }
        least = std::min(least, squares / 5 - sum * sum / 25);
      }
    }
    const auto found = mapped(in_line(line), in_line(other_line), 0.35);
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->mean_square, least, 1e-9);
  }
}

TEST(SiteMapping, EndsWithItsLooks) {
  const Crystal line = in_line({0, 1, 2.4, 3.6, 4.8});
  EXPECT_TRUE(mapped(line, line, 0.1));
  EXPECT_FALSE(mapped(line, line, 0.1, 0));
}

}  // namespace
}  // namespace furui
