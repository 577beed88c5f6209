// The server's errors in the user's words.
#include "server_error.h"

#include <gmock/gmock.h>

#include "failure.h"  // for Failure
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

TEST(Check, AMissingTokenIsToldFromAWrongOne) {
  const grpc::Status refused{grpc::StatusCode::UNAUTHENTICATED, "this address needs the metadata 'authorization: Bearer TOKEN'"};
  EXPECT_THAT(error_text(refused), testing::AllOf(HasSubstr("none was given"), HasSubstr("--token-file")));
  EXPECT_THAT(error_text(refused, "/etc/token"), testing::AllOf(HasSubstr("refuses the token of /etc/token"), HasSubstr("--token-file")));
}

TEST(Check, AFieldIsCalledByTheOptionThatFillsIt) {
  const FieldOptions options{{"screening_id", "--name"}, {"screening.models", "--model"}};
  const std::string text = "'screening_id': expected [a-z0-9], such as esol-7f3a; or leave it empty";
  EXPECT_EQ(error_text(with_violation(text, "screening_id", text), "", options), "--name: expected [a-z0-9], such as esol-7f3a; or leave it empty");
  const std::string twice = "'screening.models[1]': model 'x' is named twice";
  EXPECT_EQ(error_text(with_violation(twice, "screening.models[1]", twice), "", options), "--model: model 'x' is named twice");
  EXPECT_THAT(error_text(with_violation("bad request", "screening_id", "too long"), "", options), HasSubstr("--name: too long"));
  EXPECT_EQ(error_text(with_violation("'parent': expected projects/PROJECT", "parent", "'parent': expected projects/PROJECT")),
            "--project: expected projects/PROJECT");
}

TEST(Check, TheFailureHasTheServersCode) {
  try {
    check({grpc::StatusCode::NOT_FOUND, "no screening 'x'"});
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), "NOT_FOUND");
  }
  EXPECT_EQ(code_name(grpc::StatusCode::UNAUTHENTICATED), "UNAUTHENTICATED");
  EXPECT_EQ(code_name(grpc::StatusCode::FAILED_PRECONDITION), "FAILED_PRECONDITION");
  EXPECT_EQ(code_name(static_cast<grpc::StatusCode>(99)), "UNKNOWN");
}

}  // namespace
}  // namespace furui::cli
