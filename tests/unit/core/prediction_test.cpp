// Domain grades keep their numbers and names: both are stored.
#include "core/prediction.h"

#include <gtest/gtest.h>

namespace furui {
namespace {

TEST(Prediction, DomainGradesKeepTheirNumbersAndNames) {
  EXPECT_STREQ(to_string(static_cast<Domain>(0)), "UNKNOWN");
  EXPECT_STREQ(to_string(static_cast<Domain>(1)), "IN");
  EXPECT_STREQ(to_string(static_cast<Domain>(2)), "BORDERLINE");
  EXPECT_STREQ(to_string(static_cast<Domain>(3)), "OUT");
  EXPECT_EQ(static_cast<int>(Domain::kOut), 3);
}

}  // namespace
}  // namespace furui
