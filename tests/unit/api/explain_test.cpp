// What is said of a candidate that no ranking places: how far it lies from what the models have seen.
#include "api/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace furui::api {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

CandidateRow row_of(std::vector<std::pair<Domain, std::string>> grades) {
  CandidateRow row;
  for (auto& [grade, note] : grades) {
    OutcomeRow& outcome = row.outcomes.emplace_back();
    outcome.domain = grade;
    outcome.domain_note = note;
  }
  return row;
}

TEST(Explain, SaysTheGradeOfTheDomainAndTheNote) {
  EXPECT_THAT(explain(row_of({{Domain::kIn, ""}, {Domain::kUnknown, ""}}), {}), IsEmpty());
  EXPECT_THAT(explain(row_of({{Domain::kIn, ""}, {Domain::kBorderline, "nearest 0.35"}}), {}),
              ElementsAre("It lies at the border of what at least one model has seen; trust its values a little less.", "Borderline: nearest 0.35."));
  EXPECT_THAT(explain(row_of({{Domain::kBorderline, "nearest 0.35"}, {Domain::kOut, "atom 3: U"}}), {}),
              ElementsAre("It lies outside what at least one model has seen; trust its values less.", "Borderline: nearest 0.35.", "Outside: atom 3: U."));
}

TEST(Explain, NamesTheValuesThatAreMissingAndWhy) {
  Profile profile;
  profile.name = "p";
  profile.objectives.resize(3);
  profile.objectives[0].property = "chgnet/energy_per_atom";
  profile.objectives[1].property = "element_cost";
  profile.objectives[2].property = "density";
  profile.objectives[2].weight = 0;
  ExplainedRanking in;
  in.profile = &profile;
  in.values = {NAN, 3, NAN};
  CandidateRow row = row_of({{Domain::kUnknown, ""}, {Domain::kUnknown, ""}, {Domain::kUnknown, ""}});
  row.outcomes[0].rejection = row.outcomes[2].rejection = Rejection{Stage::kPredict, Reason::kNotApplicable, "model chgnet takes crystals with a structure"};
  row.place.emplace();
  row.place->filter = -1;
  EXPECT_THAT(explain(row, in), ElementsAre("Not ranked: it has no score, because a value that the profile 'p' needs is missing: chgnet/energy_per_atom.",
                                            "One model has no value (NOT_APPLICABLE): model chgnet takes crystals with a structure."));
  row.outcomes[1].rejection = row.outcomes[0].rejection;
  EXPECT_THAT(explain(row, in), ElementsAre(testing::HasSubstr("is missing"), "Rejected (NOT_APPLICABLE): model chgnet takes crystals with a structure."));
}

}  // namespace
}  // namespace furui::api
