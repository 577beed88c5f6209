// CHGNet against its own package, and the laws that hold for every potential; in double precision, where laws are exact.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "chgnet_package.h"             // for Network, package
#include "crystals.h"                   // for rock_salt, supercell, …
#include "predict/crystal_predictor.h"  // for golden_crystals
#include "predict/golden_lines.h"       // for golden_lines::parse

namespace furui {
namespace {

using chgnet::Network;

// One network for all tests here: loading takes longer than they do.
Network& exact() {
  static Network network(Precision::kDouble);
  return network;
}

void expect_near(const Vector3& got, const Vector3& wanted, double tolerance, const std::string& where) {
  for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(got[k], wanted[k], tolerance) << where << ", component " << k;
}

void expect_near(const Matrix3& got, const Matrix3& wanted, double tolerance, const std::string& where) {
  for (std::size_t k = 0; k < 3; ++k) expect_near(got[k], wanted[k], tolerance, where + ", row " + std::to_string(k));
}

// A crystal without symmetry, of light and heavy elements with angles in plenty.
Crystal strained() {
  std::mt19937 random(3);
  return crystals::shaken(crystals::perovskite(), 0.15, 0.03, random);
}

class ChgnetGolden : public testing::TestWithParam<std::string> {};

TEST_P(ChgnetGolden, is_reproduced_to_the_last_digits_in_double_precision) {
  Network network(Precision::kDouble, GetParam());
  const std::string text = chgnet::read(chgnet::package(GetParam()) / "golden.jsonl");
  const auto lines = golden_lines::parse(text);
  const auto crystals = golden_crystals(text);
  ASSERT_EQ(crystals.size(), 47u);
  for (std::size_t i = 0; i < crystals.size(); ++i) {
    const auto& line = lines[i];
    const std::string where = "line " + std::to_string(i + 1);
    const Network::Result got = network.run(crystals[i], {1e-10, 1e-10});
    EXPECT_NEAR(got.energy_per_atom, line["values"][0].get<double>(), 1e-9) << where;
    expect_near(got.fields.stress, line["stress"].get<Matrix3>(), 1e-8, where);
    for (std::size_t a = 0; a < crystals[i].size(); ++a) {
      expect_near(got.fields.forces[a], line["forces"][a].get<Vector3>(), 1e-9, where + ", site " + std::to_string(a + 1));
      EXPECT_NEAR(got.fields.magnetic_moments[a], line["magnetic_moments"][a].get<double>(), 1e-9) << where;
    }
    EXPECT_THAT(crystal_columns(got.energy_per_atom, got.fields),
                testing::Pointwise(testing::DoubleNear(1e-8), line["values"].get<std::vector<double>>())) << where;
  }
}

INSTANTIATE_TEST_SUITE_P(Package, ChgnetGolden, testing::ValuesIn(chgnet::packages()), chgnet::test_name);

TEST(ChgnetLaws, energy_and_forces_do_not_change_with_translation) {
  const Network::Result here = exact().run(strained()), there = exact().run(crystals::translated(strained(), {0.31, -1.7, 5.9}));
  EXPECT_NEAR(there.energy_per_atom, here.energy_per_atom, 1e-10);
  for (std::size_t i = 0; i < here.fields.forces.size(); ++i) expect_near(there.fields.forces[i], here.fields.forces[i], 1e-9, "site");
  expect_near(there.fields.stress, here.fields.stress, 1e-8, "stress");
}

TEST(ChgnetLaws, forces_and_stress_turn_with_the_crystal) {
  const Matrix3 turn = crystals::rotation(0.83);
  const Network::Result here = exact().run(strained()), there = exact().run(crystals::rotated(strained(), turn));
  EXPECT_NEAR(there.energy_per_atom, here.energy_per_atom, 1e-10);
  for (std::size_t i = 0; i < here.fields.forces.size(); ++i) {
    expect_near(there.fields.forces[i], crystals::times(here.fields.forces[i], turn), 1e-9, "site");
    EXPECT_NEAR(there.fields.magnetic_moments[i], here.fields.magnetic_moments[i], 1e-10);
  }
  Matrix3 turned{};  // Rᵀ·σ·R, rows being vectors
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = 0; b < 3; ++b) {
      for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j) turned[a][b] += turn[i][a] * here.fields.stress[i][j] * turn[j][b];
      }
    }
  }
  expect_near(there.fields.stress, turned, 1e-8, "stress");
}

