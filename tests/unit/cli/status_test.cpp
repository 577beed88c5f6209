// The server's errors in the user's words.
#include <gmock/gmock.h>

#include "connection.h"  // for check
#include "failure.h"     // for Failure
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace furui::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string message_of(const grpc::Status& status) {
  try {
    check(status);
  } catch (const Failure& failure) {
    return failure.what();
  }
  return "no failure";
}

grpc::Status with_violation(const std::string& message, const std::string& field, const std::string& description) {
  google::rpc::BadRequest bad;
  bad.add_field_violations()->set_field(field);
  bad.mutable_field_violations(0)->set_description(description);
  google::rpc::Status rich;
  rich.add_details()->PackFrom(bad);
  return {grpc::StatusCode::INVALID_ARGUMENT, message, rich.SerializeAsString()};
}

TEST(Check, AnOkStatusThrowsNothing) { EXPECT_EQ(message_of(grpc::Status::OK), "no failure"); }

TEST(Check, TheServersMessageIsShownAsItIs) {
  EXPECT_EQ(message_of({grpc::StatusCode::NOT_FOUND, "no model 'x'; models: admet-ai"}), "no model 'x'; models: admet-ai");
}

TEST(Check, AFieldViolationThatTheMessageDoesNotHoldIsAdded) {
  EXPECT_THAT(message_of(with_violation("bad request", "screening_id", "too long")), HasSubstr("screening_id: too long"));
}

TEST(Check, AFieldViolationThatTheMessageHoldsIsNotRepeated) {
  EXPECT_EQ(message_of(with_violation("the name is too long", "screening_id", "the name is too long")), "the name is too long");
}

TEST(Check, AServerThatDoesNotAnswerLeadsToStatusAndDoctor) {
  EXPECT_THAT(message_of({grpc::StatusCode::UNAVAILABLE, "connect failed"}), HasSubstr("furui doctor"));
}

TEST(Check, WithoutATokenTheOptionIsNamed) {
  EXPECT_THAT(message_of({grpc::StatusCode::UNAUTHENTICATED, "no token"}), HasSubstr("--token-file"));
}

}  // namespace
}  // namespace furui::cli
