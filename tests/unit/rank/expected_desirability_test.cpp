// Expected desirabilities against plain numerical integration, for every transform.
#include "rank/expected_desirability.h"

#include <gtest/gtest.h>

#include <cmath>

#include "curves.h"
#include "rank/gaussian.h"

namespace furui {
namespace {

/// Trapezoidal rule with 80,000 steps over 9 std on both sides; where a curve jumps it errs by a step's share.
PowerMoments integrated(const ExpectedDesirability& curve, double power, double mean, double std) {
  constexpr int kSteps = 80'000;
  PowerMoments moments;
  for (int step = 0; step <= kSteps; ++step) {
    const double z = -9 + 18.0 * step / kSteps;
    const double share = normal_density(z) * 18.0 / kSteps;
    const double d = std::pow(curve.at(mean + std * z), power);
    moments.first += share * d;
    moments.second += share * d * d;
  }
  return moments;
}

struct Case {
  double power, floor;
};

class Expected : public testing::TestWithParam<Case> {};

TEST_P(Expected, AgreesWithIntegrationForEveryTransformMeanAndStd) {
  for (const std::string& transform : continuous_transforms()) {
    const ExpectedDesirability curve(curve_of(transform), GetParam().floor);
    const bool jumps = transform.find("step") != std::string::npos || transform.find("coef_div") != std::string::npos ||
                       transform.find("low = 0.5, high = 0.5") != std::string::npos;
    for (const double mean : {-3.0, -0.4, 0.25, 1.7}) {
      for (const double std : {0.001, 0.1, 0.6, 3.0, 40.0}) {
        const PowerMoments ours = curve.moments(GetParam().power, mean, std);
        const PowerMoments plain = integrated(curve, GetParam().power, mean, std);
        const bool roots = GetParam().power < 1 ? transform.find("linear") != std::string::npos || transform.find("derringer") != std::string::npos
                                                : transform.find("t = 0.5") != std::string::npos;
        const double tolerance = jumps ? 2e-4 : roots ? 1e-4 : 2e-6;
        EXPECT_NEAR(ours.first, plain.first, tolerance) << transform << " mean " << mean << " std " << std;
        EXPECT_NEAR(ours.second, plain.second, tolerance) << transform << " mean " << mean << " std " << std;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Powers, Expected, testing::Values(Case{1, 0}, Case{0.2, 0.01}, Case{0.5, 0.05}, Case{2.5, 0}));

TEST(ExpectedDesirability, OfALineIsClosedForm) {
  // d = x on [0, 1]; the value is normal around 0.5: by symmetry the mean is 0.5 for any std.
  const ExpectedDesirability line(curve_of("{ type = \"linear\", knots = [[0.0, 0.0], [1.0, 1.0]] }"), 0);
  EXPECT_NEAR(line.moments(1, 0.5, 0.3).first, 0.5, 1e-15);
  // E[max(Z, 0)] = 1 / sqrt(2 pi), and no value of d = max(Z, 0) / 100 comes near 1.
  const ExpectedDesirability ramp(curve_of("{ type = \"linear\", knots = [[0.0, 0.0], [100.0, 1.0]] }"), 0);
  EXPECT_NEAR(ramp.moments(1, 0, 1).first, 0.00398942280401433, 1e-15);
  EXPECT_NEAR(ramp.moments(1, 0, 1).second, 0.5e-4, 1e-15);  // E[max(Z, 0)^2] = 1/2
  // A step: the probability of being beyond it.
  const ExpectedDesirability step(curve_of("{ type = \"right_step\", high = 1.0 }"), 0);
  EXPECT_NEAR(step.moments(1, 0, 1).first, 0.158655253931457, 1e-14);
}

TEST(ExpectedDesirability, OfCertainValuesIsTheCurve) {
  for (const std::string& transform : continuous_transforms()) {
    const ExpectedDesirability curve(curve_of(transform), 0.01);
    for (double x = -3; x < 3; x += 0.37) {
      EXPECT_EQ(curve.moments(1, x, 0).first, std::max(0.01, curve.curve()(x))) << transform;
      EXPECT_NEAR(curve.moments(1, x, 1e-9).first, curve.moments(1, x, 0).first, 1e-6) << transform << x;
    }
  }
}

TEST(ExpectedDesirability, OfAMappingIgnoresTheStd) {
  const ExpectedDesirability curve(curve_of("{ type = \"value_mapping\", mapping = { 1 = 0.5, 2 = 1.0 } }"), 0);
  EXPECT_EQ(curve.moments(1, 2, 5).first, 1);
  EXPECT_TRUE(std::isnan(curve.at(3)));
}

TEST(ExpectedDesirability, KeepsManyKnots) {
  std::string knots;
  for (int i = 0; i < 400; ++i) knots += (i > 0 ? ", [" : "[") + std::to_string(i / 100.0) + ", " + (i % 2 == 0 ? "0.0" : "1.0") + "]";
  const ExpectedDesirability curve(curve_of("{ type = \"linear\", knots = [" + knots + "] }"), 0.1);
  EXPECT_NEAR(curve.moments(0.5, 2, 0.4).first, integrated(curve, 0.5, 2, 0.4).first, 1e-4);
}

}  // namespace
}  // namespace furui
