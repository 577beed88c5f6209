// Cells and sites that are none.
#include "crystal/check_sites.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace furui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ListedCrystal salt(double edge = 4) {
  return {{{{edge, 0, 0}, {0, edge, 0}, {0, 0, edge}}}, {{"Cs1", 55, {0, 0, 0}, 1}, {"Cl1", 17, {0.5, 0.5, 0.5}, 1}}};
}

Rejection rejection_of(const ListedCrystal& listed) {
  auto checked = check_sites(listed);
  return std::holds_alternative<Rejection>(checked) ? std::get<Rejection>(checked) : Rejection{Stage::kPredict, Reason::kEmpty, "it is one"};
}

TEST(CheckSites, LeavesAWholeCrystalAsItIs) {
  const auto checked = check_sites(salt());
  ASSERT_TRUE(std::holds_alternative<CheckedCrystal>(checked));
  EXPECT_EQ(std::get<CheckedCrystal>(checked).crystal.atomic_numbers, (std::vector<std::uint8_t>{55, 17}));
}

TEST(CheckSites, CellsBeyondReasonAreRefused) {
  for (const double edge : {0.0, -4.0 + 8.1 - 4.1 - 1e-9, 1e-9, 1.0, 600.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()})
    EXPECT_EQ(rejection_of(salt(edge)).reason, Reason::kBadCell) << edge;
  EXPECT_THAT(rejection_of(salt(1)).detail, HasSubstr("length a is 1 angstrom; expected 1.5 to 500"));
  ListedCrystal flat = salt();
  flat.lattice[2] = {3.99, 0.2, 0};
  EXPECT_THAT(rejection_of(flat).detail, HasSubstr("angle beta is"));
  flat.lattice[2] = {2, 2, 0.01};
  EXPECT_EQ(rejection_of(flat).reason, Reason::kBadCell);
  EXPECT_THAT(rejection_of(salt(30)).detail, HasSubstr("13500 cubic angstrom an atom; expected 1 to 1000"));
}

TEST(CheckSites, SitesBeyondReasonAreRefusedByName) {
  ListedCrystal listed = salt();
  listed.sites[1].atomic_number = 0;
  EXPECT_EQ(rejection_of(listed).reason, Reason::kMissingElements);
  for (const double occupancy : {-0.5, 1.5, std::numeric_limits<double>::quiet_NaN()}) {
    listed = salt();
    listed.sites[1].occupancy = occupancy;
    EXPECT_EQ(rejection_of(listed).reason, Reason::kParseError);
    EXPECT_THAT(rejection_of(listed).detail, HasSubstr("site Cl1 has the occupancy"));
  }
  listed = salt();
  for (ListedSite& site : listed.sites) site.occupancy = 0;
  EXPECT_EQ(rejection_of(listed).reason, Reason::kNoAtoms);
  listed = salt();
  listed.sites[0].fractional[1] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(rejection_of(listed).reason, Reason::kParseError);
  EXPECT_EQ(rejection_of({salt().lattice, {}}).reason, Reason::kNoAtoms);
}

TEST(CheckSites, PartsOfAtomsAtOnePlaceShareASite) {
  ListedCrystal listed = salt();
  listed.sites[1].occupancy = 0.25;
  listed.sites.push_back({"Br1", 35, {0.5, 0.501, -0.5}, 0.5});   // 0.004 angstrom away, in another cell
  listed.sites.push_back({"Cl2", 17, {0.5, 0.5, 0.5}, 0.125});
  listed.sites.push_back({"X", 8, {0.1, 0.1, 0.1}, 0});
  auto checked = check_sites(listed);
  ASSERT_TRUE(std::holds_alternative<CheckedCrystal>(checked));
  const Crystal& crystal = std::get<CheckedCrystal>(checked).crystal;
  EXPECT_EQ(crystal.atomic_numbers, (std::vector<std::uint8_t>{55, 128}));
  EXPECT_EQ(crystal.mixtures, (std::vector<Mixture>{{{17, 0.375}, {35, 0.5}}}));
  listed.sites[3].occupancy = 0.3;
  const Rejection rejection = rejection_of(listed);
  EXPECT_EQ(rejection.reason, Reason::kOverlappingAtoms);
  EXPECT_EQ(rejection.detail, "on site Cl1 are 1.05 atoms; expected one at most");
}

TEST(CheckSites, PartsThatMakeAWholeAtomAreOne) {
  ListedCrystal listed = salt();
  listed.sites[1].occupancy = 0.5;
  listed.sites.push_back({"Cl2", 17, {0.5, 0.5, 0.5}, 0.4999});
  auto checked = check_sites(listed);
  ASSERT_TRUE(std::holds_alternative<CheckedCrystal>(checked));
  EXPECT_TRUE(std::get<CheckedCrystal>(checked).crystal.is_ordered());
}

