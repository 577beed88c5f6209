// Descriptors of crystals that a hand can calculate; goldens of the original libraries are in the packages' own sets.
#include "crystal/crystal_descriptors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "core/error.h"
#include "crystal/charge_balance.h"
#include "crystal/composition_statistics.h"
#include "crystal/coordination.h"
#include "crystal/read_crystal.h"

namespace furui {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

Crystal cubic(double length, const std::vector<std::uint8_t>& numbers, const std::vector<Vector3>& places) { return {{{{length, 0, 0}, {0, length, 0}, {0, 0, length}}}, numbers, places}; }

const Crystal kRockSalt = cubic(5.64, {11, 11, 11, 11, 17, 17, 17, 17},
                                {{0, 0, 0}, {0, 0.5, 0.5}, {0.5, 0, 0.5}, {0.5, 0.5, 0}, {0.5, 0.5, 0.5}, {0.5, 0, 0}, {0, 0.5, 0}, {0, 0, 0.5}});
const std::string kTable = "atomic_number,symbol,atomic_weight,electronegativity,is_metal,oxidation_states,tint\n1,H,1,2.2,0,-1 1,\n8,O,16,3.44,0,-2 -1,1\n11,Na,23,0.93,1,1,2\n"
                           "17,Cl,35.5,3.16,0,-1 1 3 5 7,5\n18,Ar,40,,0,,\n26,Fe,56,1.83,1,2 3,4\n";

std::vector<double> values_of(const std::vector<std::string>& names, const Crystal& crystal) {
  auto of = CrystalDescriptors(names, kTable).of(crystal);
  if (const auto* rejection = std::get_if<Rejection>(&of)) ADD_FAILURE() << rejection->detail;
  return std::holds_alternative<Rejection>(of) ? std::vector<double>() : std::get<std::vector<double>>(of);
}

bool balanced(const std::map<std::uint8_t, int>& counts) { return charges_balance(counts, ElementTable(kTable)); }

TEST(CrystalDescriptors, OfRockSaltAreAsByHand) {
  const auto values = values_of({"density", "volume_per_atom", "number_of_elements", "space_group_number", "crystal_system", "mean_coordination_number", "min_coordination_number", "charge_balance"}, kRockSalt);
  ASSERT_EQ(values.size(), 8U);
  EXPECT_NEAR(values[0], 4 * 58.5 * 1.66053906660 / std::pow(5.64, 3), 1e-12);
  EXPECT_NEAR(values[1], std::pow(5.64, 3) / 8, 1e-12);
  EXPECT_THAT(std::vector<double>(values.begin() + 2, values.end()), ElementsAre(2, 225, 7, 6, 6, 1));
}

TEST(CrystalDescriptors, StatisticsAreByAtoms) {
  const Crystal water = cubic(5, {11, 11, 8}, {{0, 0, 0}, {0.5, 0, 0}, {0, 0.5, 0.5}});
  EXPECT_THAT(values_of({"minimum_tint", "maximum_tint", "range_tint", "mode_tint"}, water), ElementsAre(1, 2, 1, 2));
  const auto means = values_of({"mean_tint", "avg_dev_tint"}, water);
  EXPECT_NEAR(means[0], 5.0 / 3, 1e-15);
  EXPECT_NEAR(means[1], (2 * (2 - 5.0 / 3) + (5.0 / 3 - 1)) / 3, 1e-15);
  EXPECT_THAT(values_of({"mode_tint"}, cubic(5, {11, 17}, {{0, 0, 0}, {0.5, 0.5, 0.5}})), ElementsAre(2)) << "the least of equally frequent ones";
}

TEST(CrystalDescriptors, WhatTheTableLacksIsNamed) {
  const auto of = CrystalDescriptors({"mean_tint"}, kTable).of(cubic(5, {1, 17}, {{0, 0, 0}, {0.5, 0.5, 0.5}}));
  ASSERT_TRUE(std::holds_alternative<Rejection>(of));
  EXPECT_EQ(std::get<Rejection>(of), (Rejection{Stage::kDescribe, Reason::kUnsupportedElement, "hydrogen has no tint in the model's table"}));
  const auto message = [](const std::vector<std::string>& names, const std::string& table) {
    try {
      const CrystalDescriptors descriptors(names, table);
      return std::string("none");
    } catch (const Error& error) {
      return std::string(error.what());
    }
  };
  EXPECT_EQ(message({"colour"}, kTable), "no descriptor of crystals is named 'colour'");
  EXPECT_EQ(message({"mean_colour"}, kTable), "descriptor 'mean_colour': elements.csv has no column 'colour'");
  EXPECT_EQ(message({"element_cost"}, kTable), "descriptor 'element_cost': elements.csv has no column 'usd_per_kg'");
  EXPECT_THAT(message({}, "symbol\n"), HasSubstr("elements.csv, line 1: expected the header"));
  EXPECT_THAT(message({}, kTable + "8,Na,1,1,1,1,1\n"), HasSubstr("line 8: expected an atomic number and its symbol"));
  EXPECT_THAT(message({}, kTable + "3,Li,x,1,1,1,1\n"), HasSubstr("line 8: expected a number under 'atomic_weight'"));
  EXPECT_THAT(message({}, kTable + "3,Li,1\n"), HasSubstr("line 8: expected 7 cells, got 3"));
}

TEST(CrystalDescriptors, CostIsByMass) {
  const auto of = CrystalDescriptors({"element_cost"}, "atomic_number,symbol,atomic_weight,usd_per_kg\n11,Na,23,3\n17,Cl,35.5,1.5\n").of(kRockSalt);
  EXPECT_NEAR(std::get<std::vector<double>>(of)[0], (23 * 3 + 35.5 * 1.5) / 58.5, 1e-12);
}

TEST(CrystalDescriptors, ChargesBalanceOfTheLeastWholeFormula) {
  const CrystalDescriptors balance({"charge_balance"}, kTable, true);
  const auto of = [&](const std::string& formula) { return balance.of(std::get<CrystalReading>(read_composition(formula)).crystal); };
  const auto value = [&](const std::string& formula) { return std::get<std::vector<double>>(of(formula)).at(0); };
  EXPECT_EQ(value("Fe2O3"), 1);
  EXPECT_EQ(value("FeO1.5"), 1);
  EXPECT_EQ(value("Fe0.667O"), 1) << "two thirds to three digits";
  EXPECT_EQ(value("Na0.37H0.63Cl"), 1) << "hundredths";
  EXPECT_EQ(value("FeO1.1"), 0);
  EXPECT_EQ(value("Fe0.667Na0.2O1.1"), 1) << "thirds beside tenths: Fe20Na6O33";
  EXPECT_EQ(value("Fe0.667Na0.25O1.125"), 1) << "and eighths";
  EXPECT_EQ(value("Na0.0004Cl"), 0) << "what is there does not vanish";
  EXPECT_EQ(value("Na1000Cl999"), 0);
  const auto large = of("Na20.013Cl20");
  ASSERT_TRUE(std::holds_alternative<Rejection>(large));
  EXPECT_EQ(std::get<Rejection>(large).reason, Reason::kTooLarge);
  EXPECT_THAT(std::get<Rejection>(large).detail, HasSubstr("40013 atoms"));
}

TEST(Coordination, IsTheSameInAnyCell) {
  EXPECT_THAT(coordination_numbers(kRockSalt).value(), Each(6));
  const Crystal caesium_chloride = cubic(4.1, {55, 17}, {{0, 0, 0}, {0.5, 0.5, 0.5}});
  EXPECT_THAT(coordination_numbers(caesium_chloride).value(), Each(8));
  EXPECT_THAT(coordination_numbers(cubic(3, {84}, {{0.3, 0, 0}})).value(), Each(6)) << "its own images";
  const Crystal skewed{{{{4.1, 0, 0}, {8.2, 4.1, 0}, {4.1, 12.3, 4.1}}}, {55, 17}, {{0, 0, 0}, {2, -1, 0.5}}};
  EXPECT_THAT(coordination_numbers(skewed).value(), Each(8)) << "of the same lattice";
  EXPECT_FALSE(coordination_numbers(cubic(20, {18}, {{0, 0, 0}}))) << "alone within 10 angstrom";
}

TEST(ChargeBalance, IsOfOneStateAnElement) {
  EXPECT_TRUE(balanced({{11, 1}, {17, 1}}));
  EXPECT_TRUE(balanced({{26, 4}, {8, 6}})) << "Fe2O3 twice";
  EXPECT_FALSE(balanced({{26, 3}, {8, 4}})) << "mixed valence";
  EXPECT_FALSE(balanced({{11, 3}, {17, 1}}));
  EXPECT_TRUE(balanced({{11, 1}, {17, 1}, {8, 4}})) << "NaClO4: chlorine is positive beside oxygen";
  EXPECT_FALSE(balanced({{11, 1}, {18, 1}})) << "argon has no states";
  EXPECT_TRUE(balanced({{18, 4}})) << "an element";
  EXPECT_TRUE(balanced({{11, 3}, {26, 7}})) << "an alloy";
}

}  // namespace
}  // namespace furui
