// The API's parts that need no server: names, tokens, statuses, redaction, the pool.
#include <gmock/gmock.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <gtest/gtest.h>

#include <future>

#include "api/call_pool.h"
#include "api/listen_address.h"
#include "api/page_token.h"
#include "api/resource_names.h"
#include "api/status.h"
#include "core/error.h"

namespace furui::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(ResourceNames, AreTakenApartAndPutTogether) {
  const CandidateName candidate = parse_candidate("projects/default/screenings/7-esol/candidates/17", "name");
  EXPECT_EQ(candidate_name(candidate.project, candidate.screening, candidate.ordinal),
            "projects/default/screenings/7-esol/candidates/17");
  EXPECT_EQ(parse_model("projects/shared/models/admet-ai/versions/2.0.1", "name").reference(), "admet-ai/2.0.1");
  EXPECT_EQ(parse_model("projects/shared/models/admet-ai", "name").reference(), "admet-ai");
  EXPECT_EQ(parse_model_collection("projects/default/models/-", "parent").id, "-");
  EXPECT_EQ(parse_model_reference("admet-ai", "default", "m").reference(), "admet-ai");
  EXPECT_EQ(parse_profile_reference("projects/shared/profiles/cns/versions/1", "default", "p").project, "shared");
}

TEST(ResourceNames, OfTheWrongFormSayWhatWasExpected) {
  for (const char* name : {"", "projects/", "projects/default/screenings", "projects/default/screenings/", "projects/D/screenings/a",
                           "projects/default/screenings/-a", "projects/default/screenings/a/", "projects/default/screenings/a/b/c"}) {
    try {
      parse_screening(name, "name");
      FAIL() << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.field(), "name");
      EXPECT_THAT(error.what(), HasSubstr("projects/PROJECT/screenings/SCREENING"));
    }
  }
  for (const char* ordinal : {"-1", "01", "1x", "99999999999", ""})
    EXPECT_THROW(parse_candidate(std::string("projects/p/screenings/s/candidates/") + ordinal, "name"), Error) << ordinal;
  EXPECT_THROW(parse_model("projects/default/models/-", "name"), Error);
  EXPECT_THROW(parse_model_reference("projects/other/models/a", "default", "m"), Error) << "of a stranger";
}

TEST(PageTokens, ContinueOnlyTheirOwnRequest) {
  const std::string token = make_page_token("a", 41);
  EXPECT_EQ(read_page_token(token, "a", -1), 41);
  EXPECT_EQ(read_page_token("", "a", -1), -1);
  EXPECT_THROW(read_page_token(token, "b", -1), Error);
  EXPECT_THROW(read_page_token(token + "zz", "a", -1), Error);
  EXPECT_THROW(read_page_token(make_page_token("a", -7), "a", -1), Error);
  EXPECT_EQ(page_size(0, 50, 1000), 50);
  EXPECT_EQ(page_size(5000, 50, 1000), 1000);
  EXPECT_THROW(page_size(-1, 50, 1000), Error);
}

TEST(Statuses, OfErrorsCarryDetails) {
  const grpc::Status status = to_status(Error(ErrorCode::kInvalidArgument, "bad", std::chrono::milliseconds(1500)).with_field("a.b"), "x");
  google::rpc::Status rich;
  ASSERT_TRUE(rich.ParseFromString(status.error_details()));
  google::rpc::BadRequest bad;
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(rich.details(1).UnpackTo(&bad));
  EXPECT_EQ(bad.field_violations(0).field(), "a.b");
  ASSERT_TRUE(rich.details(2).UnpackTo(&retry));
  EXPECT_EQ(retry.retry_delay().nanos(), 500'000'000);
}

TEST(Statuses, OfFaultsTellOnlyAnIdWhichTheLogHasToo) {
  std::string log_line;
  const grpc::Status status =
      to_status(std::make_exception_ptr(std::runtime_error("invalid input for integer: \"CCO-SECRET\"\nDETAIL: SECRET")), "", log_line);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_THAT(status.error_message(), Not(HasSubstr("SECRET")));
  EXPECT_THAT(log_line, Not(HasSubstr("SECRET")));
  EXPECT_THAT(log_line, HasSubstr("invalid input for integer"));
  const std::string id = log_line.substr(6, 12);
  EXPECT_THAT(status.error_message(), HasSubstr(id));
}

TEST(Pool, RefusesWhatItsQueueCannotHold) {
  std::promise<void> gate;
  const std::shared_future<void> open = gate.get_future().share();
  std::promise<void> began;
  CallPool pool(1, 1);  // ends first: its thread uses what stands above
  pool.run([&] {
    began.set_value();
    open.wait();
  });
  began.get_future().wait();
  pool.run([] {});
  try {
    pool.run([] {});
    FAIL() << "it was taken";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kResourceExhausted);
    EXPECT_TRUE(error.retry_after());
  }
  gate.set_value();
}

TEST(Addresses, AreUnixSocketsOrLoopbackUnlessAllowed) {
  EXPECT_NO_THROW(check_listen_address("unix:/run/furui.sock", false));
  EXPECT_NO_THROW(check_listen_address("127.0.0.1:0", false));
  EXPECT_NO_THROW(check_listen_address("[::1]:50051", false));
  EXPECT_NO_THROW(check_listen_address("0.0.0.0:50051", true));
  for (const char* address : {"0.0.0.0:1", "192.168.0.1:1", "[::]:1", "example.org:1", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000",
                              "unix:relative", "unix:", ""})
    EXPECT_THROW(check_listen_address(address, false), Error) << address;
  EXPECT_THROW(check_listen_address("unix:/" + std::string(107, 'a'), true), Error);
}

}  // namespace
}  // namespace furui::api
