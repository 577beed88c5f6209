// Models and properties as lines.
#include "model_table.h"

#include <gmock/gmock.h>

#include "candidates.h"  // for model_of

namespace furui::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ModelTable, SaysTheProjectOfEachVersion) {
  auto shared = model_of("m", "1", {"logP"});
  auto own = shared;
  own.set_name("projects/team/models/m/versions/1");
  const std::string text = model_table({shared, own});
  EXPECT_THAT(text, HasSubstr("m/1   shared"));
  EXPECT_THAT(text, HasSubstr("m/1   team"));
}

TEST(ModelTable, AnUnavailableVersionWhoseNameTwoProjectsHaveIsNamedWithItsOwn) {
  auto shared = model_of("m", "1", {"logP"});
  shared.set_state(v1::ModelVersion::STATE_AVAILABLE);
  auto own = shared;
  own.set_name("projects/team/models/m/versions/1");
  own.set_state(v1::ModelVersion::STATE_UNAVAILABLE);
  own.set_state_reason("its golden set is off");
  EXPECT_THAT(model_table({shared, own}), HasSubstr("m/1 of project team is unavailable: its golden set is off\n"));
  EXPECT_THAT(model_table({own}), HasSubstr("\nm/1 is unavailable: its golden set is off\n"));
}

TEST(PropertyTable, ShowsPhysicalBoundsWhereThereAreAny) {
  auto model = model_of("m", "1", {"Half_Life", "hERG", "logP", "PPBR"});
  model.mutable_properties(0)->set_lower_bound(0);
  model.mutable_properties(1)->set_lower_bound(0);
  model.mutable_properties(1)->set_upper_bound(1);
  model.mutable_properties(3)->set_upper_bound(100);
  const std::string text = property_table(model);
  EXPECT_THAT(text, HasSubstr("at least 0"));
  EXPECT_THAT(text, HasSubstr("0 to 1"));
  EXPECT_THAT(text, HasSubstr("at most 100"));
  EXPECT_THAT(property_table(model_of("m", "1", {"logP"})), Not(HasSubstr("at ")));
}

TEST(DomainText, SaysHowNearIsNearEnough) {
  auto model = model_of("m", "1", {"logS"});
  EXPECT_EQ(domain_text(model), "");
  model.mutable_training_domain()->set_molecules(902);
  model.mutable_training_domain()->set_in(0.41176);
  model.mutable_training_domain()->set_borderline(0.3);
  EXPECT_EQ(domain_text(model), "domain: by Tanimoto similarity to the nearest of 902 training molecules; in from 0.412, borderline from 0.3\n");
}

TEST(CalibrationText, SaysByWhatAndHowMuchBetter) {
  auto model = model_of("m", "1", {"logS", "toxic", "logP"});
  EXPECT_EQ(calibration_text(model), "");
  EXPECT_THAT(model_table({model}), Not(HasSubstr("calibrated")));
  auto& scaling = *model.mutable_properties(0)->mutable_calibration();
  scaling.set_type("z-scaling");
  scaling.set_rows(226);
  scaling.set_dataset("esol\x1b.csv");
  (*scaling.mutable_before())["coverage90"] = 0.61;
  (*scaling.mutable_after())["coverage90"] = 0.894;
  auto& isotonic = *model.mutable_properties(1)->mutable_calibration();
  isotonic.set_type("isotonic");
  isotonic.set_rows(40);
  isotonic.set_dataset("t.csv");
  (*isotonic.mutable_after())["ece"] = 0.02;
  (*isotonic.mutable_after())["brier"] = 0.1;
  EXPECT_THAT(model_table({model}), HasSubstr("3 (2 calibrated)"));
  const std::string text = calibration_text(model);
  EXPECT_THAT(text, HasSubstr("calibrated: logS by z-scaling, 226 measured molecules of esol"));
  EXPECT_THAT(text, HasSubstr("; coverage of the 90 % interval 0.61 -> 0.894\n"));
  EXPECT_THAT(text, HasSubstr("calibrated: toxic by isotonic, 40 measured molecules of t.csv; brier 0.1, ece 0.02\n"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace furui::cli
