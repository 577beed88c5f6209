// What is written as CIF is read as the same crystal.
#include "core/cif_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "crystal/read_crystal.h"  // for read_crystal

namespace furui {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(CifText, IsReadAsTheSameCrystal) {
  const Crystal crystal{{{{4.1, 0.2, 0.1}, {0.5, 5.2, -0.3}, {-0.4, 0.7, 6.3}}}, {3, 25, 8, 8}, {{0, 0.1, 0.2}, {0.5, 0.55, 0.61}, {0.25, 0.75, 0.33}, {0.77, 0.2, 0.9}}};
  const auto read = read_crystal(cif_text(crystal, "LiMnO2 relaxed"), {});
  ASSERT_TRUE(std::holds_alternative<CrystalReading>(read)) << std::get<Rejection>(read).detail;
  const Crystal& again = std::get<CrystalReading>(read).crystal;
  EXPECT_EQ(again.atomic_numbers, crystal.atomic_numbers);
  EXPECT_NEAR(volume(again), volume(crystal), 1e-7);
  for (std::size_t i = 0; i < crystal.size(); ++i) {
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(again.fractional[i][k], crystal.fractional[i][k], 1e-9);
  }
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(dot(again.lattice[i], again.lattice[j]), dot(crystal.lattice[i], crystal.lattice[j]), 1e-7);
  }
}

TEST(CifText, NamesItsBlockByWhatANameMayHold) {
  const Crystal crystal{{{{4, 0, 0}, {0, 4, 0}, {0, 0, 4}}}, {84}, {{0, 0, 0}}};
  EXPECT_THAT(cif_text(crystal, "a b\n_x"), StartsWith("data_a_b__x\n"));
  EXPECT_THAT(cif_text(crystal, ""), StartsWith("data_crystal\n"));
  EXPECT_THAT(cif_text(crystal, "x"), HasSubstr("_cell_angle_gamma                   90.0000000000\n"));
}

}  // namespace
}  // namespace furui
