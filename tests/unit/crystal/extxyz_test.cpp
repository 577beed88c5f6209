// Frames of extended XYZ.
#include "crystal/extxyz.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace furui {
namespace {

using testing::HasSubstr;

const std::string kLattice = "Lattice=\"4 0 0 0 4 0 0 0 4\"";

ListedCrystal crystal_of(const std::string& text) {
  auto read = read_extxyz(text, 1000);
  if (const auto* rejection = std::get_if<Rejection>(&read)) ADD_FAILURE() << rejection->detail;
  return std::holds_alternative<ListedCrystal>(read) ? std::get<ListedCrystal>(read) : ListedCrystal{};
}

Rejection rejection_of(const std::string& text) {
  auto read = read_extxyz(text, 1000);
  return std::holds_alternative<Rejection>(read) ? std::get<Rejection>(read) : Rejection{Stage::kPredict, Reason::kEmpty, "it was read"};
}

std::string frame(const std::string& comment, const std::string& atoms = "Na 0 0 0\nCl 2 2 2\n") { return "2\n" + comment + "\n" + atoms; }

TEST(Extxyz, PlacesAreCartesianAndColumnsAsStated) {
  const ListedCrystal plain = crystal_of(frame(kLattice));
  ASSERT_EQ(plain.sites.size(), 2U);
  EXPECT_EQ(plain.sites[1].atomic_number, 17);
  EXPECT_EQ(plain.sites[1].fractional, (Vector3{0.5, 0.5, 0.5}));
  const ListedCrystal columns = crystal_of(frame("Properties=forces:R:3:Z:I:1:tag:L:1:pos:R:3 " + kLattice, "9 9 9 11 T 0 0 0\r\n1 1 1\t17  F 1.0D0 +2.0e0 -1e0 \r\n"));
  EXPECT_EQ(columns.sites[0].atomic_number, 11);
  EXPECT_EQ(columns.sites[1].fractional, (Vector3{0.25, 0.5, -0.25}));
  EXPECT_EQ(crystal_of(frame(kLattice, "NA 0 0 0\nD 2 2 2\n")).sites[0].atomic_number, 11) << "Fortran programs write capitals";
}

TEST(Extxyz, LatticeVectorsAreRows) {
  const ListedCrystal crystal = crystal_of(frame("Lattice=\"4 0.5 0 0 5 0 0 0 6\""));
  EXPECT_EQ(crystal.lattice[0], (Vector3{4, 0.5, 0}));
  EXPECT_EQ(crystal.lattice[2], (Vector3{0, 0, 6}));
}

TEST(Extxyz, KeysAndValuesMayBeQuotedBracketedOrBare) {
  for (const char* comment : {"lattice = \"4 0 0 0 4 0 0 0 4\"", "LATTICE='4 0 0 0 4 0 0 0 4' flag", "Lattice=[4, 0, 0, 0, 4, 0, 0, 0, 4]", "Lattice={4 0 0 0 4 0 0 0 4}",
                              "name=\"a \\\"Lattice=\\\" in quotes\" \"my key\"=1 Lattice=\"4 0 0 0 4 0 0 0 4\" pbc=[T, T, T]", "Lattice=\"4D0 0 0 0 4.0d+0 0 0 0 4\" pbc=\"True 1 T\" energy=-1.5"})
    EXPECT_EQ(crystal_of(frame(comment)).lattice[1][1], 4) << comment;
}

TEST(Extxyz, WithoutACellItIsAMolecule) {
  EXPECT_EQ(rejection_of(frame("water")).reason, Reason::kBadCell);
  EXPECT_THAT(rejection_of(frame("water")).detail, HasSubstr("a molecule or cluster without a cell: line 2 has no Lattice="));
  EXPECT_THAT(rejection_of(frame(kLattice + " pbc=\"F F F\"")).detail, HasSubstr("periodic along no direction"));
  EXPECT_THAT(rejection_of(frame(kLattice + " pbc=F")).detail, HasSubstr("periodic along no direction"));
  EXPECT_THAT(rejection_of(frame(kLattice + " pbc=\"T T F\"")).detail, HasSubstr("a slab or chain: pbc says that it is periodic along 2 of three"));
}

TEST(Extxyz, EachDefectNamesItsLine) {
  EXPECT_THAT(rejection_of("x\n").detail, HasSubstr("line 1 is 'x'; expected the count of atoms"));
  EXPECT_THAT(rejection_of("2\n").detail, HasSubstr("the file ends after line 1; expected a comment"));
  EXPECT_EQ(rejection_of("0\n" + kLattice + "\n").reason, Reason::kNoAtoms);
  EXPECT_EQ(rejection_of("1000000000000\n" + kLattice + "\n").reason, Reason::kTooLarge);
  EXPECT_THAT(rejection_of(frame(kLattice, "Na 0 0 0\n")).detail, HasSubstr("the frame ends after 1 atoms; line 1 counts 2"));
  EXPECT_THAT(rejection_of(frame(kLattice, "Na 0 0 0\nCl 2 2\n")).detail, HasSubstr("line 4 is 'Cl 2 2'; expected an atom in 4 columns"));
  EXPECT_THAT(rejection_of(frame(kLattice, "Na 0 0 0\nCl 2 nan 2\n")).detail, HasSubstr("line 4 is 'Cl 2 nan 2'; expected three coordinates"));
  EXPECT_THAT(rejection_of(frame(kLattice, "Na 0 0 0\nCl 1 1 1\nCl 2 2 2\n")).detail, HasSubstr("line 5 is 'Cl 2 2 2'; expected nothing behind the 2 atoms"));
  EXPECT_THAT(rejection_of(frame(kLattice + " Properties=species:S:1:pos:R:3", "Na 0 0 0 1\nCl 2 2 2 1\n")).detail, HasSubstr("expected an atom in 4 columns, as many as Properties names"));
  EXPECT_THAT(rejection_of(frame(kLattice, "Na 0 0 0\nXx 2 2 2\n")).detail, HasSubstr("line 4: 'Xx' is no element; expected a symbol"));
  EXPECT_EQ(rejection_of(frame(kLattice + " Properties=Z:I:1:pos:R:3", "11 0 0 0\n-17 2 2 2\n")).reason, Reason::kMissingElements);
  EXPECT_THAT(rejection_of(frame("Lattice=\"4 0 0 0 4 0 0 0\"")).detail, HasSubstr("expected nine numbers"));
  EXPECT_THAT(rejection_of(frame("Lattice=[[4,0,0],[0,4,0],[0,0,4]]")).detail, HasSubstr("expected nine numbers")) << "rows or columns is not said";
  EXPECT_THAT(rejection_of(frame(kLattice + " pbc=maybe")).detail, HasSubstr("pbc is 'maybe'"));
  EXPECT_THAT(rejection_of(frame(kLattice + " Properties=species:S:1:pos:R")).detail, HasSubstr("expected triples"));
  EXPECT_THAT(rejection_of(frame(kLattice + " Properties=species:S:1:pos:R:99999999999999999999")).detail, HasSubstr("expected triples"));
  EXPECT_THAT(rejection_of(frame(kLattice + " Properties=species:S:1")).detail, HasSubstr("expected pos:R:3"));
  EXPECT_THAT(rejection_of(frame(kLattice + " Properties=pos:R:3")).detail, HasSubstr("expected species:S:1 or Z:I:1"));
}

}  // namespace
}  // namespace furui
