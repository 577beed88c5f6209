// Relaxations point by point as ASE's, their ends, and going on from a checkpoint.
#include "predict/relaxing_crystal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/matrix3.h"      // for operator*
#include "crystals.h"          // for perovskite, shaken
#include "pair_potential.h"    // for evaluate

namespace furui {
namespace {

using nlohmann::json;
using testing::HasSubstr;

void run(RelaxingCrystal& crystal, int most = 100000) {
  for (int i = 0; i < most && !crystal.ended(); ++i) crystal.take(pair_potential::evaluate(crystal.crystal()), 0.001);
}

Crystal off_its_places() {
  std::mt19937 random(5);
  Crystal crystal = crystals::shaken(crystals::perovskite(), 0.15, 0.04, random);
  return crystal;
}

TEST(RelaxingCrystal, GoesPointByPointTheWayThatAseGoes) {
  std::ifstream file(std::string(FURUI_SOURCE_DIR) + "/tests/golden/relaxation/relaxations.jsonl");
  int seen = 0;
  for (std::string line; std::getline(file, line); ++seen) {
    const json golden = json::parse(line);
    SCOPED_TRACE(golden["name"].get<std::string>() + ", " + golden["optimizer"].get<std::string>() + (golden["relax_cell"].get<bool>() ? ", cell" : ""));
    RelaxationSettings settings;
    settings.optimizer = parse_optimizer(golden["optimizer"].get<std::string>());
    settings.relax_cell = golden["relax_cell"];
    settings.pressure_gpa = golden["pressure_gpa"];
    settings.force_tolerance = golden["fmax"];
    settings.max_steps = golden["steps"];
    RelaxingCrystal crystal({golden["lattice"].get<Matrix3>(), golden["atomic_numbers"].get<std::vector<std::uint8_t>>(),
                             golden["fractional"].get<std::vector<Vector3>>()},
                            settings, {});
    run(crystal);
    EXPECT_EQ(crystal.status(), golden["converged"].get<bool>() ? RelaxationStatus::kConverged : RelaxationStatus::kNotConverged);
    const RelaxationTrajectory& way = crystal.trajectory();
    const auto energies = golden["energy_per_atom"].get<std::vector<double>>(), forces = golden["largest_force"].get<std::vector<double>>(),
               volumes = golden["volume"].get<std::vector<double>>();
    ASSERT_EQ(way.points(), energies.size());
    for (std::size_t p = 0; p < way.points(); ++p) {
      ASSERT_NEAR(way.energy_per_atom[p], energies[p], 1e-6 * (1 + std::abs(energies[p]))) << "point " << p;
      ASSERT_NEAR(way.largest_force[p], forces[p], 1e-5 * (1 + forces[p])) << "point " << p;
      ASSERT_NEAR(way.volume[p], volumes[p], 1e-6 * volumes[p]) << "point " << p;
    }
    const auto lattice = golden["final_lattice"].get<Matrix3>();
    for (std::size_t row = 0; row < 3; ++row) {
      for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(crystal.crystal().lattice[row][k], lattice[row][k], 1e-5);
    }
  }
  EXPECT_EQ(seen, 10);
}

TEST(RelaxingCrystal, GoesOnFromACheckpointAsIfItHadNeverStopped) {
  for (const Optimizer optimizer : {Optimizer::kFire, Optimizer::kLbfgs}) {
    RelaxationSettings settings{.force_tolerance = 0.01, .max_steps = 60, .optimizer = optimizer};
    RelaxingCrystal whole(off_its_places(), settings, {});
    run(whole);
    ASSERT_GT(whole.steps(), 8);
    for (const int stop : {0, 1, 7, whole.steps() + 1}) {
      RelaxingCrystal before(off_its_places(), settings, {});
      run(before, stop);
      RelaxingCrystal after(off_its_places(), settings, {});
      after.restore(before.checkpoint());
      EXPECT_EQ(after.steps(), std::max(stop - 1, 0));
      run(after);
      EXPECT_EQ(after.crystal(), whole.crystal()) << "stopped after " << stop;
      EXPECT_EQ(after.status(), whole.status());
      EXPECT_EQ(after.trajectory().energy_per_atom, whole.trajectory().energy_per_atom);
      EXPECT_EQ(after.trajectory().largest_force, whole.trajectory().largest_force);
      EXPECT_EQ(after.checkpoint(), whole.checkpoint());
    }
  }
}

TEST(RelaxingCrystal, RefusesACheckpointThatIsCutOffOrOfAnotherCrystal) {
  const RelaxationSettings settings;
  RelaxingCrystal crystal(off_its_places(), settings, {});
  run(crystal, 3);
  const std::string checkpoint = crystal.checkpoint();
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{9}, checkpoint.size() / 2, checkpoint.size() - 1}) {
    RelaxingCrystal other(off_its_places(), settings, {});
    EXPECT_THROW(other.restore(checkpoint.substr(0, size)), std::runtime_error) << size;
  }
  RelaxingCrystal longer(off_its_places(), settings, {});
  EXPECT_THROW(longer.restore(checkpoint + "x"), std::runtime_error);
  RelaxingCrystal other(crystals::rock_salt(4.2, 12, 8), settings, {});
  EXPECT_THROW(other.restore(checkpoint), std::runtime_error);
}

