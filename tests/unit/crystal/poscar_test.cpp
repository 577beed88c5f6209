// POSCARs of VASP 4 and 5.
#include "crystal/poscar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace furui {
namespace {

using testing::HasSubstr;

const std::string kCell = "1.0\n4 0 0\n0 4 0\n0 0 4\n";

ListedCrystal crystal_of(const std::string& text) {
  auto read = read_poscar(text, 1000);
  if (const auto* rejection = std::get_if<Rejection>(&read)) ADD_FAILURE() << rejection->detail;
  return std::holds_alternative<ListedCrystal>(read) ? std::get<ListedCrystal>(read) : ListedCrystal{};
}

Rejection rejection_of(const std::string& text) {
  auto read = read_poscar(text, 1000);
  return std::holds_alternative<Rejection>(read) ? std::get<Rejection>(read) : Rejection{Stage::kPredict, Reason::kEmpty, "it was read"};
}

TEST(Poscar, OfVasp5NamesItsElements) {
  const ListedCrystal crystal = crystal_of("salt\n" + kCell + "Na Cl_pv\n1 2\nSelective dynamics\nDirect\n0 0 0 T T F\r\n.5 .5 .5 T T T\n0.25 -0.25 1.25 F F F\n\n0 0 0\n");
  ASSERT_EQ(crystal.sites.size(), 3U);
  EXPECT_EQ(crystal.sites[0].atomic_number, 11);
  EXPECT_EQ(crystal.sites[2].atomic_number, 17);
  EXPECT_EQ(crystal.sites[2].fractional, (Vector3{0.25, -0.25, 1.25}));
}

TEST(Poscar, OfVasp4TakesElementsFromPositionsOrTheFirstLine) {
  EXPECT_EQ(crystal_of("cell\n" + kCell + "1 1\nDirect\n0 0 0 # Na1\n.5 .5 .5 # Cl2\n").sites[1].atomic_number, 17);
  EXPECT_EQ(crystal_of("Na Cl\n" + kCell + "1 1\nDirect\n0 0 0\n.5 .5 .5\n").sites[0].atomic_number, 11);
  const Rejection none = rejection_of("my crystal x\n" + kCell + "1 1\nDirect\n0 0 0\n.5 .5 .5\n");
  EXPECT_EQ(none.reason, Reason::kMissingElements);
  EXPECT_THAT(none.detail, HasSubstr("add a line such as 'Na Cl'"));
}

TEST(Poscar, ScalesAreAFactorThreeFactorsOrAVolume) {
  EXPECT_EQ(crystal_of("c\n2.0\n2 0 0\n0 2 0\n0 0 2\nNa\n1\nCartesian\n1 0 0\n").lattice[2][2], 4);
  EXPECT_EQ(crystal_of("c\n2.0\n2 0 0\n0 2 0\n0 0 2\nNa\n1\nCartesian\n1 0 0\n").sites[0].fractional[0], 0.5);
  EXPECT_EQ(crystal_of("c\n1 2 3\n2 0 0\n0 2 0\n0 0 2\nNa\n1\nDirect\n0 0 0\n").lattice[1][1], 4);
  const ListedCrystal volume = crystal_of("c\n-64\n0 1 1\n1 0 1\n1 1 0\nNa\n1\nCartesian\n0.5 0.5 0\n");
  EXPECT_NEAR(volume.lattice[0][1], 3.1748021039363987, 1e-12) << "a cell of 64 cubic angstrom";
  EXPECT_NEAR(volume.sites[0].fractional[2], 0.5, 1e-12);
}

TEST(Poscar, EachDefectNamesItsLine) {
  EXPECT_THAT(rejection_of("c\nx\n").detail, HasSubstr("line 2 is 'x'; expected the scale"));
  EXPECT_THAT(rejection_of("c\n1.0\n4 0\n").detail, HasSubstr("line 3 is '4 0'; expected three numbers of a cell vector"));
  EXPECT_THAT(rejection_of("c\n" + kCell + "Na Xx\n1 1\n").detail, HasSubstr("line 6 is 'Na Xx'; expected elements"));
  EXPECT_THAT(rejection_of("c\n" + kCell + "Na Cl\n1\nDirect\n").detail, HasSubstr("expected 2 counts"));
  EXPECT_THAT(rejection_of("c\n" + kCell + "Na\n-1\nDirect\n").detail, HasSubstr("line 7 is '-1'"));
  EXPECT_THAT(rejection_of("c\n" + kCell + "Na\n2\nDirect\n0 0 0\n").detail, HasSubstr("the file ends after line 9; expected the position of an atom"));
  EXPECT_THAT(rejection_of("c\n" + kCell + "Na\n1\nFractional\n0 0 0\n").detail, HasSubstr("line 8 is 'Fractional'; expected 'Direct' or 'Cartesian'"));
  EXPECT_THAT(rejection_of("c\n" + kCell + "Na\n1\nDirect\n0 nan 0\n").detail, HasSubstr("line 9 is '0 nan 0'"));
  EXPECT_EQ(rejection_of("c\n" + kCell + "Na\n0\nDirect\n").reason, Reason::kNoAtoms);
  EXPECT_EQ(rejection_of("c\n" + kCell + "Na\n100000\nDirect\n").reason, Reason::kTooLarge);
}

}  // namespace
}  // namespace furui
