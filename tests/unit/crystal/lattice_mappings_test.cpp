// How often lattices lie on each other, and how much they are strained by that.
#include "crystal/lattice_mappings.h"

#include <gtest/gtest.h>

#include <cmath>

#include "changed_crystals.h"
#include "crystal/shortest_basis.h"

namespace furui {
namespace {

using namespace furui::testing;

TEST(LatticeMappings, AreAsManyAsTheHolohedryHasOperations) {
  const Matrix3 fcc{{{0, 2, 2}, {2, 0, 2}, {2, 2, 0}}}, triclinic{{{3, 0, 0}, {0.4, 3.5, 0}, {-0.7, 0.9, 4.2}}};
  for (const auto& [lattice, operations] : {std::pair(tetragonal(4, 4), 48U), std::pair(fcc, 48U), std::pair(tetragonal(4, 5), 16U),
                                            std::pair(hexagonal(3, 5), 24U), std::pair(triclinic, 2U)}) {
    const auto mappings = lattice_mappings(shortest_basis(lattice), lattice, 1e-3);
    EXPECT_EQ(mappings.size(), operations);
    for (const LatticeMapping& mapping : mappings) EXPECT_LT(mapping.strain, 1e-9);
  }
}

TEST(LatticeMappings, ComeByTheirStrain) {
  const double by = 0.01;
  const auto mappings = lattice_mappings(tetragonal(4, 4), tetragonal(4, 4 * std::exp(by)), 0.025);
  ASSERT_EQ(mappings.size(), 48U) << "any axis may become the long one";
  for (const LatticeMapping& mapping : mappings) EXPECT_NEAR(mapping.strain, by, 1e-9);
  EXPECT_TRUE(lattice_mappings(tetragonal(4, 4), tetragonal(4, 4 * std::exp(by)), 0.9 * by).empty());
}

TEST(LatticeMappings, MeasureAShearByHalfOfIt) {
  const Matrix3 sheared{{{1, 0.02, 0}, {0, 1, 0}, {0, 0, 1}}};
  EXPECT_NEAR(largest_strain(tetragonal(1, 1), sheared), std::asinh(0.01), 1e-12);
  EXPECT_NEAR(largest_strain(sheared, tetragonal(1, 1)), std::asinh(0.01), 1e-12);
}

TEST(LatticeMappings, OfAShortestBasisDoNotDependOnTheBasisGiven) {
  Random random(2);
  for (int i = 0; i < 50; ++i) {
    const Crystal crystal = random_crystal({14}, random);
    const Matrix3 one = shortest_basis(crystal.lattice), other = shortest_basis(rebased(crystal, 1, random).lattice);
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(norm(one[k]), norm(other[k]), 1e-9);
    EXPECT_GE(lattice_mappings(one, other, 1e-6).size(), 2U);
    for (const double sign : {1.0, -1.0}) EXPECT_GE(norm(one[2] + sign * one[1]), norm(one[2]) - 1e-9);
  }
}

}  // namespace
}  // namespace furui
