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
  EXPECT_EQ(json["beyond_bounds"], 0);
}

TEST(JsonOutput, AlertsAreCountedOnlyWhereTheyWereComputed) {
  Summary summary;
  EXPECT_FALSE(to_json(summary).contains("with_alerts"));
  summary.alerts_computed = true;
  EXPECT_EQ(to_json(summary)["with_alerts"], 0);
  EXPECT_TRUE(to_json(summary)["alerts"].is_object());
}

TEST(JsonOutput, AnErrorIsOneObjectOnOneLineEvenWhereItsTextIsNoUtf8) {
  testing::internal::CaptureStdout();
  print_json_error("NOT_FOUND", "no file \"\xe9\"\n  look again");
  const std::string text = testing::internal::GetCapturedStdout();
  EXPECT_EQ(text.find('\n'), text.size() - 1);
  const auto json = nlohmann::json::parse(text);
  EXPECT_EQ(json["error"]["code"], "NOT_FOUND");
  EXPECT_EQ(json["error"]["message"], "no file \"\uFFFD\"\n  look again");
}

}  // namespace
}  // namespace furui::cli
