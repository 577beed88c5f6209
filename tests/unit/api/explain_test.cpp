// What is said of a candidate that no ranking places: how far it lies from what the models have seen.
#include "api/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "api/place_facts.h"

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
  EXPECT_THAT(explain(row_of({{Domain::kIn, ""}, {Domain::kUnknown, ""}}), {}, nullptr), IsEmpty());
  EXPECT_THAT(explain(row_of({{Domain::kIn, ""}, {Domain::kBorderline, "nearest 0.35"}}), {}, nullptr),
              ElementsAre("It lies at the border of what at least one model has seen; trust its values a little less.", "Borderline: nearest 0.35."));
  EXPECT_THAT(explain(row_of({{Domain::kBorderline, "nearest 0.35"}, {Domain::kOut, "atom 3: U"}}), {}, nullptr),
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
  PlaceFacts facts = facts_of(row, in);
  EXPECT_THAT(explain(row, in, &facts), ElementsAre("Not ranked: it has no score, because a value that the profile 'p' needs is missing: chgnet/energy_per_atom.",
                                            "One model has no value (NOT_APPLICABLE): model chgnet takes crystals with a structure."));
  row.outcomes[1].rejection = row.outcomes[0].rejection;
  EXPECT_THAT(explain(row, in, &facts), ElementsAre(testing::HasSubstr("is missing"), "Rejected (NOT_APPLICABLE): model chgnet takes crystals with a structure."));
  // A value that a mapping does not hold is there, and missing all the same.
  in.values = {5, 3, NAN};
  row.place->desirability = {NAN, 1, NAN};
  facts = facts_of(row, in);
  EXPECT_THAT(explain(row, in, &facts)[0], testing::HasSubstr("missing: chgnet/energy_per_atom (of 5 its transform says nothing)."));
}

/// The other filters that it fails are said, too, ranges with their values, and what is missing besides.
TEST(Explain, NamesEveryFilterThatIsFailed) {
  Profile profile;
  profile.name = "p";
  profile.objectives.resize(1);
  profile.objectives[0].property = "hbd";
  profile.filters.resize(3);
  profile.filters[0].smarts = {"Cl"};
  profile.filters[1].property = "molecular_weight";
  profile.filters[1].max = 150;
  profile.filters[2].alerts = {"BRENK"};
  ExplainedRanking in;
  in.profile = &profile;
  in.values = {2};
  in.filtered = {NAN, 380.9F, NAN};
  CandidateRow row;
  row.place.emplace();
  row.place->filter = 0;
  row.place->also_failed = {1, 2};
  row.place->filter_detail = "Cl matches atom 3";
  row.place->score = row.place->expected = 0.5F;
  PlaceFacts facts = facts_of(row, in);
  ASSERT_EQ(facts.failed.size(), 3U);
  EXPECT_EQ(facts.failed[1].in_words, "molecular_weight at most 150 (here 380.9)");
  EXPECT_TRUE(facts.failed[1].has_value);
  EXPECT_FALSE(facts.failed[0].has_value || facts.failed[2].has_value);
  EXPECT_THAT(explain(row, in, &facts)[0],
              testing::HasSubstr("since Cl matches atom 3; it also fails \"molecular_weight at most 150 (here 380.9)\" and \"no BRENK alert\"; without filters the score would be 0.500."));
  row.place->filter = 1;
  row.place->also_failed.clear();
  row.place->filter_detail.clear();
  row.place->score.reset();
  row.place->desirability = {NAN};
  facts = facts_of(row, in);
  EXPECT_THAT(explain(row, in, &facts)[0], testing::HasSubstr("\"molecular_weight at most 150 (here 380.9)\" of the profile 'p'; without filters it would have no score, "
                                                              "because a value is missing: hbd (of 2 its transform says nothing)."));
}

}  // namespace
}  // namespace furui::api