TEST(ChgnetLaws, a_supercell_has_the_energy_an_atom_the_forces_and_the_stress_of_its_cell) {
  const Network::Result cell = exact().run(strained()), super = exact().run(crystals::supercell(strained(), {2, 1, 2}));
  EXPECT_NEAR(super.energy_per_atom, cell.energy_per_atom, 1e-10);
  expect_near(super.fields.stress, cell.fields.stress, 1e-8, "stress");
  for (std::size_t i = 0; i < super.fields.forces.size(); ++i) expect_near(super.fields.forces[i], cell.fields.forces[i / 4], 1e-9, "site");
}

TEST(ChgnetLaws, another_cell_of_the_same_lattice_is_the_same_crystal) {
  Crystal other = strained();
  for (std::size_t k = 0; k < 3; ++k) other.lattice[2][k] -= 3 * other.lattice[0][k];
  for (Vector3& at : other.fractional) at[0] += 3 * at[2];
  const Network::Result one = exact().run(strained()), same = exact().run(other);
  EXPECT_NEAR(same.energy_per_atom, one.energy_per_atom, 1e-10);
  expect_near(same.fields.stress, one.fields.stress, 1e-8, "stress");
}

TEST(ChgnetLaws, sites_may_be_listed_in_any_order) {
  std::mt19937 random(4);
  const Crystal crystal = crystals::supercell(strained(), {1, 2, 1});
  const auto order = crystals::shuffled_order(crystal.size(), random);
  const Network::Result plain = exact().run(crystal), mixed = exact().run(crystals::permuted(crystal, order));
  EXPECT_NEAR(mixed.energy_per_atom, plain.energy_per_atom, 1e-10);
  for (std::size_t i = 0; i < order.size(); ++i) {
    expect_near(mixed.fields.forces[i], plain.fields.forces[order[i]], 1e-9, "site");
    EXPECT_NEAR(mixed.fields.magnetic_moments[i], plain.fields.magnetic_moments[order[i]], 1e-10);
  }
}

TEST(ChgnetLaws, forces_are_the_slope_of_the_energy) {
  constexpr double kStep = 1e-4;  // angstrom
  const Crystal crystal = strained();
  const Network::Result result = exact().run(crystal);
  Vector3 total{};
  for (std::size_t i = 0; i < crystal.size(); ++i) {
    for (std::size_t k = 0; k < 3; ++k) {
      total[k] += result.fields.forces[i][k];
      const auto moved = [&](double by) {
        // Columns of the inverse lattice turn a cartesian step into fractional ones: solved by Cramer's rule.
        Crystal other = crystal;
        for (std::size_t row = 0; row < 3; ++row) {
          Crystal replaced = crystal;
          replaced.lattice[row] = {k == 0 ? 1.0 : 0.0, k == 1 ? 1.0 : 0.0, k == 2 ? 1.0 : 0.0};
          other.fractional[i][row] += by * volume(replaced) / volume(crystal);
        }
        return exact().energy(other);
      };
      EXPECT_NEAR(result.fields.forces[i][k], -(moved(kStep) - moved(-kStep)) / (2 * kStep), 2e-6) << "site " << i << ", axis " << k;
    }
  }
  expect_near(total, {}, 1e-10, "sum of forces");
}

TEST(ChgnetLaws, stress_is_the_slope_of_the_energy_with_strain) {
  constexpr double kStep = 1e-5;
  const Crystal crystal = strained();
  const Matrix3 stress = exact().run(crystal).fields.stress;
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = 0; b < 3; ++b) {
      const auto strained_by = [&](double by) {
        Matrix3 deformation{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
        deformation[a][b] += by;
        return exact().energy(crystals::rotated(crystal, deformation));
      };
      const double slope = (strained_by(kStep) - strained_by(-kStep)) / (2 * kStep) / volume(crystal) * 160.21766208;
      EXPECT_NEAR(stress[a][b], slope, 2e-5) << a << b;
    }
  }
}

