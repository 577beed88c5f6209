// Amounts, shares and formulas, of whole atoms and of shared sites.
#include "core/composition.h"

#include <gtest/gtest.h>

namespace furui {
namespace {

std::string formula_of(const std::vector<std::uint8_t>& atoms) { return reduced_formula(amounts_of({{}, atoms, {}})); }

TEST(Composition, FormulasBeginWithTheLeastElectronegative) {
  EXPECT_EQ(formula_of({17, 11}), "NaCl");
  EXPECT_EQ(formula_of({8, 8, 25, 3, 8, 3}), "Li2MnO3");
  EXPECT_EQ(formula_of({14, 14, 14}), "Si");
  EXPECT_EQ(formula_of({31, 7, 31, 7}), "GaN");
  EXPECT_EQ(formula_of({}), "");
}

TEST(Composition, PartsOfAtomsStayPartsInAFormula) {
  EXPECT_EQ(reduced_formula({{3, 1.5}, {8, 6}, {27, 3}}), "Li0.5CoO2");
  EXPECT_EQ(reduced_formula({{8, 1}, {26, 0.93}}), "Fe0.93O");
  EXPECT_EQ(reduced_formula({{8, 4}, {26, 3.72}}), "Fe0.93O");
  EXPECT_EQ(reduced_formula({{8, 3}, {26, 1.93}}), "Fe1.93O3") << "not Fe0.6433O";
  EXPECT_EQ(reduced_formula({{3, 1.5}, {8, 4}, {27, 2}}), "Li0.75CoO2");
  EXPECT_EQ(reduced_formula({{8, 4}, {12, 4.0 / 3}, {26, 8.0 / 3}}), "Mg0.3333Fe0.6667O");
  EXPECT_EQ(reduced_formula({{3, 0.25}, {11, 0.75}}), "Na0.75Li0.25");
  EXPECT_EQ(reduced_formula({{12, 1.0 / 3}, {26, 2.0 / 3}, {8, 1}}), "Mg0.3333Fe0.6667O");
  EXPECT_EQ(reduced_formula({{3, 1.9998}, {8, 1}}), "Li2O") << "what is written with four digits";
}

TEST(Composition, SharedSitesCountInParts) {
  Crystal crystal{{}, {128, 8, 128, 8}, {}, {{{12, 0.25}, {26, 0.5}}}};
  EXPECT_EQ(amounts_of(crystal), (Amounts{{8, 2}, {12, 0.5}, {26, 1}}));
  const Composition shares = composition_of(amounts_of(crystal));
  EXPECT_DOUBLE_EQ(shares[0].second, 2 / 3.5);
  EXPECT_DOUBLE_EQ(shares[1].second, 0.5 / 3.5);
  EXPECT_TRUE(composition_of({}).empty());
}

TEST(Composition, ADisorderedCrystalNamesItsFirstSharedSite) {
  const Crystal crystal{{}, {8, 128}, {}, {{{12, 0.25}, {26, 0.5}}}};
  const auto rejection = why_disordered(crystal, "chgnet");
  ASSERT_TRUE(rejection);
  EXPECT_EQ(rejection->reason, Reason::kDisordered);
  EXPECT_EQ(rejection->detail, "site 2 is taken by 0.25 Mg and 0.5 Fe; model chgnet takes whole atoms only");
  EXPECT_FALSE(why_disordered({{}, {8, 12}, {}}, "chgnet"));
}

}  // namespace
}  // namespace furui
