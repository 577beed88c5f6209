// Resource names in the form that users read.
#include "resource_names.h"

#include <gmock/gmock.h>

namespace furui::cli {
namespace {

using testing::ElementsAre;

TEST(ResourceNames, AVersionIsReadAsNameAndVersion) {
  EXPECT_EQ(version_text("projects/shared/profiles/cns/versions/1"), "cns/1");
  EXPECT_EQ(project_of("projects/shared/profiles/cns/versions/1"), "shared");
  EXPECT_EQ(short_name("projects/default/screenings/s"), "s");
}

TEST(ResourceNames, TheProjectIsSaidOnlyWhereTwoWouldReadTheSame) {
  EXPECT_THAT(told_apart({"projects/shared/models/m/versions/1", "projects/team/models/m/versions/1", "projects/team/models/m/versions/2"}),
              ElementsAre("m/1 of project shared", "m/1 of project team", "m/2"));
}

}  // namespace
}  // namespace furui::cli
