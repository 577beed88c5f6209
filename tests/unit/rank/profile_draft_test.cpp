// Rules for actives, and drafts that read back as profiles.
#include "rank/profile_draft.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/profile.h"
#include "rank/activity_rule.h"
#include "rank/desirability.h"

namespace furui {
namespace {

using testing::HasSubstr;

TEST(ActivityRule, ComparesNumbers) {
  const ActivityRule at_least(">= 6");
  EXPECT_EQ(at_least("6"), Activity::kActive);
  EXPECT_EQ(at_least(" 6.5 "), Activity::kActive);
  EXPECT_EQ(at_least("5.99"), Activity::kInactive);
  EXPECT_EQ(at_least(""), Activity::kUnknown);
  EXPECT_EQ(at_least("n.d."), Activity::kUnknown);
  EXPECT_EQ(ActivityRule("<1e-6")("1e-7"), Activity::kActive);
  EXPECT_EQ(ActivityRule("< 1")("1"), Activity::kInactive);
  EXPECT_EQ(ActivityRule("<= 1")("1.0"), Activity::kActive);
  EXPECT_EQ(ActivityRule("> -2")("-1"), Activity::kActive);
}

TEST(ActivityRule, ComparesTextsAndNumbersAlike) {
  EXPECT_EQ(ActivityRule("= Active")("active"), Activity::kActive);
  EXPECT_EQ(ActivityRule("CA")("ca "), Activity::kActive);
  EXPECT_EQ(ActivityRule("= CA")("CI"), Activity::kInactive);
  EXPECT_EQ(ActivityRule("= 1")("1.0"), Activity::kActive);
  EXPECT_EQ(ActivityRule("= 1")("0"), Activity::kInactive);
  EXPECT_EQ(ActivityRule("==1")(" "), Activity::kUnknown);
}

TEST(ActivityRule, RefusesWhatIsNoComparison) {
  for (const char* text : {"", "  ", ">", ">= high", "="}) {
    try {
      ActivityRule rule(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("expected a comparison such as"));
    }
  }
}

TEST(ProfileDraft, ReadsBackAsTheProfileItMeans) {
  DraftedObjective herg{"hERG", "1", {}}, odd{"m/a \"b\"", "", {}};
  herg.thresholds.higher_is_active = false;
  herg.thresholds.auc = 0.75;
  herg.thresholds.good = 0.25;
  herg.thresholds.bad = 0.5;
  herg.thresholds.weight = 0.5;
  odd.thresholds.auc = 0.6;
  odd.thresholds.good = 3;
  odd.thresholds.bad = -1;
  odd.thresholds.weight = 0.2;
  const std::vector<DraftedObjective> objectives{herg, odd};
  const std::string text = draft_profile("learned", "From \"actives\"", "10 actives\nof a list", objectives);
  EXPECT_THAT(text, HasSubstr("# AUC 0.750"));
  EXPECT_THAT(text, HasSubstr("# 10 actives of a list\n"));
  const Profile profile = parse_profile(text);
  EXPECT_EQ(profile.name, "learned");
  EXPECT_EQ(profile.title, "From \"actives\"");
  ASSERT_EQ(profile.objectives.size(), 2U);
  EXPECT_EQ(profile.objectives[0].weight, 0.5);
  EXPECT_EQ(profile.objectives[1].property, "m/a \"b\"");
  EXPECT_NEAR(make_desirability(profile.objectives[0].transform, "d")(0.25), 0.8, 1e-12);
  EXPECT_NEAR(make_desirability(profile.objectives[1].transform, "d")(-1), 0.2, 1e-12);
  EXPECT_EQ(profile.aggregation.missing, MissingValue::kIgnore);
}

TEST(ProfileDraft, OfNothingIsAnError) { EXPECT_THROW(draft_profile("a", "b", "c", {}), Error); }

}  // namespace
}  // namespace furui
