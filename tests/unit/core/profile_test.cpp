// A profile's text is read strictly: every slip is named with its line and the nearest thing that is known.
#include "core/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"  // for Error

namespace furui {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

const std::string kWhole = R"toml(name = "soluble-and-safe"
title = "Soluble, permeable, low hERG risk"
description = "Why"

[[objective]]
property  = "Solubility_AqSolDB"
unit      = "log10(mol/L)"
transform = { type = "logistic", bad = -6, good = -3.5 }
weight    = 2

[[objective]]
property  = "tpsa"
transform = { type = "linear", knots = [[20, 0], [40.5, 1]] }

[[filter]]
property = "hERG"
unit     = "1"
max      = 0.5

[[filter]]
alerts = ["PAINS", "NIH"]

[aggregation]
type     = "harmonic"
floor    = 0.01
missing  = "fallback"
fallback = 0.25
)toml";

const std::string kObjective =
    "[[objective]]\nproperty = \"hERG\"\ntransform = { type = \"logistic\", bad = 0.7, good = 0.3 }\n";

Error complaint(const std::string& toml) {
  try {
    parse_profile(toml);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    return error;
  }
  ADD_FAILURE() << "no error for\n" << toml;
  return Error(ErrorCode::kAborted, "");
}

TEST(Profile, FiltersByStructureAndDomain) {
  const Profile profile = parse_profile(R"(
name = "p"
[[filter]]
smarts = ["[N+](=O)[O-]", "C=O"]
[[filter]]
required_smarts = ["c"]
[[filter]]
elements = ["C", "Cl", "H"]
[[filter]]
forbidden_elements = ["Si"]
[[filter]]
domain = "borderline"
[diversity]
pick = 24
method = "cluster"
most = 2
similarity = 0.5
)");
  ASSERT_EQ(profile.filters.size(), 5U);
  EXPECT_THAT(profile.filters[0].smarts, ElementsAre("[N+](=O)[O-]", "C=O"));
  EXPECT_EQ(profile.filters[0].line, 4);
  EXPECT_TRUE(profile.filters[0].asks_for_structure());
  EXPECT_THAT(profile.filters[1].required_smarts, ElementsAre("c"));
  EXPECT_THAT(profile.filters[2].elements, ElementsAre(6, 17, 1));
  EXPECT_THAT(profile.filters[3].forbidden_elements, ElementsAre(14));
  EXPECT_EQ(profile.filters[4].domain, Domain::kBorderline);
  EXPECT_FALSE(profile.filters[4].asks_for_structure());
  EXPECT_EQ(profile.diversity.pick, 24U);
  EXPECT_EQ(profile.diversity.pool(), 240U) << "ten times as many";
  EXPECT_EQ(profile.diversity.method, PickMethod::kCluster);
  EXPECT_EQ(profile.diversity.most, 2U);
  EXPECT_EQ(profile.diversity.similarity, 0.5);
}

TEST(Profile, IsReadWhole) {
  const Profile profile = parse_profile(kWhole);
  EXPECT_EQ(profile.name, "soluble-and-safe");
  EXPECT_EQ(profile.title, "Soluble, permeable, low hERG risk");
  EXPECT_EQ(profile.description, "Why");
  ASSERT_EQ(profile.objectives.size(), 2u);
  EXPECT_EQ(profile.objectives[0].property, "Solubility_AqSolDB");
  EXPECT_EQ(profile.objectives[0].unit, "log10(mol/L)");
  EXPECT_EQ(profile.objectives[0].transform.type, "logistic");
  EXPECT_THAT(profile.objectives[0].transform.parameters, ElementsAre(Pair("bad", -6.0), Pair("good", -3.5)));
  EXPECT_EQ(profile.objectives[0].weight, 2);
  EXPECT_EQ(profile.objectives[0].line, 6);
  EXPECT_EQ(profile.objectives[0].transform.line, 8);
  EXPECT_EQ(profile.objectives[1].weight, 1);
  EXPECT_EQ(profile.objectives[1].unit, "");
  EXPECT_THAT(profile.objectives[1].transform.knots, ElementsAre(Pair(20.0, 0.0), Pair(40.5, 1.0)));
  ASSERT_EQ(profile.filters.size(), 2u);
  EXPECT_EQ(profile.filters[0].property, "hERG");
  EXPECT_EQ(profile.filters[0].unit, "1");
  EXPECT_EQ(profile.filters[0].min, std::nullopt);
  EXPECT_EQ(profile.filters[0].max, 0.5);
  EXPECT_EQ(profile.filters[0].line, 16);
  EXPECT_THAT(profile.filters[1].alerts, ElementsAre("PAINS", "NIH"));
  EXPECT_EQ(profile.filters[1].line, 21);
  EXPECT_EQ(profile.aggregation.type, AggregationType::kHarmonic);
  EXPECT_EQ(profile.aggregation.floor, 0.01);
  EXPECT_EQ(profile.aggregation.missing, MissingValue::kFallback);
  EXPECT_EQ(profile.aggregation.fallback, 0.25);
}

