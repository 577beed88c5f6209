// Our comparison against pymatgen's StructureMatcher, on crystals of equal formulas and on copies with known changes.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "crystal/crystal_comparison.h"

namespace furui {
namespace {

using Json = nlohmann::json;

std::vector<Json> lines_of(const std::string& name) {
  std::ifstream file(std::string(FURUI_SOURCE_DIR) + "/tests/golden/structure_matcher/" + name);
  std::vector<Json> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(Json::parse(line));
  return lines;
}

std::map<std::string, Crystal> crystals() {
  std::map<std::string, Crystal> all;
  for (const Json& line : lines_of("crystals.jsonl")) {
    Crystal& crystal = all[line.at("name")];
    line.at("lattice").get_to(crystal.lattice);
    line.at("atomic_numbers").get_to(crystal.atomic_numbers);
    line.at("fractional").get_to(crystal.fractional);
  }
  return all;
}

TEST(StructureMatcher, AgreesButForItsCellsLengthsAndItsAveragesOfRepeats) {
  const std::map<std::string, Crystal> all = crystals();
  const std::vector<Json> pairs = lines_of("pairs.jsonl");
  ASSERT_EQ(pairs.size(), 752U);
  const ComparisonTolerance tolerance;
  constexpr double kNoise = 0.02, kRounding = 2e-3;  // angstrom: of the supercells, and of what the files round
  int same = 0, looser_in_strain = 0, lost_in_noise = 0, averaged = 0;
  for (const Json& pair : pairs) {
    const std::string other = pair.at("other"), names = pair.at("one").get<std::string>() + " | " + other;
    const bool fit = pair.at("fit"), noisy_supercell = other.find(", supercell") != std::string::npos;
    const bool noisy = noisy_supercell || other.find(", other cell") != std::string::npos;
    const ComparableCrystal a = comparable(all.at(pair.at("one")), tolerance), b = comparable(all.at(other), tolerance);
    const auto ours = crystal_difference(a, b, tolerance);
    if (!ours) {
      if (!fit) continue;
      // The matcher holds lengths and angles of the one cell that it looks at to its tolerance: a strain along another direction passes.
      ++looser_in_strain;
      EXPECT_NE(other.find(", strained by 4 %"), std::string::npos) << names;
      const auto strained = crystal_difference(all.at(pair.at("one")), all.at(other), {0.06, tolerance.displacement});
      ASSERT_TRUE(strained) << names;
      EXPECT_GT(strained->strain, tolerance.strain) << names;
      EXPECT_LT(strained->largest_displacement_angstrom, 0.01) << names;
      continue;
    }
    ++same;
    EXPECT_TRUE(may_be_same(a, b, tolerance)) << names;
    if (!fit) {
      // Its search for a primitive cell fails on the noise.
      ++lost_in_noise;
      EXPECT_TRUE(noisy_supercell) << names;
      EXPECT_LT(ours->rms_displacement_angstrom, 2 * kNoise) << names;
      continue;
    }
    const double apart = ours->rms_displacement_angstrom - pair.at("rms_angstrom").get<double>();
    if (noisy && all.at(other).size() > a.cells.front().sites.size()) {
      // It divides cells that repeat themselves but for noise, and compares averages; what repeats differ by counts with us.
      ++averaged;
      EXPECT_GT(apart, -kRounding) << names;
      EXPECT_LT(ours->rms_displacement_angstrom, 2 * kNoise) << names;
    } else {
      EXPECT_NEAR(apart, 0, kRounding) << names;
      EXPECT_NEAR(ours->largest_displacement_angstrom, pair.at("largest_angstrom").get<double>(), 2 * kRounding) << names;
    }
  }
  EXPECT_EQ(same, 382);
  EXPECT_EQ(looser_in_strain, 63);
  EXPECT_EQ(lost_in_noise, 2);
  EXPECT_EQ(averaged, 128);
}

}  // namespace
}  // namespace furui
