// The fused path against automatic differentiation in double precision, class by class; and the basis functions' slopes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "chgnet_package.h"             // for package, read
#include "crystals.h"                   // for random_crystal
#include "predict/chgnet_basis.h"       // for radial_basis, angular_basis
#include "predict/crystal_predictor.h"  // for golden_crystals

namespace furui {
namespace {

// Crystals of the golden set, crystals without symmetry, one whose every bond is long, and one short bond without an angle.
std::vector<CrystalTables> tables_to_compare(const std::string& name, const GraphLimits& limits) {
  auto crystals = golden_crystals(chgnet::read(chgnet::package(name) / "golden.jsonl"));
  std::mt19937 random(31);
  for (std::size_t atoms : {1, 5, 17, 49, 97}) crystals.push_back(crystals::random_crystal(atoms, random));
  crystals.push_back(crystals::cubic(4.5, {19}, {{0, 0, 0}}));
  crystals.push_back(crystals::cubic(9, {8, 8}, {{0, 0, 0}, {0.13, 0, 0}}));
  std::vector<CrystalTables> tables;
  for (const Crystal& crystal : crystals) tables.push_back(crystal_tables(std::get<CrystalGraph>(crystal_graph(crystal, limits))));
  return tables;
}

void expect_close(const std::vector<double>& got, const std::vector<double>& wanted, double absolute, double share, const std::string& what) {
  ASSERT_EQ(got.size(), wanted.size()) << what;
  double largest = 0;
  for (const double x : wanted) largest = std::max(largest, std::abs(x));
  for (std::size_t i = 0; i < got.size(); ++i) ASSERT_NEAR(got[i], wanted[i], absolute + share * largest) << what << ", class " << i;
}

class GoldenChgnetFused : public testing::TestWithParam<std::string> {};

TEST_P(GoldenChgnetFused, gives_what_automatic_differentiation_gives_in_double_precision) {
  const PackageFiles files = read_package(chgnet::package(GetParam()));
  const Network& stated = files.manifest.networks[0];
  const ChgnetParameters parameters = parse_chgnet_parameters(stated.parameters_json, stated.name);
  const Safetensors weights(files.weights);
  const ChgnetWeights views = take_chgnet_weights(weights, stated.name, parameters);
  ASSERT_TRUE(fits_cpu_engine(parameters));
  const auto fused = make_chgnet_cpu_engine(parameters, views);
  const auto exact = make_chgnet_torch_engine(parameters, views, "cpu", Precision::kDouble);
  const auto tables = tables_to_compare(GetParam(), chgnet::limits_of(parameters));
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const std::string where = "crystal " + std::to_string(i) + ": ";
    const CrystalTables* view = &tables[i];
    const ChgnetOutputs got = fused->run({&view, 1}, true), wanted = exact->run({&view, 1}, true);
    expect_close(got.site_energies, wanted.site_energies, 1e-5, 0, where + "site energies");
    expect_close(got.magnetic_moments, wanted.magnetic_moments, 1e-5, 0, where + "moments");
    expect_close(got.length_slopes, wanted.length_slopes, 2e-6, 2e-5, where + "length slopes");
    // Along the angle: near 0° and 180° a cosine's slope is 700 times that, with its rounding, and meets a change of zero.
    const auto along_angle = [&](std::vector<double> slopes) {
      for (std::size_t a = 0; a < slopes.size(); ++a) slopes[a] *= std::sqrt(1 - std::pow(tables[i].cosines[a] * (1 - 1e-6), 2));
      return slopes;
    };
    expect_close(along_angle(got.cosine_slopes), along_angle(wanted.cosine_slopes), 2e-6, 2e-5, where + "angle slopes");
    const ChgnetOutputs energy = fused->run({&view, 1}, false);
    EXPECT_EQ(energy.site_energies, got.site_energies) << where;
    for (const int threads : {1, 2, 3}) {
      ThreadPool pool(threads);
      const ChgnetOutputs wide = fused->run_wide(tables[i], true, pool);
      EXPECT_EQ(wide.site_energies, got.site_energies) << where << threads << " threads";
      EXPECT_EQ(wide.magnetic_moments, got.magnetic_moments) << where << threads << " threads";
      EXPECT_EQ(wide.length_slopes, got.length_slopes) << where << threads << " threads";
      EXPECT_EQ(wide.cosine_slopes, got.cosine_slopes) << where << threads << " threads";
    }
    EXPECT_TRUE(energy.length_slopes.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Package, GoldenChgnetFused, testing::ValuesIn(chgnet::packages()), chgnet::test_name);

TEST(ChgnetFused, leaves_other_widths_to_the_other_path) {
  ChgnetParameters parameters{.elements = 94, .width = 64, .layers = 4, .radial = 31, .angular = 31, .readout_hidden = {64, 64}};
  EXPECT_TRUE(fits_cpu_engine(parameters));
  parameters.readout_hidden = {64, 32};
  EXPECT_FALSE(fits_cpu_engine(parameters));
  parameters = {.elements = 94, .width = 64, .layers = 4, .radial = 33, .angular = 31, .readout_hidden = {64}};
  EXPECT_FALSE(fits_cpu_engine(parameters));
  parameters = {.elements = 94, .width = 32, .layers = 4, .radial = 31, .angular = 31, .readout_hidden = {32}};
  EXPECT_FALSE(fits_cpu_engine(parameters));
}

TEST(ChgnetBasis, slopes_are_those_of_the_functions) {
  const std::vector<float> frequencies{3.1f, 6.3f, 9.5f};
  constexpr double kStep = 1e-3;  // values are float32
  for (const double r : {0.9, 2.0, 2.9, 5.5}) {
    float below[3], above[3], unused[3], values[3], slopes[3];
    radial_basis(r, 6, 8, frequencies, values, slopes);
    radial_basis(r - kStep, 6, 8, frequencies, below, unused);
    radial_basis(r + kStep, 6, 8, frequencies, above, unused);
    for (int k = 0; k < 3; ++k) EXPECT_NEAR(slopes[k], (above[k] - below[k]) / (2 * kStep), 3e-4) << r << ", " << k;
  }
  for (const double c : {-0.9, -0.1, 0.0, 0.7}) {
    float below[7], above[7], unused[7], values[7], slopes[7];
    angular_basis(c, frequencies, values, slopes);
    angular_basis(c - kStep, frequencies, below, unused);
    angular_basis(c + kStep, frequencies, above, unused);
    for (int k = 0; k < 7; ++k) EXPECT_NEAR(slopes[k], (above[k] - below[k]) / (2 * kStep), 2e-3) << c << ", " << k;
    EXPECT_NEAR(values[0], 0.3989423, 1e-6);
  }
}

TEST(ChgnetBasis, is_zero_beyond_the_cutoff_and_finite_at_collinear_bonds) {
  const std::vector<float> frequencies{3.1f};
  float value, slope, values[3], slopes[3];
  radial_basis(6.0000001, 6, 8, frequencies, &value, &slope);
  EXPECT_EQ(value, 0);
  EXPECT_EQ(slope, 0);
  for (const double c : {-1.0, 1.0}) {
    angular_basis(c, frequencies, values, slopes);
    for (int k = 0; k < 3; ++k) EXPECT_TRUE(std::isfinite(slopes[k]));
  }
}

}  // namespace
}  // namespace furui
