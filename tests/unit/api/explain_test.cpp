// What is said of a candidate that no ranking places: how far it lies from what the models have seen.
#include "api/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

}  // namespace
}  // namespace furui::api
