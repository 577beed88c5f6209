// Formulas as people write them, and where they go wrong.
#include "crystal/chemical_formula.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "crystal/read_crystal.h"  // for read_composition

namespace furui {
namespace {

using testing::HasSubstr;

Amounts amounts_in(const std::string& text) {
  auto read = read_chemical_formula(text);
  if (const auto* rejection = std::get_if<Rejection>(&read)) throw std::runtime_error(text + ": " + rejection->detail);
  return std::get<Amounts>(read);
}

Rejection rejection_of(const std::string& text) {
  auto read = read_chemical_formula(text);
  return std::holds_alternative<Rejection>(read) ? std::get<Rejection>(read) : Rejection{Stage::kPredict, Reason::kEmpty, "it is one"};
}

std::string detail(const std::string& text) { return rejection_of(text).detail; }

TEST(ChemicalFormula, HasElementsAmountsAndBrackets) {
  EXPECT_EQ(amounts_in("LiFePO4"), (Amounts{{3, 1}, {8, 4}, {15, 1}, {26, 1}}));
  EXPECT_EQ(amounts_in("Ba(Zr0.2Ti0.8)O3"), (Amounts{{8, 3}, {22, 0.8}, {40, 0.2}, {56, 1}}));
  EXPECT_EQ(amounts_in("K4[Fe(CN)6]"), (Amounts{{6, 6}, {7, 6}, {19, 4}, {26, 1}}));
  EXPECT_EQ(amounts_in(" Al2 (SO4) 3 "), (Amounts{{8, 12}, {13, 2}, {16, 3}}));
  EXPECT_EQ(amounts_in("Co"), (Amounts{{27, 1}}));
  EXPECT_EQ(amounts_in("CO"), (Amounts{{6, 1}, {8, 1}}));
  EXPECT_EQ(amounts_in("FeS.5"), (Amounts{{16, 0.5}, {26, 1}}));
  EXPECT_EQ(amounts_in("D2O"), (Amounts{{1, 2}, {8, 1}}));
  EXPECT_EQ(amounts_in("LiNi0CoO2"), (Amounts{{3, 1}, {8, 2}, {27, 1}})) << "an amount of 0 is no element";
}

TEST(ChemicalFormula, HydratesAndOtherPartsAreAdded) {
  const Amounts vitriol{{1, 10}, {8, 9}, {16, 1}, {29, 1}};
  for (const char* text : {"CuSO4·5H2O", "CuSO4*5H2O", "CuSO4 • 5 H2O", "CuSO₄・5H₂O", "CuSO4·5(H2O)"}) EXPECT_EQ(amounts_in(text), vitriol) << text;
  EXPECT_EQ(amounts_in("0.3Li2MnO3*0.7LiCoO2")[0], (std::pair<std::uint8_t, double>{3, 0.6 + 0.7}));
  EXPECT_EQ(amounts_in("2NaCl"), (Amounts{{11, 2}, {17, 2}}));
}

TEST(ChemicalFormula, EachDefectNamesItsPlace) {
  EXPECT_EQ(rejection_of("").reason, Reason::kEmpty);
  EXPECT_EQ(rejection_of("Li0").reason, Reason::kNoAtoms);
  EXPECT_EQ(rejection_of("LiQq2").reason, Reason::kMissingElements);
  EXPECT_EQ(detail("LiQq2"), "character 3: 'Qq' is no element");
  EXPECT_EQ(detail("LiJ"), "character 3: 'J' is no element");
  EXPECT_THAT(detail("CuSO4.5H2O"), HasSubstr("character 5: '4.5H2O' may be 4.5 atoms, or 4 and 5 H2O; write '4·5H2O', or the amount as 4.50"));
  EXPECT_THAT(detail("MgCl2.6(H2O)"), HasSubstr("'2·6(H2O)'"));
  EXPECT_EQ(amounts_in("WO2.50H2O"), (Amounts{{1, 2}, {8, 3.5}, {74, 1}})) << "an amount that is no doubt one";
  EXPECT_THAT(detail("Fe(III)2O3"), HasSubstr("character 4: '(III)' is an oxidation state"));
  EXPECT_EQ(rejection_of("lico2").reason, Reason::kParseError);
  EXPECT_THAT(detail("lico2"), HasSubstr("character 1, 'l': expected an element"));
  EXPECT_THAT(detail("Li1-xCoO2"), HasSubstr("character 4, '-': expected an element, an amount or a bracket"));
  EXPECT_THAT(detail("Li(CoO2"), HasSubstr("character 3, '(': is opened and never closed"));
  EXPECT_THAT(detail("Li(CoO2]"), HasSubstr("character 8, ']': expected an element, an amount or ')'"));
  EXPECT_THAT(detail("Li()2"), HasSubstr("character 4, ')': expected an element"));
  EXPECT_THAT(detail("LiCoO2)"), HasSubstr("character 7, ')'"));
  EXPECT_THAT(detail("Li1.2.3O"), HasSubstr("character 6, '.'"));
  EXPECT_THAT(detail("Li."), HasSubstr("expected an amount such as 2 or 0.5"));
  EXPECT_THAT(detail("LiCoO2·"), HasSubstr("at the end: expected an element"));
  EXPECT_THAT(detail("Fe3+"), HasSubstr("character 4, '+'"));
  EXPECT_THAT(detail("H₂Ö"), HasSubstr("character 3, 'Ö'")) << "characters are counted, not bytes";
  EXPECT_EQ(rejection_of("C9999999").reason, Reason::kTooLarge);
  EXPECT_EQ(rejection_of("(((C1000000)1000000)1000000)1000000").reason, Reason::kTooLarge);
  EXPECT_EQ(rejection_of(std::string(100000, '(')).reason, Reason::kTooLarge);
  EXPECT_EQ(rejection_of(std::string(20, '(') + "C" + std::string(20, ')')).reason, Reason::kTooLarge);
}

TEST(ChemicalFormula, AnyTextHasAnOutcome) {
  std::mt19937 random(7);
  const std::string letters = "LiCoO2()[]{}0.5·*₂ xQ-+\n\xff";
  std::uniform_int_distribution<std::size_t> at(0, letters.size() - 1), length(0, 30);
  int read = 0;
  for (int run = 0; run < 50'000; ++run) {
    std::string text;
    for (std::size_t i = length(random); i > 0; --i) text += letters[at(random)];
    read += std::holds_alternative<Amounts>(read_chemical_formula(text)) ? 1 : 0;
  }
  EXPECT_GT(read, 100);
}

TEST(ReadComposition, MultiplesAreOneCompositionAndPartsStayParts) {
  const auto of = [](const char* text) { return std::get<CrystalReading>(read_composition(text)); };
  EXPECT_EQ(serialize(of("Li2O").crystal), serialize(of("Li4 O2").crystal));
  EXPECT_NE(serialize(of("Li2O").crystal), serialize(of("LiO").crystal));
  const CrystalReading cathode = of("Li1.5Co3O6");
  EXPECT_EQ(cathode.formula, "Li0.5CoO2");
  EXPECT_EQ(amounts_of(cathode.crystal), (Amounts{{3, 0.5}, {8, 2}, {27, 1}}));
  EXPECT_FALSE(cathode.crystal.has_geometry());
  EXPECT_EQ(parse_crystal(serialize(cathode.crystal)), cathode.crystal);
  EXPECT_EQ(of("Fe1.93O3").formula, "Fe1.93O3");
  EXPECT_EQ(std::get<Rejection>(read_composition("C9999H2003")).reason, Reason::kTooLarge);
}

}  // namespace
}  // namespace furui
