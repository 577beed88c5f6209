// Holds the transforms to PUMAS's values, to their textbooks, and to messages that help.
#include "rank/desirability.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <random>
#include <sstream>

#include "core/error.h"    // for Error
#include "core/profile.h"  // for parse_profile

namespace furui {
namespace {

using testing::AllOf;
using testing::HasSubstr;

Transform transform_of(const std::string& toml) {
  return parse_profile("name = \"t\"\n[[objective]]\nproperty = \"x\"\ntransform = { " + toml + " }\n").objectives.at(0).transform;
}

Desirability curve(const std::string& toml) { return make_desirability(transform_of(toml), "profile 't' line 4"); }

std::string complaint(const std::string& toml) {
  try {
    curve(toml);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    return error.what();
  }
  ADD_FAILURE() << "no error for " << toml;
  return {};
}

TEST(Desirability, EqualsPumas) {
  std::ifstream file(std::string(FURUI_SOURCE_DIR) + "/tests/unit/rank/golden/desirability.tsv");
  ASSERT_TRUE(file) << "the golden set is part of the repository";
  std::size_t compared = 0;
  for (std::string line; std::getline(file, line);) {
    std::istringstream cells(line);
    std::string toml, value, expected;
    std::getline(cells, toml, '\t');
    const Desirability desirability = curve(toml);
    while (std::getline(cells, value, '\t') && std::getline(cells, expected, '\t')) {
      EXPECT_NEAR(desirability(std::stod(value)), std::stod(expected), 1e-12) << toml << " at " << value;
      ++compared;
    }
  }
  EXPECT_EQ(compared, 22u * 15u);
}

TEST(Desirability, LogisticIsOneFifthAtBadAndFourFifthsAtGood) {
  const Desirability rising = curve("type = \"logistic\", bad = -6.0, good = -3.0");
  EXPECT_NEAR(rising(-6.0), 0.2, 1e-15);
  EXPECT_NEAR(rising(-4.5), 0.5, 1e-15);
  EXPECT_NEAR(rising(-3.0), 0.8, 1e-15);
  const Desirability falling = curve("type = \"logistic\", bad = 0.7, good = 0.3");
  EXPECT_NEAR(falling(0.7), 0.2, 1e-15);
  EXPECT_NEAR(falling(0.3), 0.8, 1e-15);
  EXPECT_EQ(rising(-1e30), 0.0);
  EXPECT_EQ(rising(1e30), 1.0);
}

TEST(Desirability, DerringerFollowsEquationsTwoAndThree) {
  const Desirability one_sided = curve("type = \"derringer\", low = 120, target = 170, s = 2");  // Derringer & Suich 1980, Y1
  EXPECT_EQ(one_sided(120), 0);
  EXPECT_NEAR(one_sided(129.5), 0.19 * 0.19, 1e-15);
  EXPECT_EQ(one_sided(170), 1);
  EXPECT_EQ(one_sided(300), 1);
  const Desirability two_sided = curve("type = \"derringer\", low = 400, target = 500, high = 600, t = 0.5");  // Y3's limits
  EXPECT_EQ(two_sided(400), 0);
  EXPECT_NEAR(two_sided(465.7), 0.657, 1e-12);
  EXPECT_EQ(two_sided(500), 1);
  EXPECT_NEAR(two_sided(575), 0.5, 1e-15);
  EXPECT_EQ(two_sided(600), 0);
  const Desirability smaller_is_better = curve("type = \"derringer\", target = 1, high = 3");
  EXPECT_EQ(smaller_is_better(-10), 1);
  EXPECT_NEAR(smaller_is_better(1.5), 0.75, 1e-15);
  EXPECT_EQ(smaller_is_better(3), 0);
}

TEST(Desirability, HarringtonHasTheValuesOfItsPaper) {
  const Desirability two_sided = curve("type = \"harrington\", low = 2, high = 6, n = 2");
  EXPECT_EQ(two_sided(4), 1);
  EXPECT_NEAR(two_sided(2), std::exp(-1.0), 1e-15);  // 0.37 at both limits of the specification
  EXPECT_NEAR(two_sided(6), std::exp(-1.0), 1e-15);
  EXPECT_NEAR(two_sided(5), std::exp(-0.25), 1e-15);
  // With d = 0.2 at 0 and d = 0.8 at 10: b0 = -ln(-ln 0.2), b1 = (-ln(-ln 0.8) - b0) / 10.
  const Desirability one_sided = curve("type = \"harrington\", b0 = -0.47588499532711054, b1 = 0.19758249820866264");
  EXPECT_NEAR(one_sided(0), 0.2, 1e-12);
  EXPECT_NEAR(one_sided(10), 0.8, 1e-12);
  EXPECT_EQ(one_sided(-1e30), 0);
  EXPECT_EQ(one_sided(1e30), 1);
}

TEST(Desirability, GaussianIsItsDensityScaledToOne) {
  const Desirability gaussian = curve("type = \"gaussian\", target = 2, sigma = 0.5");
  EXPECT_EQ(gaussian(2), 1);
  EXPECT_NEAR(gaussian(2.5), 0.60653065971263342, 1e-15);
  EXPECT_NEAR(gaussian(1), 0.13533528323661270, 1e-15);
}

TEST(Desirability, ExponentialDecayIsReinvents) {
  const Desirability decay = curve("type = \"exponential_decay\", k = 0.5");
  EXPECT_DOUBLE_EQ(decay(2), std::exp(-1));
  EXPECT_EQ(decay(0), 1);
  EXPECT_EQ(decay(-3), 1);
  EXPECT_THAT(complaint("type = \"exponential_decay\", k = 0.0"), HasSubstr("'k'"));
}

// As an endpoint of a REINVENT 4 configuration has them.
TEST(Desirability, ReinventsTransformsArePastedAsTheyAre) {
  const Profile profile = parse_profile(R"(
name = "pasted"
[[objective]]
property = "QED"
weight = 0.5
transform.type = "DoubleSigmoid"
transform.high = 500.0
transform.low = 200.0
transform.coef_div = 500.0
transform.coef_si = 20.0
transform.coef_se = 20.0
)");
  const Desirability pasted = make_desirability(profile.objectives[0].transform, "");
  const Desirability written = curve("type = \"double_sigmoid\", low = 200.0, high = 500.0, coef_div = 500.0, coef_si = 20.0, coef_se = 20.0");
  for (const double x : {0.0, 190.0, 205.0, 350.0, 480.0, 530.0}) EXPECT_EQ(pasted(x), written(x));
  EXPECT_EQ(curve("type = \"ReverseSigmoid\", low = 0.0, high = 1.0, k = 0.5")(0.3), curve("type = \"reverse_sigmoid\", low = 0.0, high = 1.0, k = 0.5")(0.3));
}

TEST(Desirability, ValueMappingHoldsItsValuesAndMissesTheRest) {
  const Desirability mapping = curve("type = \"value_mapping\", mapping = { 0 = 1.0, 1 = 0.5, \"2.5\" = 0.1, -1 = 0 }");
  EXPECT_EQ(mapping(0), 1.0);
  EXPECT_EQ(mapping(1), 0.5);
  EXPECT_EQ(mapping(2.5), 0.1);
  EXPECT_EQ(mapping(-1), 0.0);
  EXPECT_TRUE(std::isnan(mapping(2)));
}

TEST(Desirability, AValuePrintedAsTheLimitMeetsIt) {
  const double tenth = 0.1f;  // 0.10000000149…, printed as 0.1
  EXPECT_EQ(curve("type = \"left_step\", low = 0.1")(tenth), 1);
  EXPECT_EQ(curve("type = \"step\", low = 0.0, high = 0.1")(tenth), 1);
  EXPECT_EQ(curve("type = \"right_step\", high = 0.7")(0.7f), 1);
  EXPECT_EQ(curve("type = \"value_mapping\", mapping = { \"0.1\" = 0.4 }")(tenth), 0.4);
}

TEST(Desirability, StaysInZeroToOneForEveryFloat) {
  std::mt19937 random(7);
  for (const char* toml : {"type = \"logistic\", bad = 1e-30, good = 2e-30", "type = \"linear\", knots = [[-1e30, 0], [1e30, 1]]",
                           "type = \"sigmoid\", low = 0, high = 1e-20, k = 1e6", "type = \"gaussian\", target = 0, sigma = 1e-30",
                           "type = \"double_sigmoid\", low = 1, high = 3, coef_div = 1e-20",
                           "type = \"derringer\", low = -1e38, target = 0, high = 1e38, s = 100, t = 0.01",
                           "type = \"harrington\", low = 0, high = 1e-20, n = 9", "type = \"harrington\", b0 = 1e300, b1 = -1e30"}) {
    const Desirability desirability = curve(toml);
    for (int i = 0; i < 20000; ++i) {
      const std::uint32_t bits = random();
      float value;
      static_assert(sizeof value == sizeof bits);
      std::memcpy(&value, &bits, sizeof value);
      if (!std::isfinite(value)) continue;
      const double d = desirability(value);
      ASSERT_TRUE(d >= 0 && d <= 1) << toml << " at " << value << " gives " << d;
    }
  }
}

TEST(Desirability, AnUnknownTransformNamesTheNearestAndAll) {
  EXPECT_THAT(complaint("type = \"logistc\", bad = 1"), AllOf(HasSubstr("profile 't' line 4"), HasSubstr("unknown transform 'logistc'"),
                                                             HasSubstr("did you mean 'logistic'?"), HasSubstr("value_mapping")));
  EXPECT_TRUE(std::is_sorted(transform_types().begin(), transform_types().end()));
  EXPECT_EQ(transform_types().size(), 13u);
}

struct Wrong {
  const char* toml;
  const char* says;
};

class WrongParameters : public testing::TestWithParam<Wrong> {};

TEST_P(WrongParameters, AreSaidByName) { EXPECT_THAT(complaint(GetParam().toml), HasSubstr(GetParam().says)); }

INSTANTIATE_TEST_SUITE_P(Desirability, WrongParameters, testing::Values(
    Wrong{"type = \"logistic\", bad = 1", "'good' is missing"},
    Wrong{"type = \"logistic\", bad = 1, god = 2", "unknown parameter 'god'; did you mean 'good'? (known: bad, good)"},
    Wrong{"type = \"logistic\", bad = 1, good = 1", "both 1; expected two values"},
    Wrong{"type = \"logistic\", bad = 0, good = 1e-310", "too close together"},
    Wrong{"type = \"logistic\", bad = 1, good = 2, knots = [[1, 1]]", "takes no knots"},
    Wrong{"type = \"linear\", knots = [[1, 1]]", "1 entries; expected 2 or more"},
    Wrong{"type = \"linear\", knots = [[2, 1], [1, 0]]", "1 after 2; expected rising values"},
    Wrong{"type = \"linear\", knots = [[1, 1], [1, 0]]", "expected rising values"},
    Wrong{"type = \"linear\", knots = [[1, 1], [2, 1.5]]", "the desirability 1.5; expected a number from 0 to 1"},
    Wrong{"type = \"linear\", knots = [[1, 1], [2, nan]]", "expected a number from 0 to 1"},
    Wrong{"type = \"linear\", knots = [[1, 1], [inf, 0]]", "not finite"},
    Wrong{"type = \"linear\", knots = [[1, 1], [2, 0]], bad = 1", "unknown parameter 'bad'"},
    Wrong{"type = \"sigmoid\", low = 2, high = 1, k = 1", "'low' is 2 and 'high' 1; expected 'low' below 'high'"},
    Wrong{"type = \"sigmoid\", low = 0, high = 1, k = 0", "'k' is 0; expected a number above 0"},
    Wrong{"type = \"double_sigmoid\", low = 0, high = 1, coef_div = -1", "'coef_div' is -1; expected 0 or more"},
    Wrong{"type = \"double_sigmoid\", low = 0, high = 1, coef_si = 0", "'coef_si' is 0"},
    Wrong{"type = \"step\", low = 2, high = 1", "expected 'low' below 'high'"},
    Wrong{"type = \"right_step\", low = 1", "the parameter 'high' is missing"},
    Wrong{"type = \"linear\", knots = [[-1e308, 0], [1e308, 1]]", "lie too far apart for a line"},
    Wrong{"type = \"value_mapping\", mapping = { 1 = 0.5, \"1.0\" = 0.6 }", "the value 1 twice"},
    Wrong{"type = \"value_mapping\"", "0 entries; expected 1 or more"},
    Wrong{"type = \"derringer\", target = 1", "expected 'low' (larger is better), 'high' (smaller is better) or both"},
    Wrong{"type = \"derringer\", low = 1", "'target' is missing"},
    Wrong{"type = \"derringer\", low = 1, target = 1", "expected 'low' below 'target'"},
    Wrong{"type = \"derringer\", low = 0, target = 1, t = 2", "'t' shapes the fall to 'high', which is missing"},
    Wrong{"type = \"derringer\", low = 0, target = 1, s = 0", "'s' is 0"},
    Wrong{"type = \"harrington\", low = 0, high = 1", "'n' is missing"},
    Wrong{"type = \"harrington\", b0 = 0, b1 = 0", "'b1' is 0"},
    Wrong{"type = \"gaussian\", target = 0, sigma = -1", "'sigma' is -1; expected a number above 0"}));

}  // namespace
}  // namespace furui
