// CIFs as databases, programs and people write them.
#include "crystal/cif_block.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace furui {
namespace {

using testing::HasSubstr;

const std::string kCell = "data_x\n_cell_length_a 5.64(2)\n_cell_length_b 5.64\n_cell_length_c 5.64\n_cell_angle_alpha 90\n_cell_angle_beta 90\n_cell_angle_gamma 90\n";
const std::string kSites = "loop_\n_atom_site_label\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\nNa1 0 0 0\nCl1 0.5 0.5 0.5\n";

ListedCrystal crystal_of(const std::string& text) {
  auto read = read_cif(text, 1000);
  if (const auto* rejection = std::get_if<Rejection>(&read)) ADD_FAILURE() << rejection->detail;
  return std::holds_alternative<ListedCrystal>(read) ? std::get<ListedCrystal>(read) : ListedCrystal{};
}

Rejection rejection_of(const std::string& text, std::size_t max_sites = 1000) {
  auto read = read_cif(text, max_sites);
  return std::holds_alternative<Rejection>(read) ? std::get<Rejection>(read) : Rejection{Stage::kPredict, Reason::kEmpty, "it was read"};
}

TEST(CifBlock, SymmetryComesFromOperatorsNamesOrNumbers) {
  for (const std::string symmetry : {"_symmetry_space_group_name_H-M 'F m -3 m'\n", "_space_group_name_H-M_alt 'F m -3 m'\n", "_symmetry_Int_Tables_number 225\n",
                                     "_space_group_name_Hall '-F 4 2 3'\n"}) {
    const ListedCrystal crystal = crystal_of(kCell + symmetry + kSites);
    EXPECT_EQ(crystal.sites.size(), 8U) << symmetry;
  }
  EXPECT_EQ(crystal_of(kCell + kSites).sites.size(), 2U) << "P1 where nothing is said";
  const ListedCrystal two = crystal_of(kCell + "loop_\n_symmetry_equiv_pos_as_xyz\n'x, y, z'\n'x+1/2,y+1/2,z'\n" + "_symmetry_space_group_name_H-M 'F m -3 m'\n" + kSites);
  EXPECT_EQ(two.sites.size(), 4U) << "operators say more than the name";
  EXPECT_EQ(two.sites[1].fractional, (Vector3{0.5, 0.5, 0}));
  EXPECT_EQ(two.sites[1].label, "Na1");
}

TEST(CifBlock, UncertaintiesAreDroppedAndUnknownsAreUnknown) {
  const ListedCrystal crystal = crystal_of(kCell + "loop_\n_atom_site_label\n_atom_site_type_symbol\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\n_atom_site_occupancy\n"
                                                   "X1 Fe3+ 0.1250(3) 0 0 .\nX2 O2- 0.5 0.5 0.5 ?\nD1 D 0.25 0.25 0.25 0.5(1)\n");
  EXPECT_EQ(crystal.lattice[0][0], 5.64);
  EXPECT_EQ(crystal.lattice[1][0], 0) << "a right angle is exactly one";
  EXPECT_EQ(crystal.sites[0].atomic_number, 26);
  EXPECT_EQ(crystal.sites[0].fractional[0], 0.125);
  EXPECT_EQ(crystal.sites[0].occupancy, 1);
  EXPECT_EQ(crystal.sites[1].atomic_number, 8);
  EXPECT_EQ(crystal.sites[2].atomic_number, 1);
  EXPECT_EQ(crystal.sites[2].occupancy, 0.5);
}

TEST(CifBlock, NamesOfSitesThatAreNoCertainElementAreNone) {
  const auto numbers = [](const char* column, std::initializer_list<const char*> names) {
    std::string text = kCell + "loop_\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\n" + column + "\n";
    for (const char* name : names) text += std::string("0 0 0 ") + name + "\n";
    std::vector<int> result;
    for (const ListedSite& site : crystal_of(text).sites) result.push_back(site.atomic_number);
    return result;
  };
  EXPECT_EQ(numbers("_atom_site_type_symbol", {"Fe", "FE", "Fe3+", "FE3+", "O2-", "Fe+3", "O-2", "D", "W", "Co", "C"}),
            (std::vector<int>{26, 26, 26, 26, 8, 26, 8, 1, 74, 27, 6}));
  EXPECT_EQ(numbers("_atom_site_type_symbol", {"Wat", "WAT", "NH4", "Silver", "CO3", "H2O", "OH2", "Cal", "Uu", "Si/Al", "M"}), std::vector<int>(11, 0));
  EXPECT_EQ(numbers("_atom_site_label", {"Fe1", "FE1", "CaM1", "SiT1", "O1A", "OW1", "Na1_a", "O1'", "D1"}), (std::vector<int>{26, 26, 20, 14, 8, 8, 11, 8, 1}));
  EXPECT_EQ(numbers("_atom_site_label", {"Wat1", "Wa1", "WAT2", "Si/Al1", "T1", "Silver1"}), std::vector<int>(6, 0));
}

TEST(CifBlock, ATriclinicCellKeepsItsLengthsAndAngles) {
  const ListedCrystal crystal = crystal_of("data_x\n_cell_length_a 4\n_cell_length_b 5\n_cell_length_c 6\n_cell_angle_alpha 75\n_cell_angle_beta 85\n_cell_angle_gamma 95\n" + kSites);
  const auto dot = [&](int i, int j) {
    double sum = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) sum += crystal.lattice[static_cast<std::size_t>(i)][axis] * crystal.lattice[static_cast<std::size_t>(j)][axis];
    return sum;
  };
  const auto degrees = [](double cosine) { return std::acos(cosine) * 57.29577951308232; };
  EXPECT_NEAR(std::sqrt(dot(1, 1)), 5, 1e-12);
  EXPECT_NEAR(std::sqrt(dot(2, 2)), 6, 1e-12);
  EXPECT_NEAR(degrees(dot(1, 2) / 30), 75, 1e-9);
  EXPECT_NEAR(degrees(dot(0, 2) / 24), 85, 1e-9);
  EXPECT_NEAR(degrees(dot(0, 1) / 20), 95, 1e-9);
}