TEST(RelaxingCrystal, EndsWithNoStepWhereItHasNoForce) {
  RelaxingCrystal crystal(crystals::perovskite(), {}, {});
  crystal.take(GeometryEvaluation{-1, std::vector<Vector3>(5), {}}, 1);
  EXPECT_EQ(crystal.status(), RelaxationStatus::kConverged);
  EXPECT_EQ(crystal.steps(), 0);
  EXPECT_EQ(crystal.crystal(), crystals::perovskite());
}

TEST(RelaxingCrystal, SaysHowItEndedWhereItDidNotConverge) {
  RelaxingCrystal few(off_its_places(), {.force_tolerance = 1e-4, .max_steps = 3}, {});
  run(few);
  EXPECT_EQ(few.status(), RelaxationStatus::kNotConverged);
  EXPECT_EQ(few.steps(), 3);
  EXPECT_THAT(few.detail(), HasSubstr("after 3 steps; more steps may do"));

  RelaxingCrystal late(off_its_places(), {.force_tolerance = 1e-4, .max_seconds = 10}, {});
  late.take(pair_potential::evaluate(late.crystal()), 6);
  EXPECT_FALSE(late.ended());
  late.take(pair_potential::evaluate(late.crystal()), 6);
  EXPECT_EQ(late.status(), RelaxationStatus::kTimeout);
  EXPECT_THAT(late.detail(), HasSubstr("12 s of computing"));

  RelaxingCrystal flown(off_its_places(), {}, {});
  flown.take(pair_potential::evaluate(flown.crystal()), 0);
  flown.take(Rejection{Stage::kPredict, Reason::kIsolatedAtom, "site 3 is alone"});
  EXPECT_EQ(flown.status(), RelaxationStatus::kExploded);
  EXPECT_EQ(flown.detail(), "step 1: site 3 is alone");

  RelaxingCrystal never(off_its_places(), {}, {});
  never.take(Rejection{Stage::kPredict, Reason::kIsolatedAtom, "site 3 is alone"});
  EXPECT_TRUE(never.ended());
  EXPECT_FALSE(never.status());
  EXPECT_EQ(never.rejection()->reason, Reason::kIsolatedAtom);
}

TEST(RelaxingCrystal, ExplodesWhereTheCellGrowsToTenTimesItsVolume) {
  RelaxingCrystal crystal(crystals::perovskite(), {.max_steps = 1000}, {});
  Matrix3 stress{};
  for (std::size_t k = 0; k < 3; ++k) stress[k][k] = -200;
  while (!crystal.ended()) crystal.take(GeometryEvaluation{-1, std::vector<Vector3>(5), stress}, 0);
  EXPECT_EQ(crystal.status(), RelaxationStatus::kExploded);
  EXPECT_THAT(crystal.detail(), HasSubstr("the cell's volume went from 59.5 to "));
}

// The mirror x → −x and its product with an inversion of the perovskite at its ideal places.
std::vector<SymmetryOperation> mirror() {
  return {{{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, {}, {0, 1, 2, 3, 4}}, {{{{-1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}, {}, {0, 1, 2, 3, 4}}};
}

TEST(RelaxingCrystal, KeepsASymmetryThatItsForcesWouldBreak) {
  const auto shoved = [](const Crystal& crystal) {
    GeometryEvaluation evaluation = pair_potential::evaluate(crystal);
    evaluation.forces[1][0] += 0.3;  // a force along the mirror's normal, and shear
    evaluation.stress[0][1] += 20, evaluation.stress[1][0] += 20;
    return evaluation;
  };
  RelaxingCrystal kept(crystals::perovskite(), {.max_steps = 30}, mirror()), broken(crystals::perovskite(), {.max_steps = 30}, {});
  for (int i = 0; i < 10 && !kept.ended(); ++i) kept.take(shoved(kept.crystal()), 0);
  for (int i = 0; i < 10 && !broken.ended(); ++i) broken.take(shoved(broken.crystal()), 0);
  EXPECT_GT(kept.steps(), 3);
  EXPECT_GT(std::abs(broken.crystal().fractional[1][0] - 0.5), 1e-3);
  EXPECT_NEAR(kept.crystal().fractional[1][0], 0.5, 1e-12);
  EXPECT_NEAR(kept.crystal().lattice[0][1], 0, 1e-12);
  EXPECT_GT(std::abs(broken.crystal().lattice[0][1]), 1e-3);
}

}  // namespace
}  // namespace furui
