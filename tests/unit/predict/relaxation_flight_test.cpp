// CHGNet's relaxations: the same alone and in company, converged, symmetric, and stopped without harm.
#include "predict/relaxation_flight.h"

#include <gtest/gtest.h>

#include "chgnet_package.h"  // for package
#include "core/error.h"      // for Error
#include "crystals.h"        // for rock_salt, perovskite, shaken

namespace furui {
namespace {

CrystalPredictor& predictor() {
  static const auto loaded = CrystalPredictor::load(chgnet::package(), {.device = "cpu"});
  return *loaded;
}

std::vector<Crystal> starts() {
  std::mt19937 random(3);
  return {crystals::rock_salt(4.0, 12, 8), crystals::shaken(crystals::perovskite(), 0.1, 0.02, random), crystals::rock_salt(5.9, 11, 17),
          crystals::shaken(crystals::rock_salt(4.4, 28, 8), 0.05, 0.01, random), crystals::cubic(20, {3, 3}, {{0, 0, 0}, {.5, .5, .5}})};
}

void finish(RelaxationFlight& flight) {
  while (flight.step()) {
  }
}

TEST(RelaxationFlight, RelaxesEachAsIfItFlewAlone) {
  const RelaxationSettings settings{.force_tolerance = 0.05};
  RelaxationFlight together(predictor(), settings, 1000), narrow(predictor(), settings, 9);
  for (const Crystal& start : starts()) {
    together.add(start, {});
    narrow.add(start, {});
  }
  finish(together);
  finish(narrow);
  EXPECT_EQ(together.ended(), 5u);
  for (std::size_t i = 0; i < 4; ++i) {
    RelaxationFlight alone(predictor(), settings, 1);
    alone.add(starts()[i], {});
    finish(alone);
    EXPECT_EQ(together.crystals()[i]->status(), RelaxationStatus::kConverged) << i;
    EXPECT_EQ(together.crystals()[i]->crystal(), alone.crystals()[0]->crystal()) << i;
    EXPECT_EQ(narrow.crystals()[i]->crystal(), alone.crystals()[0]->crystal()) << i;
    EXPECT_EQ(together.crystals()[i]->trajectory().energy_per_atom, alone.crystals()[0]->trajectory().energy_per_atom) << i;
  }
  ASSERT_TRUE(together.crystals()[4]->rejection());
  EXPECT_EQ(together.crystals()[4]->rejection()->reason, Reason::kIsolatedAtom);
  EXPECT_EQ(together.steps(), narrow.steps());
}

TEST(RelaxationFlight, LowersTheEnergyAndFindsTheLatticeOfRockSalt) {
  RelaxationFlight flight(predictor(), {.force_tolerance = 0.01}, 100);
  flight.add(starts()[0], {});
  finish(flight);
  const RelaxingCrystal& oxide = *flight.crystals()[0];
  EXPECT_LT(oxide.trajectory().energy_per_atom.back(), oxide.trajectory().energy_per_atom.front());
  EXPECT_NEAR(std::cbrt(volume(oxide.crystal())), 4.25, 0.03);  // PBE: 4.24 to 4.26
}

TEST(RelaxationFlight, GoesOnFromCheckpointsAndLeavesWhatHasEnded) {
  const RelaxationSettings settings{.force_tolerance = 0.05};
  RelaxationFlight whole(predictor(), settings, 100), first(predictor(), settings, 100), second(predictor(), settings, 100);
  for (const Crystal& start : starts()) {
    whole.add(start, {});
    first.add(start, {});
  }
  finish(whole);
  for (int i = 0; i < 7; ++i) first.step();
  for (std::size_t i = 0; i < 4; ++i) second.add(starts()[i], {}, first.crystals()[i]->checkpoint());
  finish(second);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(second.crystals()[i]->crystal(), whole.crystals()[i]->crystal()) << i;
}

TEST(RelaxationFlight, MovesNothingInAStepThatWasStopped) {
  RelaxationFlight flight(predictor(), {}, 100);
  flight.add(starts()[1], {});
  flight.step();
  const std::string before = flight.crystals()[0]->checkpoint();
  EXPECT_THROW(flight.step([] { return false; }), Error);
  EXPECT_EQ(flight.crystals()[0]->checkpoint(), before);
}

TEST(RelaxationFlight, AsksAModelForForcesAndStress) {
  EXPECT_TRUE(predictor().manifest().can_relax());
  Manifest without = predictor().manifest();
  std::erase_if(without.fields, [](const auto& field) { return field.name == "stress"; });
  EXPECT_FALSE(without.can_relax());
}

}  // namespace
}  // namespace furui