TEST(ChgnetLaws, merging_equal_surroundings_changes_nothing_that_the_tolerance_can_see) {
  std::mt19937 random(15);
  // A third as people write it down: 1e-6 off, where symmetry would have it equal.
  Crystal layered{{{{2.816, 0, 0}, {-1.408, 2.438728, 0}, {0, 0, 14.05}}}, {3, 27, 8, 8, 3, 27, 8, 8, 3, 27, 8, 8}, {}};
  for (const Vector3& shift : {Vector3{0, 0, 0}, Vector3{0.666667, 0.333333, 0.333333}, Vector3{0.333333, 0.666667, 0.666667}}) {
    for (const double z : {0.5, 0.0, 0.26, 0.74}) layered.fractional.push_back({shift[0], shift[1], shift[2] + z});
  }
  for (const Crystal& crystal : {layered, crystals::supercell(crystals::perovskite(), {2, 2, 1}), crystals::rock_salt(4.1, 28, 8)}) {
    const Network::Result merged = exact().run(crystal), each = exact().run(crystals::shaken(crystal, 1e-9, 0, random), {1e-13, 1e-13});
    EXPECT_NEAR(merged.energy_per_atom, each.energy_per_atom, 1e-7);
    expect_near(merged.fields.stress, each.fields.stress, 1e-5, "stress");
    for (std::size_t i = 0; i < crystal.size(); ++i) {
      expect_near(merged.fields.forces[i], each.fields.forces[i], 2e-6, "site " + std::to_string(i));
      EXPECT_NEAR(merged.fields.magnetic_moments[i], each.fields.magnetic_moments[i], 1e-6);
    }
  }
}

TEST(ChgnetLaws, the_energy_is_the_same_with_and_without_gradients) {
  EXPECT_NEAR(exact().energy(strained()) / 5, exact().run(strained()).energy_per_atom, 1e-12);
}

TEST(ChgnetLaws, bonds_and_angles_appear_at_the_cutoffs_without_a_jump) {
  for (const double a : {3.0, 6 / std::sqrt(2.0), 6 / std::sqrt(3.0)}) {  // neighbours of a cubic cell at 3 Å, and at 6 Å
    const auto at = [](double length) { return exact().run(crystals::cubic(length, {29}, {{0, 0, 0}})); };
    const Network::Result inside = at(a - 1e-6), outside = at(a + 1e-6);
    EXPECT_NEAR(inside.energy_per_atom, outside.energy_per_atom, 1e-5);
    expect_near(inside.fields.stress, outside.fields.stress, 1e-3, "stress");
  }
}

// Version 0.2.0 adds its bias to the bonds of a crystal that has angles. Its company must not matter; in the original all
// get it as soon as one of a batch has an angle.
TEST(ChgnetWithUpdateBias, jumps_where_a_crystal_loses_its_last_angle_whatever_its_company) {
  Network network(Precision::kDouble, "chgnet-0-2-0");
  const auto at = [](double bond) { return crystals::rock_salt(2 * bond, 19, 35); };
  const std::vector<CrystalTables> tables{network.tables(at(3 - 1e-5)), network.tables(at(3 + 1e-5)), network.tables(strained())};
  ASSERT_FALSE(tables[0].angles.empty());
  ASSERT_TRUE(tables[1].angles.empty());
  std::vector<double> alone;
  for (const CrystalTables& one : tables) {
    const CrystalTables* view = &one;
    for (const double energy : network.engine().run({&view, 1}, true).site_energies) alone.push_back(energy);
  }
  std::vector<const CrystalTables*> views;
  for (const CrystalTables& one : tables) views.push_back(&one);
  EXPECT_THAT(network.engine().run(views, true).site_energies, testing::Pointwise(testing::DoubleNear(1e-10), alone));
  // chgnet 0.4.2 in float64: 0.34610 eV an atom more without angles.
  EXPECT_NEAR((alone[2] + alone[3] - alone[0] - alone[1]) / 2, 0.3461, 1e-3);
}

}  // namespace
}  // namespace furui
