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

}  // namespace
}  // namespace furui::cli
