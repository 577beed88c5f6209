// Operations as permutations of sites, and crystals made exactly symmetric.
#include "crystal/symmetry_operations.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/matrix3.h"      // for transposed
#include "crystal/symmetry.h"  // for space_group

namespace furui {
namespace {

Crystal rock_salt() {
  return {{{{5.64, 0, 0}, {0, 5.64, 0}, {0, 0, 5.64}}},
          {11, 11, 11, 11, 17, 17, 17, 17},
          {{0, 0, 0}, {0, .5, .5}, {.5, 0, .5}, {.5, .5, 0}, {.5, .5, .5}, {.5, 0, 0}, {0, .5, 0}, {0, 0, .5}}};
}

/// Sites off their places by up to 0.003 angstrom along each axis, and a strained cell.
Crystal noisy() {
  Crystal crystal = rock_salt();
  std::mt19937 random(4);
  std::uniform_real_distribution<double> by(-1, 1);
  for (Vector3& at : crystal.fractional) {
    for (double& x : at) x += by(random) * 0.003 / 5.64;
  }
  for (Vector3& row : crystal.lattice) {
    for (double& x : row) x += by(random) * 0.003;
  }
  return crystal;
}

TEST(SymmetryOperations, OfAConventionalCellHoldItsTranslations) {
  const auto operations = symmetry_operations(rock_salt(), 1e-5);
  EXPECT_EQ(operations.size(), 192U);  // Fm-3m: 48 times 4
  EXPECT_EQ(operations[0].image, (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7}));
  for (const SymmetryOperation& operation : operations) {
    std::vector<std::uint32_t> sorted = operation.image;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(sorted, (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7}));
    for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(rock_salt().atomic_numbers[i], rock_salt().atomic_numbers[operation.image[i]]);
  }
}

TEST(SymmetryOperations, NoiseBreaksThemWithinATightToleranceAndNotWithinALooseOne) {
  EXPECT_EQ(symmetry_operations(noisy(), 1e-5).size(), 1U);
  EXPECT_EQ(symmetry_operations(noisy(), 0.05).size(), 192U);
}

TEST(SymmetryOperations, ASymmetrizedCrystalIsExactAndNear) {
  const Crystal before = noisy();
  const Crystal after = symmetrized(before, symmetry_operations(before, 0.05));
  EXPECT_EQ(symmetry_operations(after, 1e-9).size(), 192U);
  const Matrix3 metric = after.lattice * transposed(after.lattice);
  EXPECT_NEAR(metric[0][0], metric[1][1], 1e-12);
  EXPECT_NEAR(metric[0][1], 0, 1e-12);
  for (std::size_t i = 0; i < before.size(); ++i) {
    for (std::size_t k = 0; k < 3; ++k) {
      EXPECT_NEAR(after.fractional[i][k], before.fractional[i][k], 0.002);
      EXPECT_NEAR(after.lattice[i % 3][k], before.lattice[i % 3][k], 0.006);
    }
  }
  // What is symmetric already stays as it is.
  const Crystal again = symmetrized(after, symmetry_operations(after, 1e-5));
  for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(again.lattice[k][k], after.lattice[k][k], 1e-12);
}

TEST(SymmetryOperations, AreTheIdentityWhereThereAreTooMany) {
  Crystal large;
  constexpr int kTimes = 10;  // 1,000 translations of one site, times 48
  large.lattice = {{{30, 0, 0}, {0, 30, 0}, {0, 0, 30}}};
  for (int i = 0; i < kTimes * kTimes * kTimes; ++i) {
    large.atomic_numbers.push_back(84);
    large.fractional.push_back({i % kTimes / 10.0, i / kTimes % kTimes / 10.0, i / kTimes / kTimes / 10.0});
  }
  EXPECT_EQ(symmetry_operations(large, 1e-5).size(), 1U);
}

}  // namespace
}  // namespace furui
