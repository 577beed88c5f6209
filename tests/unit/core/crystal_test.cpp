// Crystals as bytes, volumes and formulas.
#include "core/crystal.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <utility>

namespace furui {
namespace {

Crystal rock_salt() {
  return {{{{0, 2.82, 2.82}, {2.82, 0, 2.82}, {2.82, 2.82, 0}}}, {11, 17}, {{0, 0, 0}, {0.5, 0.5, 0.5}}};
}

TEST(Crystal, IsItsBytes) {
  const std::string bytes = serialize(rock_salt());
  EXPECT_EQ(bytes[0], 2);
  EXPECT_EQ(parse_crystal(bytes), rock_salt());
  EXPECT_EQ(serialize(parse_crystal(bytes)), bytes);
  EXPECT_THROW(parse_crystal(bytes.substr(0, bytes.size() - 1)), std::runtime_error);
  EXPECT_THROW(parse_crystal("\1"), std::runtime_error);
  EXPECT_EQ(parse_crystal(serialize(Crystal{})).size(), 0U);
}

TEST(Crystal, HasAVolumeWithASign) {
  EXPECT_NEAR(volume(rock_salt()), 2 * 2.82 * 2.82 * 2.82, 1e-9);
  Crystal left = rock_salt();
  std::swap(left.lattice[0], left.lattice[1]);
  EXPECT_NEAR(volume(left), -volume(rock_salt()), 1e-12);
  EXPECT_EQ(cartesian(rock_salt().lattice, {0.5, 0.5, 0.5}), (Vector3{2.82, 2.82, 2.82}));
}

TEST(Crystal, FormulasBeginWithTheLeastElectronegative) {
  EXPECT_EQ(reduced_formula({17, 11}), "NaCl");
  EXPECT_EQ(reduced_formula({8, 8, 25, 3, 8, 3}), "Li2MnO3");
  EXPECT_EQ(reduced_formula({14, 14, 14}), "Si");
  EXPECT_EQ(reduced_formula({31, 7, 31, 7}), "GaN");
  EXPECT_EQ(reduced_formula({}), "");
}

}  // namespace
}  // namespace furui