TEST(Profile, HasDefaultsThatHideNothing) {
  const Profile profile = parse_profile("name = \"a\"\n" + kObjective);
  EXPECT_EQ(profile.aggregation.type, AggregationType::kGeometric);
  EXPECT_EQ(profile.aggregation.floor, 0);
  EXPECT_EQ(profile.aggregation.missing, MissingValue::kReject);
  EXPECT_EQ(profile.title, "");
}

TEST(Profile, ReadsAMappingInTheOrderOfItsValues) {
  const Profile profile = parse_profile(
      "name = \"a\"\n[[objective]]\nproperty = \"x\"\n[objective.transform]\ntype = \"value_mapping\"\n"
      "mapping = { 10 = 1, 2 = 0.5, \"-0.5\" = 0 }\n");
  EXPECT_THAT(profile.objectives[0].transform.knots, ElementsAre(Pair(-0.5, 0.0), Pair(2.0, 0.5), Pair(10.0, 1.0)));
}

TEST(Profile, NamesItsAggregations) {
  EXPECT_STREQ(to_string(AggregationType::kGeometric), "geometric");
  EXPECT_STREQ(to_string(AggregationType::kArithmetic), "arithmetic");
  EXPECT_STREQ(to_string(AggregationType::kHarmonic), "harmonic");
  EXPECT_STREQ(to_string(AggregationType::kProduct), "product");
  EXPECT_STREQ(to_string(AggregationType::kMinimum), "minimum");
  EXPECT_STREQ(to_string(MissingValue::kReject), "reject");
  EXPECT_STREQ(to_string(MissingValue::kFallback), "fallback");
  EXPECT_STREQ(to_string(MissingValue::kIgnore), "ignore");
  EXPECT_STREQ(to_string(MissingValue::kUncertain), "uncertain");
}

TEST(Profile, EveryNameOfAnAggregationIsReadAsItself) {
  for (const char* type : {"geometric", "arithmetic", "harmonic", "product", "minimum"})
    EXPECT_STREQ(to_string(parse_profile("name = \"a\"\n" + kObjective + "[aggregation]\ntype = \"" + type + "\"\n").aggregation.type), type);
  for (const char* missing : {"reject", "ignore", "uncertain"})
    EXPECT_STREQ(to_string(parse_profile("name = \"a\"\n" + kObjective + "[aggregation]\nmissing = \"" + missing + "\"\n").aggregation.missing), missing);
}

TEST(Profile, AnUnknownKeyNamesLineKeyAndTheNearest) {
  const Error error = complaint("name = \"a\"\n" + kObjective + "wieght = 2\n");
  EXPECT_EQ(error.field(), "objective[0].wieght");
  EXPECT_STREQ(error.what(), "profile line 5: unknown key 'wieght' in [[objective]]; did you mean 'weight'? "
                             "(known keys: property, unit, transform, weight, outcome)");
}

TEST(Profile, TwoModelsMayHaveAPropertyOfOneName) {
  EXPECT_NO_THROW(parse_profile("name = \"a\"\n[[objective]]\nproperty = \"m/x\"\ntransform = { type = \"step\" }\n"
                                "[[objective]]\nproperty = \"n/x\"\ntransform = { type = \"step\" }\n"));
}

