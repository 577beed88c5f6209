// JSON with the names of the proto files, defaults written out.
#include "json_output.h"

#include <gtest/gtest.h>

#include "furui/v1/screening_service.pb.h"

namespace furui::cli {
namespace {

TEST(JsonOutput, FieldsHaveTheirProtoNamesAndDefaultsAreThere) {
  v1::Screening screening;
  screening.set_name("projects/default/screenings/s");
  screening.set_file_name("a.csv");
  screening.set_state(v1::Screening::STATE_RUNNING);
  const auto json = to_json(screening);
  EXPECT_EQ(json["file_name"], "a.csv");
  EXPECT_EQ(json["state"], "STATE_RUNNING");
  EXPECT_TRUE(json.contains("profile"));
}

TEST(JsonOutput, CountsAreNumbersNotText) {
  v1::Screening screening;
  screening.set_candidates(41913);
  EXPECT_EQ(to_json(screening)["candidates"], 41913);
  EXPECT_TRUE(to_json(screening)["done"].is_number_integer());
}

TEST(JsonOutput, ASummaryHoldsEveryCount) {
  Summary summary;
  summary.rows = 3;
  summary.rejected = 1;
  summary.reasons["EMPTY"] = 1;
  const auto json = to_json(summary);
  EXPECT_EQ(json["rows"], 3);
  EXPECT_EQ(json["reasons"]["EMPTY"], 1);
}

}  // namespace
}  // namespace furui::cli
