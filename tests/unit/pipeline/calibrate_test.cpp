// Calibrators against hand calculations and the laws that they obey.
#include "pipeline/calibrate.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "rank/gaussian.h"  // for normal_quantile

namespace furui {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
constexpr double kZ90 = 1.6448536269514722;  // Abramowitz & Stegun 1964, table 26.5

Calibration scaling(double factor) {
  Calibration calibration;
  calibration.factor = factor;
  return calibration;
}

Calibration isotonic(std::vector<double> x, std::vector<double> y) {
  Calibration calibration;
  calibration.type = CalibrationType::kIsotonic;
  calibration.knot_x = std::move(x);
  calibration.knot_y = std::move(y);
  return calibration;
}

Calibration conformal(double level, double quantile, bool scaled) {
  Calibration calibration;
  calibration.type = CalibrationType::kSplitConformal;
  calibration.level = level;
  calibration.quantile = quantile;
  calibration.scaled = scaled;
  return calibration;
}

/// A manifest of one column a calibrator; a plain regression where there is none.
Manifest manifest_of(const std::vector<std::optional<Calibration>>& calibrations) {
  Manifest manifest;
  for (const auto& calibration : calibrations) {
    Property property;
    property.name = "p" + std::to_string(manifest.properties.size());
    property.calibration = calibration;
    manifest.properties.push_back(property);
  }
  return manifest;
}

Predictions table(std::size_t columns, std::vector<float> value, std::vector<float> std) {
  Predictions result;
  result.rows = value.size() / columns;
  result.columns = columns;
  result.value = std::move(value);
  result.std = std::move(std);
  result.domain.assign(result.rows, Domain::kUnknown);
  result.rejection.resize(result.rows);
  return result;
}

std::vector<std::uint32_t> bits(const std::vector<float>& numbers) {
  std::vector<std::uint32_t> result;
  for (const float number : numbers) result.push_back(std::bit_cast<std::uint32_t>(number));
  return result;
}

TEST(ZScaling, MultipliesTheStandardDeviationAndLeavesTheValue) {
  const CalibratedValue result = calibrated(scaling(2.5), {-3.25F, 0.5F});
  EXPECT_EQ(result.value, -3.25F);
  EXPECT_EQ(result.std, 1.25F);
}

TEST(ZScaling, ByOneChangesNoBit) {
  const std::vector<float> value{0.1F, -7.3F, 1e-30F}, std{0.3F, 1e-20F, 0.0F};
  Predictions predictions = table(1, value, std);
  calibrate(manifest_of({scaling(1)}), predictions);
  EXPECT_EQ(bits(predictions.value), bits(value));
  EXPECT_EQ(bits(predictions.std), bits(std));
}

TEST(ZScaling, ByTheTrueFactorRecoversTheCoverageOfAGaussian) {
  constexpr int kRows = 10'000;
  const float said = 0.4F;  // errors are three times as wide
  for (const auto& [factor, share] : {std::pair{1.0, 0.4165}, std::pair{3.0, 0.9}}) {
    const double half = kZ90 * calibrated(scaling(factor), {0, said}).std;
    int within = 0;
    for (int i = 0; i < kRows; ++i) within += std::abs(3 * 0.4 * normal_quantile((i + 0.5) / kRows)) <= half;
    EXPECT_NEAR(within / double{kRows}, share, 1e-3) << factor;
  }
}

TEST(Isotonic, LiesOnTheLinesBetweenItsKnotsAndIsClampedBeyondTheEnds) {
  const Calibration calibration = isotonic({0.25, 0.5, 0.75}, {0.125, 0.125, 0.625});
  for (const auto& [raw, expected] : {std::pair{0.0F, 0.125F}, {0.25F, 0.125F}, {0.375F, 0.125F}, {0.5F, 0.125F}, {0.625F, 0.375F},
                                      {0.6875F, 0.5F}, {0.75F, 0.625F}, {1.0F, 0.625F}})
    EXPECT_EQ(calibrated(calibration, {raw, kNone}).value, expected) << raw;
  EXPECT_TRUE(std::isnan(calibrated(calibration, {0.6F, kNone}).std));
}

TEST(Isotonic, CarriesTheSpreadThroughAsHalfOfHowFarItsEndsLieApart) {
  const Calibration calibration = isotonic({0, 0.5, 1}, {0, 0.25, 1});
  EXPECT_FLOAT_EQ(calibrated(calibration, {0.25F, 0.125F}).std, 0.0625F) << "half as steep, half the spread";
  EXPECT_FLOAT_EQ(calibrated(calibration, {0.75F, 0.125F}).std, 0.1875F);
  EXPECT_FLOAT_EQ(calibrated(calibration, {0.875F, 0.25F}).std, (1 - 0.4375F) / 2) << "1.125 is clamped to 1";
  EXPECT_FLOAT_EQ(calibrated(calibration, {0.5F, 0.0F}).std, 0.0F);
}

TEST(Isotonic, NeverFallsAndTheDiagonalIsTheIdentity) {
  const Calibration crooked = isotonic({0.1, 0.13, 0.77, 0.9}, {0.03, 1.0 / 3, 1.0 / 3 + 1e-16, 0.99});
  const Calibration diagonal = isotonic({0, 1}, {0, 1});
  float last = 0;
  for (int i = 0; i <= 100'000; ++i) {
    const float raw = static_cast<float>(i) * 1e-5F;
    const float now = calibrated(crooked, {raw, kNone}).value;
    ASSERT_GE(now, last) << raw;
    ASSERT_EQ(calibrated(diagonal, {raw, kNone}).value, raw);
    last = now;
  }
}

TEST(SplitConformal, GivesTheGaussianWithItsInterval) {
  const CalibratedValue wide = calibrated(conformal(0.9, 1.25, false), {2.5F, kNone});
  EXPECT_EQ(wide.value, 2.5F);
  EXPECT_FLOAT_EQ(wide.std, static_cast<float>(1.25 / kZ90));
  EXPECT_FLOAT_EQ(calibrated(conformal(0.95, 1.25, false), {2.5F, 9.0F}).std, 1.25F / 1.9599640F) << "not of the model's own spread";
  EXPECT_FLOAT_EQ(calibrated(conformal(0.9, 2, true), {2.5F, 0.3F}).std, static_cast<float>(0.6 / kZ90));
}

TEST(SplitConformal, GivesAStandardDeviationWhereTheModelHasNone) {
  Predictions predictions = table(2, {1, 2, 3, 4, 5, kNone}, {});
  predictions.rejection[1] = Rejection{Stage::kPredict, Reason::kNonfiniteOutput, ""};
  calibrate(manifest_of({std::nullopt, conformal(0.9, kZ90, false)}), predictions);
  ASSERT_EQ(predictions.std.size(), 6U);
  EXPECT_FLOAT_EQ(predictions.std[1], 1);
  for (const std::size_t cell : {0, 2, 3, 4, 5}) EXPECT_TRUE(std::isnan(predictions.std[cell])) << cell;
  EXPECT_EQ(bits(predictions.value), bits({1, 2, 3, 4, 5, kNone}));
}

TEST(Calibrate, LeavesRejectedRowsAndNaNAsTheyAre) {
  const std::vector<float> value{0.5F, kNone, 0.5F}, std{0.1F, kNone, 0.1F};
  Predictions predictions = table(1, value, std);
  predictions.rejection[0] = Rejection{Stage::kPredict, Reason::kUnsupportedElement, ""};
  calibrate(manifest_of({isotonic({0, 1}, {0.5, 1})}), predictions);
  EXPECT_EQ(bits({predictions.value[0], predictions.value[1], predictions.std[0], predictions.std[1]}), bits({value[0], value[1], std[0], std[1]}));
  EXPECT_EQ(predictions.value[2], 0.75F);
}

TEST(Calibrate, WithoutACalibratorChangesNoBit) {
  const std::vector<float> value{0.1F, -0.0F, kNone, 3e38F};
  Predictions predictions = table(2, value, {});
  calibrate(manifest_of({std::nullopt, std::nullopt}), predictions);
  EXPECT_EQ(bits(predictions.value), bits(value));
  EXPECT_TRUE(predictions.std.empty());
}

TEST(Calibrate, GivesARowTheSameBitsAloneAndInCompany) {
  const Manifest manifest = manifest_of({scaling(1.7), isotonic({0.1, 0.3, 0.8}, {0.0, 0.6, 0.9})});
  std::vector<float> value, std;
  for (int i = 0; i < 200; ++i) {
    value.push_back(std::fmod(static_cast<float>(i) * 0.37F, 1.0F));
    std.push_back(std::fmod(static_cast<float>(i) * 0.11F, 0.3F));
  }
  Predictions together = table(2, value, std);
  calibrate(manifest, together);
  for (std::size_t row = 0; row < together.rows; ++row) {
    const auto first = static_cast<std::ptrdiff_t>(2 * row);
    Predictions alone = table(2, {value.begin() + first, value.begin() + first + 2}, {std.begin() + first, std.begin() + first + 2});
    calibrate(manifest, alone);
    ASSERT_EQ(bits(alone.value), bits({together.value[2 * row], together.value[2 * row + 1]}));
    ASSERT_EQ(bits(alone.std), bits({together.std[2 * row], together.std[2 * row + 1]}));
  }
}

}  // namespace
}  // namespace furui
