// A profile is held against what models offer before anything is computed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"  // for Error
#include "rank/ranking.h"

namespace furui {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::map<std::string, std::string> kOffered{{"hERG", "1"},
                                                  {"admet-ai/hERG", "1"},
                                                  {"Solubility_AqSolDB", "log10(mol/L)"},
                                                  {"a/logS", "log10(mol/L)"},
                                                  {"b/logS", "mg/mL"},
                                                  {"odd", ""}};

Profile profile_of(const std::string& objective, const std::string& rest = "") {
  return parse_profile("name = \"mine\"\n[[objective]]\n" + objective +
                       "\ntransform = { type = \"logistic\", bad = 0.7, good = 0.3 }\n" + rest);
}

Error complaint(const Profile& profile, const std::map<std::string, std::string>& offered = kOffered) {
  try {
    check_profile(profile, offered);
  } catch (const Error& error) {
    return error;
  }
  ADD_FAILURE() << "no error";
  return Error(ErrorCode::kAborted, "");
}

TEST(CheckProfile, AcceptsWhatModelsOffer) {
  EXPECT_NO_THROW(check_profile(profile_of("property = \"hERG\"\nunit = \"1\""), kOffered));
  EXPECT_NO_THROW(check_profile(profile_of("property = \"admet-ai/hERG\""), kOffered));
  EXPECT_NO_THROW(check_profile(profile_of("property = \"hERG\"", "[[filter]]\nalerts = [\"PAINS\"]"), kOffered));
}

TEST(CheckProfile, AnUnknownPropertyNamesItsLineAndTheNearest) {
  const Error error = complaint(profile_of("property = \"hERG1\""));
  EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
  EXPECT_EQ(error.field(), "objective[0].property");
  EXPECT_THAT(error.what(), AllOf(HasSubstr("profile 'mine' line 3"), HasSubstr("unknown property 'hERG1'"),
                                  HasSubstr("did you mean 'hERG'?"), HasSubstr("furui model show MODEL")));
  EXPECT_THAT(complaint(profile_of("property = \"herg\"")).what(), HasSubstr("did you mean 'hERG'?"));
  EXPECT_THAT(complaint(profile_of("property = \"melting_point\"")).what(), Not(HasSubstr("did you mean")));
}

TEST(CheckProfile, AnUnknownPropertyOfAFilterNamesItToo) {
  const Error error = complaint(profile_of("property = \"hERG\"", "[[filter]]\nproperty = \"Solubility_AqSolBD\"\nmin = -6\n"));
  EXPECT_EQ(error.field(), "filter[0].property");
  EXPECT_THAT(error.what(), AllOf(HasSubstr("line 6"), HasSubstr("did you mean 'Solubility_AqSolDB'?")));
}

TEST(CheckProfile, AllUnknownPropertiesAreNamedAtOnce) {
  const Error error = complaint(profile_of("property = \"herg1\"", "[[filter]]\nproperty = \"Solubility_AqSolBD\"\nmin = -6\n[[filter]]\nproperty = \"melting_point\"\nmax = 3\n"));
  EXPECT_EQ(error.field(), "objective[0].property");
  EXPECT_THAT(error.what(), AllOf(HasSubstr("line 3: unknown property 'herg1'"),
                                  HasSubstr("; unknown besides: 'Solubility_AqSolBD' (line 6; did you mean 'Solubility_AqSolDB'?), 'melting_point' (line 9)")));
}

TEST(CheckProfile, AnAmbiguousPropertyNamesTheModels) {
  EXPECT_THAT(complaint(profile_of("property = \"logS\"")).what(), HasSubstr("more than one model; write 'a/logS' or 'b/logS'"));
}

TEST(CheckProfile, NoModelAtAllSaysSo) {
  EXPECT_THAT(complaint(profile_of("property = \"hERG\""), {}).what(), HasSubstr("no model offers any"));
}

TEST(CheckProfile, AUnitMismatchShowsBoth) {
  const Error error = complaint(profile_of("property = \"Solubility_AqSolDB\"\nunit = \"mol/L\""));
  EXPECT_EQ(error.field(), "objective[0].unit");
  EXPECT_THAT(error.what(), AllOf(HasSubstr("line 4"), HasSubstr("'mol/L' in the profile"), HasSubstr("'log10(mol/L)'")));
  EXPECT_THAT(complaint(profile_of("property = \"odd\"\nunit = \"K\"")).what(), HasSubstr("the model states none"));
  EXPECT_THAT(complaint(profile_of("property = \"hERG\"", "[[filter]]\nproperty = \"hERG\"\nunit = \"%\"\nmax = 50\n")).what(),
              AllOf(HasSubstr("line 7"), HasSubstr("'%'")));
}

TEST(CheckProfile, AWrongTransformNamesItsOwnLine) {
  const Profile profile = parse_profile(
      "name = \"mine\"\n[[objective]]\nproperty = \"hERG\"\n\ntransform = { type = \"logistic\", bad = 1, god = 0 }\n");
  EXPECT_THAT(complaint(profile).what(), AllOf(HasSubstr("line 5"), HasSubstr("objective 'hERG'"), HasSubstr("'god'")));
}

}  // namespace
}  // namespace furui
