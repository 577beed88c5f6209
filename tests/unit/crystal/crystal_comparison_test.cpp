// What makes two crystals the same, and what does not.
#include "crystal/crystal_comparison.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "changed_crystals.h"
#include "core/matrix3.h"

namespace furui {
namespace {

using namespace furui::testing;

const std::vector<std::vector<std::uint8_t>> kCompositions{
    {14}, {11, 17}, {14, 14, 14}, {22, 8, 8}, {20, 22, 8, 8, 8}, {3, 3, 25, 25, 8, 8, 8, 8}, {6, 6, 6, 6, 6, 6, 6, 6, 6, 6}};

/// Runs on random crystals of each composition.
template <typename Check>
void on_random_crystals(Check check) {
  Random random(20261128);
  for (int round = 0; round < 8; ++round) {
    for (const auto& composition : kCompositions) check(random_crystal(composition, random), random);
  }
}

TEST(CrystalComparison, FindsTheSameInAnotherCellOriginOrderOrientationAndHand) {
  on_random_crystals([](const Crystal& crystal, Random& random) {
    for (const int index : {1, 2, 3}) {
      const auto difference = crystal_difference(crystal, rebased(crystal, index, random));
      ASSERT_TRUE(difference) << crystal.size() << " sites, index " << index;
      EXPECT_LT(difference->strain, 1e-9);
      EXPECT_LT(difference->largest_displacement_angstrom, 1e-9);
    }
  });
}

TEST(CrystalComparison, FindsTheSameUnderNoiseInSupercellsOfDifferentShapes) {
  on_random_crystals([](const Crystal& crystal, Random& random) {
    const Crystal one = with_noise(rebased(crystal, 2, random), 0.01, random), other = with_noise(rebased(crystal, 3, random), 0.01, random);
    const auto difference = crystal_difference(one, other);
    ASSERT_TRUE(difference) << crystal.size() << " sites";
    EXPECT_LT(difference->largest_displacement_angstrom, 4 * 0.01 * std::sqrt(3));
    EXPECT_LT(difference->rms_displacement_angstrom, 0.03);
  });
}

TEST(CrystalComparison, IsTheSameToTheBitFromBothSidesAndNothingFromACrystalToItself) {
  on_random_crystals([](const Crystal& crystal, Random& random) {
    const Crystal other = with_noise(rebased(crystal, 1 + static_cast<int>(random() % 2), random), 0.02, random);
    const auto there = crystal_difference(crystal, other), back = crystal_difference(other, crystal), itself = crystal_difference(other, other);
    ASSERT_TRUE(there && back && itself);
    EXPECT_EQ(there->strain, back->strain);
    EXPECT_EQ(there->largest_displacement_angstrom, back->largest_displacement_angstrom);
    EXPECT_EQ(there->rms_displacement_angstrom, back->rms_displacement_angstrom);
    EXPECT_EQ(itself->largest_displacement_angstrom, 0);
    EXPECT_EQ(itself->strain, 0);
  });
}

TEST(CrystalComparison, MeasuresAMovedSiteFromTheMeanOfAll) {
  on_random_crystals([](const Crystal& crystal, Random& random) {
    const auto sites = static_cast<double>(crystal.size());
    const auto difference = crystal_difference(crystal, rebased(with_site_moved(crystal, 0, 0.08), 1, random));
    ASSERT_TRUE(difference);
    EXPECT_NEAR(difference->largest_displacement_angstrom, 0.08 * (1 - 1 / sites), 1e-9);
    EXPECT_NEAR(difference->rms_displacement_angstrom, 0.08 * std::sqrt(1 / sites - 1 / sites / sites), 1e-9);
  });
}

TEST(CrystalComparison, TellsASiteMovedByHalfAnAngstromApart) {
  on_random_crystals([](const Crystal& crystal, Random& random) {
    if (crystal.size() == 1) return;  // a lattice moved as a whole
    EXPECT_FALSE(crystal_difference(crystal, rebased(with_site_moved(crystal, 0, 0.5), 1, random)));
    const Crystal large = rebased(crystal, 3, random);
    EXPECT_FALSE(crystal_difference(crystal, rebased(with_site_moved(large, 0, 0.5), 1, random)));
    EXPECT_TRUE(crystal_difference(with_site_moved(large, 0, 0.5), rebased(with_site_moved(large, 0, 0.5), 2, random)));
  });
}

TEST(CrystalComparison, MeasuresStrainByItsLargestPrincipalStretch) {
  on_random_crystals([](const Crystal& crystal, Random& random) {
    const Matrix3 turn = random_orthogonal(random);
    const auto strained = [&](double by) {
      Crystal other = crystal;
      const Matrix3 stretch{{{std::exp(by), 0, 0}, {0, std::exp(-by / 2), 0}, {0, 0, 1}}};
      other.lattice = other.lattice * transposed(turn) * stretch * turn;
      return rebased(other, 1, random);
    };
    const auto difference = crystal_difference(crystal, strained(0.01));
    ASSERT_TRUE(difference);
    // A lattice with few sites may be mapped otherwise with less strain, but never with more.
    EXPECT_LT(difference->strain, 0.01 + 1e-9);
    EXPECT_TRUE(crystal.size() < 3 || difference->strain > 0.01 - 1e-9);
    EXPECT_TRUE(crystal.size() < 3 || !crystal_difference(crystal, strained(0.03)));
    EXPECT_TRUE(crystal_difference(crystal, strained(0.03), {0.04, 0.05}));
  });
}

TEST(CrystalComparison, CountsElementsAndVolume) {
  Crystal swapped = in_cell(rock_salt(), {{{2, 0, 0}, {0, 1, 0}, {0, 0, 1}}});
  std::swap(swapped.atomic_numbers.front(), swapped.atomic_numbers.back());
  EXPECT_FALSE(crystal_difference(rock_salt(), swapped));
  EXPECT_TRUE(crystal_difference(swapped, swapped));
  Crystal other = rock_salt();
  for (std::uint8_t& number : other.atomic_numbers) number = number == 11 ? 19 : number;
  EXPECT_FALSE(crystal_difference(rock_salt(), other)) << "potassium for sodium";
  EXPECT_FALSE(crystal_difference(rock_salt(), rock_salt(5.64 * 1.03)));
  EXPECT_TRUE(crystal_difference(rock_salt(), rock_salt(5.64 * 1.02)));
  for (std::uint8_t& number : other.atomic_numbers) number = number == 19 ? 17 : 11;
  EXPECT_TRUE(crystal_difference(rock_salt(), other)) << "rock salt with both lattices exchanged is rock salt";
}

TEST(CrystalComparison, HoldsSharedSitesToTheirOccupancies) {
  const auto shared = [](double sodium) {
    Crystal crystal = rock_salt();
    for (std::size_t i = 0; i < 4; ++i) crystal.atomic_numbers[i] = kFirstMixture;
    crystal.mixtures = {{{11, sodium}, {19, 1 - sodium}}};
    return crystal;
  };
  Random random(8);
  EXPECT_TRUE(crystal_difference(shared(0.5), with_noise(rebased(shared(0.505), 2, random), 0.01, random)));
  EXPECT_FALSE(crystal_difference(shared(0.5), shared(0.6)));
  EXPECT_TRUE(crystal_difference(shared(0.5), shared(0.6), {0.025, 0.05, 0.2}));
  EXPECT_FALSE(crystal_difference(shared(0.5), rock_salt()));
  Crystal other = shared(0.5);
  other.mixtures[0][1].first = 37;
  EXPECT_FALSE(crystal_difference(shared(0.5), other)) << "rubidium for potassium";
  other.mixtures.clear();
  EXPECT_FALSE(crystal_difference(other, other)) << "a mixture that is not listed";
}

/// Scaled to the volume an atom of another, so that only the arrangement tells them apart.
Crystal scaled_to(Crystal crystal, const Crystal& other) {
  const double each = std::abs(volume(crystal)) / static_cast<double>(crystal.size()), wanted = std::abs(volume(other)) / static_cast<double>(other.size());
  crystal.lattice = std::cbrt(wanted / each) * crystal.lattice;
  return crystal;
}

TEST(CrystalComparison, TellsPolymorphsApart) {
  const std::vector<std::uint8_t> carbon8(8, 6), carbon4(4, 6), zns{30, 30, 16, 16};
  const Crystal diamond{tetragonal(3.567, 3.567), carbon8,
                        {{0, 0, 0}, {0, .5, .5}, {.5, 0, .5}, {.5, .5, 0}, {.25, .25, .25}, {.25, .75, .75}, {.75, .25, .75}, {.75, .75, .25}}};
  const double t = 1.0 / 3, z = 1.0 / 16;
  const Crystal lonsdaleite{hexagonal(2.522, 4.119), carbon4, {{t, 2 * t, z}, {2 * t, t, .5 + z}, {2 * t, t, 1 - z}, {t, 2 * t, .5 - z}}};
  Crystal zincblende = diamond;
  for (std::size_t i = 0; i < 8; ++i) zincblende.atomic_numbers[i] = i < 4 ? 30 : 16;
  const Crystal wurtzite{hexagonal(3.82, 6.26), zns, {{t, 2 * t, 0}, {2 * t, t, .5}, {t, 2 * t, .375}, {2 * t, t, .875}}};
  const Crystal nickeline{hexagonal(3.6, 5.0), zns, {{0, 0, 0}, {0, 0, .5}, {t, 2 * t, .25}, {2 * t, t, .75}}};
  const Crystal rutile{tetragonal(4.594, 2.959), {22, 22, 8, 8, 8, 8},
                       {{0, 0, 0}, {.5, .5, .5}, {.305, .305, 0}, {.695, .695, 0}, {.195, .805, .5}, {.805, .195, .5}}};
  const double u = 0.208;
  const Crystal anatase{tetragonal(3.785, 9.514), {22, 22, 22, 22, 8, 8, 8, 8, 8, 8, 8, 8},
                        {{0, 0, 0}, {.5, .5, .5}, {0, .5, .25}, {.5, 0, .75}, {0, 0, u}, {0, 0, 1 - u}, {.5, .5, .5 + u}, {.5, .5, .5 - u},
                         {0, .5, .25 + u}, {0, .5, .25 - u}, {.5, 0, .75 + u}, {.5, 0, .75 - u}}};
  Random random(7);
  const std::vector<std::vector<Crystal>> families{{diamond, lonsdaleite}, {zincblende, wurtzite, nickeline}, {rutile, anatase}};
  for (const auto& family : families) {
    for (std::size_t i = 0; i < family.size(); ++i) {
      for (std::size_t j = 0; j < family.size(); ++j) {
        const Crystal other = rebased(scaled_to(family[j], family[i]), 2, random);
        EXPECT_EQ(crystal_difference(family[i], other).has_value(), i == j) << static_cast<int>(other.atomic_numbers[0]) << ": " << i << " " << j;
        EXPECT_EQ(crystal_difference(family[i], other, {0.1, 0.1}).has_value(), i == j) << "within wide tolerances, too";
      }
    }
  }
}

TEST(CrystalComparison, TakesEnantiomersForTheSame) {
  // Quartz, P3_1 21 (Levien, Prewitt and Weidner, Am. Mineral. 65, 920 (1980)), and its mirror image, P3_2 21.
  const double x = 0.4697, a = 0.4133, b = 0.2672, c = 0.1188, t = 1.0 / 3;
  const Crystal quartz{hexagonal(4.916, 5.4054), {14, 14, 14, 8, 8, 8, 8, 8, 8},
                       {{x, 0, t}, {0, x, 2 * t}, {1 - x, 1 - x, 0}, {a, b, c + t}, {1 - b, a - b, c + 2 * t}, {b - a, 1 - a, c}, {b, a, 2 * t - c},
                        {a - b, 1 - b, 1 - c}, {1 - a, b - a, t - c}}};
  Crystal mirrored = quartz;
  for (Vector3& at : mirrored.fractional) at[2] = 1 - at[2];
  ASSERT_TRUE(crystal_difference(quartz, quartz));
  const auto difference = crystal_difference(quartz, mirrored);
  ASSERT_TRUE(difference);
  EXPECT_LT(difference->largest_displacement_angstrom, 1e-9);
}

TEST(CrystalComparison, AddsWhatRepeatsDifferByToTheDisplacement) {
  const Crystal large = in_cell(rock_salt(), {{{2, 0, 0}, {0, 2, 0}, {0, 0, 1}}});
  const auto difference = crystal_difference(rock_salt(), with_site_moved(large, 0, 0.06));
  ASSERT_TRUE(difference) << "a cell that repeats itself within the displacement is divided";
  EXPECT_GE(difference->largest_displacement_angstrom, 0.06 * 31 / 32 - 1e-9);
  EXPECT_LT(difference->largest_displacement_angstrom, 0.12);
  EXPECT_NEAR(difference->rms_displacement_angstrom, 0.06 * std::sqrt(1.0 / 32 - 1.0 / 1024), 1e-6);
}

TEST(CrystalComparison, RulesOutByNeighboursOnlyWhatIsNotTheSame) {
  // At the edge of both tolerances, where a margin that is too narrow would show.
  int same = 0;
  on_random_crystals([&same](const Crystal& crystal, Random& random) {
    for (int i = 0; i < 10; ++i) {
      Crystal other = with_noise(crystal, 0.09, random);
      const double by = between(0.015, 0.026, random);
      const Matrix3 turn = random_orthogonal(random);
      const double along_second = std::exp(by * between(-1, 1, random));
      other.lattice = other.lattice * transposed(turn) * Matrix3{{{std::exp(by), 0, 0}, {0, along_second, 0}, {0, 0, std::exp(by)}}} * turn;
      const ComparisonTolerance tolerance;
      const ComparableCrystal a = comparable(crystal, tolerance), b = comparable(rebased(other, 1, random), tolerance);
      if (!crystal_difference(a, b, tolerance)) continue;
      ++same;
      EXPECT_TRUE(may_be_same(a, b, tolerance));
      EXPECT_TRUE(crystal_difference(a, b, tolerance, MappingSearch::kAny));
    }
  });
  EXPECT_GT(same, 100);
}

TEST(CrystalComparison, AllowsNeighboursToMoveTowardsEachOther) {
  const Crystal apart{tetragonal(4, 4), {7, 7}, {{0, 0, 0}, {0.35, 0, 0}}}, nearer{tetragonal(4, 4), {7, 7}, {{0.0375, 0, 0}, {0.3125, 0, 0}}};
  const auto difference = crystal_difference(apart, nearer);
  ASSERT_TRUE(difference) << "0.15 angstrom each of 0.159";
  EXPECT_NEAR(difference->largest_displacement_angstrom, 0.15, 1e-9);
  EXPECT_TRUE(may_be_same(comparable(apart, {}), comparable(nearer, {}), {}));
}

TEST(CrystalComparison, IsNothingForWhatIsNoCrystal) {
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  std::vector<Crystal> bad(9, rock_salt());
  bad[0] = Crystal{};
  bad[1].lattice[0] = {nan, 0, 0};
  bad[2].lattice[1] = bad[2].lattice[0];
  bad[3].fractional.pop_back();
  bad[4].fractional[2][1] = infinity;
  bad[5].lattice = 0.1 * bad[5].lattice;
  bad[6].lattice[0] = {1e300, 0, 0};
  bad[7].lattice = {{{1e-3, 0, 0}, {0, 1e4, 0}, {0, 0, 1e4}}};
  bad[8].lattice = Matrix3{};  // only the composition is known
  for (std::size_t i = 0; i < bad.size(); ++i) {
    for (const Crystal& other : {rock_salt(), bad[i]}) {
      EXPECT_FALSE(crystal_difference(bad[i], other)) << i;
      EXPECT_FALSE(may_be_same(comparable(bad[i], {}), comparable(other, {}), {})) << i;
    }
  }
  for (const double odd : {nan, -1.0, 0.0, infinity}) EXPECT_TRUE(crystal_difference(rock_salt(), rock_salt(), {odd, odd}));
}

TEST(CrystalComparison, StandsSitesOnTopOfEachOtherAndFlatCells) {
  Crystal twice = rock_salt();
  twice.fractional[1] = twice.fractional[0];
  EXPECT_TRUE(crystal_difference(twice, twice));
  EXPECT_FALSE(crystal_difference(twice, rock_salt()));
  Crystal flat = rock_salt();
  flat.lattice = {{{1.5, 0, 0}, {0, 1.5, 0}, {0, 0, 500}}};
  EXPECT_TRUE(crystal_difference(flat, flat));
  Random random(3);
  crystal_difference(flat, rebased(flat, 1, random));  // ends
  flat.lattice = {{{1, 0, 0}, {0, 2000, 0}, {1e5, 3, 2}}};
  crystal_difference(flat, rebased(flat, 1, random));
}

}  // namespace
}  // namespace furui
