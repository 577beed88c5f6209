// Formation energies and trust in words, by hand.
#include "stability/stability.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace furui {
namespace {

using testing::HasSubstr;

constexpr std::uint8_t kLi = 3, kO = 8, kMn = 25, kCo = 27;

ReferenceStates references() {
  ReferenceStates states;
  states.set = "test";
  for (const std::uint8_t z : {kLi, kO, kMn}) states.of[z].emplace().energy_per_atom = -z;
  return states;
}

Phase phase(const std::vector<std::uint8_t>& atoms, double formation) {
  double energy = formation;
  for (const std::uint8_t z : atoms) energy -= z / static_cast<double>(atoms.size());
  return {composition_of(amounts_of({{}, atoms, {}})), energy};
}

TEST(Stability, IsAgainstTheElementsAndAllPhasesThereAre) {
  const std::vector<Phase> phases{phase({kLi, kMn, kO, kO}, -1.5), phase({kLi, kLi, kO}, -2), phase({kMn, kO}, -1.6), phase({kMn, kO, kO}, -1.7)};
  const auto found = assess_stability(phases, 1, references());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NEAR(found[0].formation_energy, -1.5, 1e-12);
  // 3/8 Li2O (-2), 3/8 MnO2 (-1.7) and 1/4 MnO (-1.6) hold the same atoms.
  EXPECT_NEAR(found[0].above_hull, 1.5 * 0 - 1.5 + 0.375 * 2 + 0.375 * 1.7 + 0.25 * 1.6, 1e-9);
  ASSERT_EQ(found[0].products.size(), 3U);
  EXPECT_NEAR(found[0].products[0].share + found[0].products[1].share + found[0].products[2].share, 1, 1e-12);
  EXPECT_EQ(found[0].products[2].phase, 2U);
}

TEST(Stability, OfAPhaseBelowAllOthersIsZeroAndItsProductItself) {
  const std::vector<Phase> phases{phase({kMn, kO}, -2), phase({kMn, kO}, -1.9), phase({kMn, kO, kO}, -1.7)};
  const auto found = assess_stability(phases, 3, references());
  EXPECT_EQ(found[0].above_hull, 0);
  ASSERT_EQ(found[0].products.size(), 1U);
  EXPECT_EQ(found[0].products[0].phase, 0U);
  EXPECT_NEAR(found[1].above_hull, 0.1, 1e-9);
  EXPECT_EQ(found[1].products[0].phase, 0U);
}

TEST(Stability, SaysHowFarItsHullCanBeTrusted) {
  const std::vector<Phase> phases{phase({kLi, kMn, kO, kO}, -1.5), phase({kLi, kMn, kO, kO}, -1.4), phase({kMn, kO}, -1.6), phase({kMn}, 0.1)};
  const auto found = assess_stability(phases, 4, references());
  EXPECT_EQ(found[0].trust, Domain::kBorderline);
  EXPECT_THAT(found[0].note, HasSubstr("no competing compound holds Li and O, Li and Mn together"));
  EXPECT_EQ(found[2].trust, Domain::kOut);
  EXPECT_THAT(found[2].note, HasSubstr("no compound of O and Mn competes with it, only the elements"));
  EXPECT_EQ(found[3].trust, Domain::kIn) << "an element competes with its reference state";
  EXPECT_NEAR(found[3].above_hull, 0.1, 1e-9);
}

TEST(Stability, WithoutAReferenceStateThereIsNone) {
  const auto found = assess_stability(std::vector<Phase>{phase({kCo, kO}, -1), phase({kMn, kO}, -1)}, 2, references());
  ASSERT_TRUE(found[0].rejection);
  EXPECT_EQ(found[0].rejection->reason, Reason::kNoReference);
  EXPECT_THAT(found[0].rejection->detail, HasSubstr("no reference state of Co in the set 'test'"));
  EXPECT_FALSE(found[1].rejection) << "a neighbour was rejected too";
}

}  // namespace
}  // namespace furui