TEST(CifBlock, ABlockWithoutAtomsIsPassedOverAndTwoWithAreTooMany) {
  EXPECT_EQ(crystal_of("data_global\n_journal_name 'x'\n" + kCell + kSites).sites.size(), 2U);
  const Rejection two = rejection_of(kCell + kSites + "data_y\n" + kCell.substr(7) + kSites);
  EXPECT_EQ(two.reason, Reason::kUnsupportedFeature);
  EXPECT_THAT(two.detail, HasSubstr("'x' and 'y'"));
}

TEST(CifBlock, EachDefectHasItsReason) {
  EXPECT_EQ(rejection_of("hello").reason, Reason::kParseError);
  EXPECT_EQ(rejection_of("data_x\n_cell_length_a 5\n").reason, Reason::kNoAtoms);
  EXPECT_EQ(rejection_of("data_x\n" + kSites).reason, Reason::kBadCell);
  EXPECT_EQ(rejection_of(kCell + "_symmetry_space_group_name_H-M 'F m x'\n" + kSites).reason, Reason::kParseError);
  EXPECT_THAT(rejection_of(kCell + "loop_\n_symmetry_equiv_pos_as_xyz\n'x, y, q'\n" + kSites).detail, HasSubstr("'x, y, q' cannot be read"));
  EXPECT_THAT(rejection_of(kCell + "loop_\n_atom_site_label\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\nNa1 0 0 ?\n").detail, HasSubstr("site Na1 has no coordinates"));
  EXPECT_EQ(rejection_of(kCell + "_symmetry_Int_Tables_number 225\n" + kSites, 7).reason, Reason::kTooLarge);
}

}  // namespace
}  // namespace furui
