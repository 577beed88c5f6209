// What a ranking lacks to be fit for decisions, in words.
#include "rank/decision_grade.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace furui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const StatedQuality kSolubility{"Solubility_AqSolDB", "admet-ai 2.0.1", true, false, {{"R2", 0.8166}, {"MAE", 0.69}}, "MIT"};
const StatedQuality kHalfLife{"Half_Life_Obach", "admet-ai 2.0.1", true, false, {{"R2", -2.3857}}, "MIT"};
const StatedQuality kHerg{"hERG", "admet-ai 2.0.1", false, false, {{"AUROC", 0.84}}, "MIT"};
const StatedQuality kLogP{"logP", "descriptors 1", true, true, {}, "Apache-2.0"};
const StatedQuality kOwn{"yield", "mine 1", true, false, {}, ""};

std::vector<std::string> reasons(const QualityDemands& demands, std::vector<StatedQuality> used, double outside = 0) {
  return shortcomings(demands, used, outside);
}

TEST(DecisionGrade, IsGivenWhereNothingIsBelowTheDemands) {
  QualityDemands demands;
  demands.min_r2 = 0.5;
  demands.min_auroc = 0.8;
  EXPECT_THAT(reasons(demands, {kSolubility, kHerg, kLogP}), IsEmpty());
  EXPECT_THAT(reasons(demands, {}), IsEmpty());
}

TEST(DecisionGrade, IsRefusedByDefaultToWhatIsWorseThanTheMean) {
  EXPECT_THAT(reasons({}, {kSolubility, kHalfLife}),
              ElementsAre("Half_Life_Obach of admet-ai 2.0.1 has a published R2 of -2.3857, below 0: worse than the mean of the data it was tested on"));
}

TEST(DecisionGrade, NeedsAPublishedQualityUnlessTheValueIsComputed) {
  EXPECT_THAT(reasons({}, {kLogP, kOwn}), ElementsAre("yield of mine 1 has no published R2, and the profile asks for 0 or more"));
}

TEST(DecisionGrade, TakesAnErrorInsteadOfAShareWhereTheProfileSaysSo) {
  const StatedQuality energy{"energy_per_atom", "chgnet 0.3.0", true, false, {{"MAE", 0.029}}, "MIT"};
  EXPECT_THAT(reasons({}, {energy}), ElementsAre("energy_per_atom of chgnet 0.3.0 has no published R2, and the profile asks for 0 or more; its published MAE is 0.029, "
                                                 "which the profile can ask for instead ([quality.max_mae])"));
  QualityDemands demands;
  demands.max_mae["energy_per_atom"] = 0.03;
  EXPECT_THAT(reasons(demands, {energy}), IsEmpty());
  demands.max_mae["energy_per_atom"] = 0.02;
  EXPECT_THAT(reasons(demands, {energy}), ElementsAre("energy_per_atom of chgnet 0.3.0 has a published MAE of 0.029, above 0.02"));
  demands.max_mae["yield"] = 1;
  EXPECT_THAT(reasons(demands, {kOwn}), ElementsAre("yield of mine 1 has no published MAE, and the profile asks for 1 or less"));
}

TEST(DecisionGrade, NamesEachModelsLicenceOnce) {
  QualityDemands demands;
  demands.licences = {"Apache-2.0", "BSD-3-Clause"};
  EXPECT_THAT(reasons(demands, {kSolubility, kHerg, kLogP}),
              ElementsAre("the weights of admet-ai 2.0.1 have the licence MIT, and the profile allows Apache-2.0, BSD-3-Clause"));
}

TEST(DecisionGrade, CountsWhoLiesOutside) {
  QualityDemands demands;
  demands.max_out_of_domain = 0.1;
  EXPECT_THAT(reasons(demands, {kHerg}, 0.1), IsEmpty());
  EXPECT_THAT(reasons(demands, {kHerg}, 0.1234), ElementsAre(HasSubstr("12.3 % of the ranked candidates lie outside")));
}

TEST(DecisionGrade, KnowsChance) {
  QualityDemands demands;
  demands.min_auroc = 0.9;
  EXPECT_THAT(reasons(demands, {kHerg}), ElementsAre("hERG of admet-ai 2.0.1 has a published AUROC of 0.84, below 0.9"));
}

TEST(DecisionGrade, LicencesAreAllowedByNameOrClass) {
  const auto short_of = [](std::vector<std::string> allowed, const std::string& licence) {
    QualityDemands demands;
    demands.min_r2 = -1e6;
    demands.licences = std::move(allowed);
    StatedQuality stated;
    stated.property = "p";
    stated.model = "m 1";
    stated.computed = true;
    stated.licence = licence;
    return !shortcomings(demands, {&stated, 1}, 0).empty();
  };
  for (const char* licence : {"MIT", "BSD-3-Clause", "Apache-2.0", "CC0-1.0", "CC-BY-4.0"}) EXPECT_FALSE(short_of({"permissive"}, licence)) << licence;
  for (const char* licence : {"GPL-3.0-only", "CC-BY-NC-4.0", "CC-BY-SA-4.0", "CC-BY-ND-4.0", "CC-BY-NC-SA-4.0", "LicenseRef-ours", ""}) EXPECT_TRUE(short_of({"permissive"}, licence)) << licence;
  EXPECT_FALSE(short_of({"permissive", "copyleft"}, "LGPL-2.1-or-later"));
  EXPECT_FALSE(short_of({"non-commercial"}, "CC-BY-NC-SA-4.0"));
  EXPECT_FALSE(short_of({"LicenseRef-ours"}, "LicenseRef-ours"));
  EXPECT_TRUE(short_of({"MIT"}, "BSD-3-Clause"));
}

}  // namespace
}  // namespace furui