TEST(Profile, ThatIsNoTomlNamesItsLine) {
  EXPECT_THAT(complaint("name = \"a\"\n\ntitle = \n").what(), AllOf(HasSubstr("line 3"), HasSubstr("not TOML")));
  EXPECT_THAT(complaint("name = \"a\"\nname = \"b\"\n").what(), HasSubstr("line 2"));
  EXPECT_THROW(parse_profile("name = \"\xff\"\n"), Error);
  EXPECT_THROW(parse_profile(std::string("name = \"a\0b\"", 12)), Error);
  EXPECT_THROW(parse_profile("x = " + std::string(100'000, '[')), Error);
  EXPECT_THROW(parse_profile(std::string(300'000, '#')), Error);
}

TEST(Profile, HoldsOnlySoManyEntries) {
  std::string many = "name = \"a\"\n";
  for (int i = 0; i < 501; ++i) many += "[[filter]]\nproperty = \"x" + std::to_string(i) + "\"\nmin = 0\n";
  EXPECT_THAT(complaint(many).what(), HasSubstr("at most 500"));
}

struct Wrong {
  std::string toml;
  const char* says;
};

class WrongProfile : public testing::TestWithParam<Wrong> {};

TEST_P(WrongProfile, IsSaidWithItsLine) { EXPECT_THAT(complaint(GetParam().toml).what(), HasSubstr(GetParam().says)); }

const std::string kName = "name = \"a\"\n";
const std::string kX = "[[objective]]\nproperty = \"x\"\n";
const std::string kStep = "transform = { type = \"step\", low = 0, high = 1 }\n";

TEST(Profile, TheTopIsATenthUnlessItSaysOtherwise) {
  Uncertainty uncertainty;
  EXPECT_EQ(uncertainty.top_of(0), 0U);
  EXPECT_EQ(uncertainty.top_of(7), 7U);
  EXPECT_EQ(uncertainty.top_of(50), 10U);
  EXPECT_EQ(uncertainty.top_of(194), 19U);
  EXPECT_EQ(uncertainty.top_of(41913), 100U);
  uncertainty.top = 25;
  EXPECT_EQ(uncertainty.top_of(194), 25U);
  EXPECT_EQ(uncertainty.top_of(3), 3U);
}

TEST(Profile, ReadsUncertaintyParetoAndQuality) {
  const Profile profile = parse_profile(kName + kObjective + R"([uncertainty]
propagate = true
policy = "lower_bound"
kappa = 1.5
top = 50
draws = 4000
confidence = 0.95
seed = 7
[[pareto]]
property = "y"
goal = "min"
[[pareto]]
property = "z"
unit = "eV"
goal = "target"
target = 1.5
[quality]
min_r2 = 0.4
min_auroc = 0.7
max_out_of_domain = 0.25
licences = ["MIT", "BSD-3-Clause"]
on_failure = "refuse"
)");
  EXPECT_EQ(profile.uncertainty.policy, Policy::kLowerBound);
  EXPECT_EQ(profile.uncertainty.kappa, 1.5);
  EXPECT_EQ(profile.uncertainty.top, 50U);
  EXPECT_EQ(profile.uncertainty.draws, 4000U);
  EXPECT_EQ(profile.uncertainty.confidence, 0.95);
  EXPECT_EQ(profile.uncertainty.seed, 7);
  ASSERT_EQ(profile.pareto.size(), 2U);
  EXPECT_EQ(profile.pareto[0].goal, Goal::kMinimize);
  EXPECT_EQ(profile.pareto[1].target, 1.5);
  EXPECT_EQ(profile.pareto[1].unit, "eV");
  EXPECT_EQ(profile.quality.min_r2, 0.4);
  EXPECT_EQ(profile.quality.licences.size(), 2U);
  EXPECT_TRUE(profile.quality.refuse);
}

INSTANTIATE_TEST_SUITE_P(Profile, WrongProfile, testing::Values(
    Wrong{"", "profile line 1: the profile has no 'name'; expected a lower-case letter"},
    Wrong{kObjective, "has no 'name'"},
    Wrong{"name = 7\n" + kObjective, "line 1: 'name' in the profile is a number; expected a lower-case letter"},
    Wrong{"name = \"CNS\"\n" + kObjective, "line 1: 'name' is 'CNS'; expected a lower-case letter"},
    Wrong{"name = \"\"\n" + kObjective, "'name' is ''"},
    Wrong{"name = \"a_b\"\n" + kObjective, "'name' is 'a_b'"},
    Wrong{"name = \"" + std::string(64, 'a') + "\"\n" + kObjective, "up to 62"},
    Wrong{"name = \"a\"", "the profile wants nothing"},
    Wrong{kName + "objectve = []\n" + kObjective, "line 2: unknown key 'objectve' in the profile; did you mean 'objective'?"},
    Wrong{kName + "objective = 3\n", "line 2: 'objective' in the profile is a number; expected [[objective]] sections"},
    Wrong{kName + "objective = [1]\n", "'objective' in the profile is a number"},
    Wrong{kName + "[objective]\nproperty = \"x\"\n", "'objective' in the profile is a table; expected [[objective]] sections"},
    Wrong{kName + "aggregation = \"geometric\"\n" + kObjective, "expected an [aggregation] section"},
    Wrong{kName + kObjective + "[uncertainty]\nkappa = 1.0\n", "'kappa' belongs to policy = \"lower_bound\" or \"upper_bound\""},
    Wrong{kName + kObjective + "[uncertainty]\npolicy = \"lower_bond\"\n", "did you mean 'lower_bound'?"},
    Wrong{kName + kObjective + "[uncertainty]\npolicy = \"expected_improvement\"\n", "[uncertainty] has no 'best'"},
    Wrong{kName + kObjective + "[uncertainty]\nbest = 0.5\n", "'best', the score to improve on, belongs to"},
    Wrong{kName + kObjective + "[uncertainty]\ndraws = 5\n", "'draws' is 5; expected a whole number from 32 to 1000000"},
    Wrong{kName + kObjective + "[uncertainty]\ntop = 1.5\n", "'top' in [uncertainty] is a number; expected a whole number"},
    Wrong{kName + kObjective + "[uncertainty]\npropagate = 1\n", "expected true or false"},
    Wrong{kName + kObjective + "[uncertainty]\nconfidence = 0.5\n", "'confidence' is 0.5; expected a number from 0.51 to 0.9999"},
    Wrong{kName + kObjective + "[[pareto]]\nproperty = \"y\"\n", "[[pareto]] has no 'goal'"},
    Wrong{kName + kObjective + "[[pareto]]\nproperty = \"y\"\ngoal = \"maximum\"\n", "unknown goal 'maximum' in [[pareto]] (known: max, min, target)"},
    Wrong{kName + kObjective + "[[pareto]]\nproperty = \"y\"\ngoal = \"max\"\ntarget = 1\n", "'target' belongs to goal = \"target\""},
    Wrong{kName + kObjective + "[[pareto]]\nproperty = \"y\"\ngoal = \"target\"\n", "[[pareto]] has no 'target'"},
    Wrong{kName + kObjective + "[quality]\nmin_r2 = 2\n", "'min_r2' is 2; expected a number from -1e+06 to 1"},
    Wrong{kName + kObjective + "[quality]\nmax_mae = 3\n", "'max_mae' in [quality] is a number; expected a table of properties and errors"},
    Wrong{kName + kObjective + "[quality]\nmax_mae = { other = 3 }\n", "'other' in [quality.max_mae] is no property of this profile"},
    Wrong{kName + kX + kStep + "[quality]\nmax_mae = { x = 0.0 }\n", "'x' in [quality.max_mae] is 0; expected an error above 0"},
    Wrong{kName + kX + kStep + "[quality]\nmax_mae = { x = \"small\" }\n", "'x' in [quality.max_mae] is a string; expected a number"},
    Wrong{kName + kObjective + "[quality]\nlicences = []\n", "that is not empty"},
    Wrong{kName + kObjective + "[quality]\nlicences = [\"MIT\", \"permisive\"]\n", "'permisive' in 'licences' is no class of licences; did you mean 'permissive'?"},
    Wrong{kName + kObjective + "[quality]\non_failure = \"stop\"\n", "unknown on_failure 'stop' in [quality]"},
    Wrong{kName + "[[objective]]\n" + kStep, "line 2: [[objective]] has no 'property'"},
    Wrong{kName + "[[objective]]\nproperty = \"\"\n" + kStep, "line 3: 'property' is empty"},
    Wrong{kName + "[[objective]]\nproperty = true\n" + kStep, "line 3: 'property' in [[objective]] is true or false; expected a property's name"},
    Wrong{kName + kX, "line 2: [[objective]] has no 'transform'"},
    Wrong{kName + kX + "transform = \"step\"\n", "line 4: 'transform' in [[objective]] is a string; expected a table"},
    Wrong{kName + kX + "transform = { low = 1 }\n", "line 4: the transform has no 'type'"},
    Wrong{kName + kX + "transform = { type = \"step\", low = \"1\" }\n", "line 4: 'low' in the transform is a string; expected a number"},
    Wrong{kName + kX + "transform = { type = \"step\", low = nan }\n", "'low' is not finite"},
    Wrong{kName + kX + "transform = { type = \"linear\", knots = 3 }\n", "'knots' in the transform is a number; expected a list of [value, desirability] pairs"},
    Wrong{kName + kX + "transform = { type = \"linear\", knots = [1, 2] }\n", "an entry that is no pair"},
    Wrong{kName + kX + "transform = { type = \"linear\", knots = [[1, 2, 3]] }\n", "an entry that is no pair"},
    Wrong{kName + kX + "transform = { type = \"linear\", knots = [[1, \"2\"]] }\n", "an entry that is no pair"},
    Wrong{kName + kX + "transform = { type = \"value_mapping\", mapping = { cat = 1 } }\n", "the entry 'cat'"},
    Wrong{kName + kX + "transform = { type = \"value_mapping\", mapping = { 1 = \"a\" } }\n", "the entry '1'"},
    Wrong{kName + kX + "transform = { type = \"value_mapping\", mapping = [1] }\n", "'mapping' in the transform is a list"},
    Wrong{kName + kX + "transform = { type = \"x\", knots = [[1, 1]], mapping = { 1 = 1 } }\n", "'knots' and 'mapping'; expected one"},
    Wrong{kName + kX + kStep + "weight = -1\n", "line 5: 'weight' is -1; expected a number from 0 to 1e+06"},
    Wrong{kName + kX + kStep + "weight = nan\n", "line 5: 'weight' is not finite"},
    Wrong{kName + kX + kStep + "weight = inf\n", "line 5: 'weight' is not finite"},
    Wrong{kName + kX + kStep + "weight = 1e7\n", "line 5: 'weight' is 1e+07; expected a number from 0 to 1e+06"},
    Wrong{kName + kX + kStep + "weight = \"2\"\n", "line 5: 'weight' in [[objective]] is a string; expected a number"},
    Wrong{kName + kX + kStep + "weight = 2026-01-01\n", "is a date or time; expected a number"},
    Wrong{kName + kX + kStep + "weight = 0\n", "every [[objective]] has weight 0"},
    Wrong{kName + kX + kStep + "unit = 1\n", "line 5: 'unit' in [[objective]] is a number"},
    Wrong{kName + kX + kStep + kX + kStep, "line 6: a second [[objective]] over 'x', the first is in line 3"},
    Wrong{kName + kX + kStep + "[[objective]]\nproperty = \"m/x\"\n" + kStep, "line 6: a second [[objective]] over 'm/x', the first is in line 3"},
    Wrong{kName + "[[filter]]\nproperty = \"x\"\n", "line 2: the [[filter]] on 'x' has no limit; expected 'min', 'max' or both"},
    Wrong{kName + "[[filter]]\nmin = 1\n", "line 2: [[filter]] has no 'property'"},
    Wrong{kName + "[[filter]]\nproperty = \"x\"\nmin = 2\nmax = 1\n", "line 4: 'min' is 2 and 'max' 1; nothing lies between"},
    Wrong{kName + "[[filter]]\nproperty = \"x\"\nmax = inf\n", "'max' is not finite"},
    Wrong{kName + "[[filter]]\nproperty = \"x\"\nmaximum = 1\n", "unknown key 'maximum' in [[filter]]"},
    Wrong{kName + "[[filter]]\nalerts = [\"PAINS\"]\nmin = 1\n", "line 4: a [[filter]] with 'alerts' has no 'min'"},
    Wrong{kName + "[[filter]]\nalerts = []\n", "line 3: 'alerts' in [[filter]] is a list; expected a list of catalogues"},
    Wrong{kName + "[[filter]]\nalerts = \"PAINS\"\n", "'alerts' in [[filter]] is a string"},
    Wrong{kName + "[[filter]]\nalerts = [7]\n", "'alerts' in [[filter]] is a number"},
    Wrong{kName + "[[filter]]\nalerts = [\"PAIN\"]\n", "line 3: unknown alert catalogue 'PAIN'; did you mean 'PAINS'? (known: PAINS, BRENK, NIH, ZINC)"},
    Wrong{kName + "[[filter]]\nalerts = [\"NIH\", \"NIH\"]\n", "'NIH' is there twice"},
    Wrong{kName + "[[filter]]\nsmarts = [\"C\"]\nelements = [\"C\"]\n", "line 4: a [[filter]] with 'smarts' has no 'elements'; write a [[filter]] of its own"},
    Wrong{kName + "[[filter]]\nsmarts = \"C\"\n", "'smarts' in [[filter]] is a string; expected a list of SMARTS"},
    Wrong{kName + "[[filter]]\nsmarts = [\"\"]\n", "line 3: 'smarts' has an empty pattern"},
    Wrong{kName + "[[filter]]\nrequired_smarts = [\"C\", \"C\"]\n", "the pattern 'C' is there twice"},
    Wrong{kName + "[[filter]]\nelements = [\"C\", \"c\"]\n", "'c' is no element; expected symbols such as C, Cl or Na"},
    Wrong{kName + "[[filter]]\nforbidden_elements = [\"*\"]\n", "'*' is no element"},
    Wrong{kName + "[[filter]]\ndomain = \"out\"\n", "line 3: unknown domain 'out' in [[filter]] (known: in, borderline)"},
    Wrong{kName + "[[filter]]\ndomain = \"in\"\nmax = 1\n", "a [[filter]] with 'domain' has no 'max'"},
    Wrong{kName + kObjective + "[diversity]\nfrom = 10\n", "[diversity] has no 'pick'"},
    Wrong{kName + kObjective + "[diversity]\npick = 0\n", "'pick' is 0; expected a whole number from 1 to 10000"},
    Wrong{kName + kObjective + "[diversity]\npick = 20\nfrom = 10\n", "line 7: 'from' is 10, fewer than the 20 to pick"},
    Wrong{kName + kObjective + "[diversity]\npick = 2\nmethod = \"max\"\n", "unknown method 'max' in [diversity]"},
    Wrong{kName + kObjective + "[diversity]\npick = 2\nmost = 2\n", "'most' belongs to method = \"scaffold\", \"cluster\" or \"formula\""},
    Wrong{kName + kObjective + "[diversity]\npick = 2\nmethod = \"scaffold\"\nsimilarity = 0.5\n", "'similarity' belongs to method = \"cluster\""},
    Wrong{kName + kObjective + "[diversity]\npick = 2\nmethod = \"cluster\"\nsimilarity = 1.5\n", "'similarity' is 1.5; expected a number from 0.05 to 1"},
    Wrong{kName + kObjective + "[aggregation]\ntype = \"geometrc\"\n", "line 6: unknown type 'geometrc' in [aggregation]; did you mean 'geometric'?"},
    Wrong{kName + kObjective + "[aggregation]\nmissing = \"drop\"\n", "unknown missing 'drop' in [aggregation] (known: reject, fallback, ignore, uncertain)"},
    Wrong{kName + kObjective + "[aggregation]\nfloor = 1\n", "line 6: 'floor' is 1; expected a number below 1"},
    Wrong{kName + kObjective + "[aggregation]\nfloor = -0.1\n", "'floor' is -0.1; expected a number from 0 to 1"},
    Wrong{kName + kObjective + "[aggregation]\ntype = \"minimum\"\nfloor = 0.1\n", "line 7: 'floor' means nothing for the type 'minimum'"},
    Wrong{kName + kObjective + "[aggregation]\nmissing = \"fallback\"\n", "[aggregation] has no 'fallback'"},
    Wrong{kName + kObjective + "[aggregation]\nmissing = \"fallback\"\nfallback = 2\n", "'fallback' is 2; expected a number from 0 to 1"},
    Wrong{kName + kObjective + "[aggregation]\nfallback = 0.5\n", "'fallback' belongs to missing = \"fallback\""}));

}  // namespace
}  // namespace furui
