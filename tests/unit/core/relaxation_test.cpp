// Relaxation settings: their ranges, their stored form, and how a profile states them.
#include "core/relaxation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/error.h"    // for Error
#include "core/profile.h"  // for parse_profile

namespace furui {
namespace {

using testing::HasSubstr;

std::string refusal(const RelaxationSettings& settings) {
  try {
    check(settings);
  } catch (const Error& error) {
    return error.field() + " | " + error.what();
  }
  return "accepted";
}

TEST(RelaxationSettings, AreReadAsTheyWereWritten) {
  const RelaxationSettings settings{.force_tolerance = 0.031, .max_steps = 12, .optimizer = Optimizer::kLbfgs, .relax_cell = false,
                                    .keep_symmetry = false, .symmetry_tolerance = 0.01, .pressure_gpa = -2.5, .max_seconds = 7};
  EXPECT_EQ(parse_relaxation_settings(to_json(settings)), settings);
  EXPECT_EQ(parse_relaxation_settings(to_json({})), RelaxationSettings{});
  EXPECT_EQ(in_words({}), "FIRE to 0.1 eV/angstrom on atoms and cell, at most 500 steps, symmetry kept");
  EXPECT_EQ(in_words({.max_steps = 20, .optimizer = Optimizer::kLbfgs, .relax_cell = false, .keep_symmetry = false, .pressure_gpa = 1.5}),
            "L-BFGS to 0.1 eV/angstrom on atoms in a fixed cell, at most 20 steps, under 1.5 GPa, symmetry not kept");
  EXPECT_THROW(parse_relaxation_settings("{}"), Error);
  EXPECT_THROW(parse_relaxation_settings("no"), Error);
}

TEST(RelaxationSettings, OutOfTheirRangeAreRefusedByName) {
  EXPECT_EQ(refusal({}), "accepted");
  EXPECT_EQ(refusal({.max_steps = 0}), "accepted");
  EXPECT_THAT(refusal({.relax_cell = false, .pressure_gpa = 1}), HasSubstr("pressure_gpa | 'pressure_gpa': a pressure does nothing to a fixed cell"));
  EXPECT_EQ(refusal({.force_tolerance = 0}), "force_tolerance | 'force_tolerance': expected 1e-05 to 10 eV/angstrom, got 0");
  EXPECT_THAT(refusal({.force_tolerance = NAN}), HasSubstr("got no finite number"));
  EXPECT_THAT(refusal({.max_steps = -1}), HasSubstr("'max_steps': expected 0 to 100000, got -1"));
  EXPECT_THAT(refusal({.symmetry_tolerance = 0.6}), HasSubstr("symmetry_tolerance"));
  EXPECT_THAT(refusal({.pressure_gpa = INFINITY}), HasSubstr("pressure_gpa"));
  EXPECT_THAT(refusal({.max_seconds = 0.5}), HasSubstr("max_seconds"));
}

const std::string kProfile = "name = \"stable\"\n[[objective]]\nproperty = \"energy_per_atom\"\ntransform = { type = \"logistic\", bad = 0, good = -5 }\n";

TEST(RelaxationSettings, AreASectionOfAProfile) {
  EXPECT_FALSE(parse_profile(kProfile).relaxation);
  const Profile profile = parse_profile(kProfile + "[relaxation]\nmodel = \"chgnet\"\nforce_tolerance = 0.05\noptimizer = \"lbfgs\"\nfixed_cell = true\n");
  ASSERT_TRUE(profile.relaxation);
  EXPECT_EQ(profile.relaxation->model, "chgnet");
  EXPECT_EQ(profile.relaxation->settings, (RelaxationSettings{.force_tolerance = 0.05, .optimizer = Optimizer::kLbfgs, .relax_cell = false}));
  EXPECT_EQ(profile.relaxation->line, 5);
}

TEST(RelaxationSettings, OfAProfileAreRefusedWithTheirLine) {
  const auto complaint = [](const std::string& lines) {
    try {
      parse_profile(kProfile + "[relaxation]\n" + lines);
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
  };
  EXPECT_THAT(complaint("fmax = 0.1\nmodel = \"chgnet\"\n"), HasSubstr("line 6: "));
  EXPECT_THAT(complaint("force_tolerance = 0.1\n"), HasSubstr("model"));
  EXPECT_THAT(complaint("model = \"chgnet\"\nforce_tolerance = 0\n"), HasSubstr("line 7: "));
  EXPECT_THAT(complaint("model = \"chgnet\"\noptimizer = \"bfgs\"\n"), HasSubstr("fire"));
  EXPECT_THAT(complaint("model = \"chgnet\"\nfixed_cell = true\npressure_gpa = 3\n"), HasSubstr("line 8: 'pressure_gpa' does nothing to a fixed cell"));
}

}  // namespace
}  // namespace furui