/// As refinements round them: 0.334 three times, or 1.0000(5) and a bit.
TEST(CheckSites, PartsThatAddUpToALittleMoreThanAnAtomAreScaledAndSaid) {
  ListedCrystal listed = salt();
  listed.sites[1].occupancy = 0.505;
  listed.sites.push_back({"Br1", 35, {0.5, 0.5, 0.5}, 0.505});
  auto checked = check_sites(listed);
  ASSERT_TRUE(std::holds_alternative<CheckedCrystal>(checked));
  EXPECT_EQ(std::get<CheckedCrystal>(checked).crystal.mixtures, (std::vector<Mixture>{{{17, 0.5}, {35, 0.5}}}));
  EXPECT_THAT(std::get<CheckedCrystal>(checked).warnings, ElementsAre("site Cl1: occupancies of 1.01 together were scaled to 1"));
  listed.sites[0].occupancy = 1.004;
  checked = check_sites(listed);
  ASSERT_TRUE(std::holds_alternative<CheckedCrystal>(checked));
  EXPECT_EQ(std::get<CheckedCrystal>(checked).crystal.atomic_numbers[0], 55);
  EXPECT_THAT(std::get<CheckedCrystal>(checked).warnings, ElementsAre("site Cs1 and 1 more: occupancies of 1.004 together were scaled to 1"));
  listed.sites[2].occupancy = 0.506;
  EXPECT_EQ(rejection_of(listed).detail, "on site Cl1 are 1.011 atoms; expected one at most");
}

TEST(CheckSites, HeavyHydrogenIsSaidToCountAsHydrogen) {
  ListedCrystal listed = salt();
  listed.sites[1].atomic_number = 1;
  listed.sites[1].heavy_hydrogen = true;
  const auto checked = check_sites(listed);
  ASSERT_TRUE(std::holds_alternative<CheckedCrystal>(checked));
  EXPECT_THAT(std::get<CheckedCrystal>(checked).warnings, ElementsAre("1 site of deuterium or tritium counts as hydrogen"));
}

TEST(CheckSites, OneAtomMayHaveTwoPlaces) {
  ListedCrystal listed = salt();
  listed.sites[1].occupancy = 0.5;
  listed.sites.push_back({"Cl2", 17, {0.55, 0.5, 0.5}, 0.5});
  auto checked = check_sites(listed);
  ASSERT_TRUE(std::holds_alternative<CheckedCrystal>(checked));
  EXPECT_EQ(std::get<CheckedCrystal>(checked).crystal.atomic_numbers, (std::vector<std::uint8_t>{55, 128, 128}));
  listed.sites[2].occupancy = 0.6;
  EXPECT_THAT(rejection_of(listed).detail, HasSubstr("sites Cl1 and Cl2 are 0.2 angstrom apart"));
}

TEST(CheckSites, MoreMixturesThanCanBeStoredAreTooMany) {
  ListedCrystal listed{{{{40, 0, 0}, {0, 40, 0}, {0, 0, 40}}}, {}};
  for (int i = 0; i < 129; ++i) listed.sites.push_back({"", 14, {i % 20 / 20.0, i / 20 / 20.0, 0}, 0.5 + 0.001 * i});
  EXPECT_EQ(rejection_of(listed).reason, Reason::kTooLarge);
  listed.sites.pop_back();
  EXPECT_EQ(rejection_of(listed).detail, "it is one");
}

TEST(CheckSites, AtomsOnTopOfEachOtherAreRefusedAlsoAcrossTheCellsFaces) {
  ListedCrystal listed = salt();
  listed.sites.push_back({"Na1", 11, {0.99, 0.01, -0.01}, 1});
  const Rejection rejection = rejection_of(listed);
  EXPECT_EQ(rejection.reason, Reason::kOverlappingAtoms);
  EXPECT_THAT(rejection.detail, HasSubstr("sites Cs1 and Na1 are 0.069 angstrom apart"));
  listed.sites[2].fractional = {0.13, 0, 1};
  EXPECT_EQ(rejection_of(listed).detail, "it is one") << "0.52 angstrom is enough";
}

// Against all pairs and images, in cells of any shape.
TEST(CheckSites, FindsThePairsThatAllPairsFind) {
  std::mt19937 random(5);
  std::uniform_real_distribution<double> uniform(-1, 1);
  int refused = 0;
  for (int run = 0; run < 300; ++run) {
    ListedCrystal listed;
    listed.lattice = {{{5, 0, 0}, {2 * uniform(random), 5, 0}, {2 * uniform(random), 2 * uniform(random), 4}}};
    for (int i = 0; i < 12; ++i) listed.sites.push_back({"", 14, {2 * uniform(random), uniform(random), uniform(random)}, 1});
    double least = 100;
    for (std::size_t i = 0; i < listed.sites.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        for (int image = 0; image < 343; ++image) {
          Vector3 apart{};
          const std::array<int, 3> shift{image % 7 - 3, image / 7 % 7 - 3, image / 49 - 3};
          for (std::size_t axis = 0; axis < 3; ++axis) {
            apart[axis] = listed.sites[i].fractional[axis] - listed.sites[j].fractional[axis];
            apart[axis] -= std::round(apart[axis]) + shift[axis];
          }
          const Vector3 at = cartesian(listed.lattice, apart);
          least = std::min(least, std::sqrt(at[0] * at[0] + at[1] * at[1] + at[2] * at[2]));
        }
      }
    }
    const bool is_refused = rejection_of(listed).reason == Reason::kOverlappingAtoms;
    EXPECT_EQ(is_refused, least < 0.5) << least;
    refused += is_refused ? 1 : 0;
  }
  EXPECT_GT(refused, 30);
  EXPECT_LT(refused, 290);
}

}  // namespace
}  // namespace furui
