// Request errors carry their gRPC name, their field and whether to retry.
#include "core/error.h"

#include <gtest/gtest.h>

#include <string>

namespace furui {
namespace {

TEST(Error, NamesItsCodesAsGrpcDoes) {
  EXPECT_STREQ(to_string(ErrorCode::kInvalidArgument), "INVALID_ARGUMENT");
  EXPECT_STREQ(to_string(ErrorCode::kNotFound), "NOT_FOUND");
  EXPECT_STREQ(to_string(ErrorCode::kAlreadyExists), "ALREADY_EXISTS");
  EXPECT_STREQ(to_string(ErrorCode::kFailedPrecondition), "FAILED_PRECONDITION");
  EXPECT_STREQ(to_string(ErrorCode::kResourceExhausted), "RESOURCE_EXHAUSTED");
  EXPECT_STREQ(to_string(ErrorCode::kPermissionDenied), "PERMISSION_DENIED");
  EXPECT_STREQ(to_string(ErrorCode::kUnauthenticated), "UNAUTHENTICATED");
  EXPECT_STREQ(to_string(ErrorCode::kAborted), "ABORTED");
  EXPECT_STREQ(to_string(ErrorCode::kOutOfRange), "OUT_OF_RANGE");
  EXPECT_STREQ(to_string(ErrorCode::kUnimplemented), "UNIMPLEMENTED");
  EXPECT_STREQ(to_string(ErrorCode::kUnavailable), "UNAVAILABLE");
}

TEST(Error, IsNotToBeRetriedUnlessItSaysWhen) {
  EXPECT_FALSE(Error(ErrorCode::kUnavailable, "busy").retry_after());
  EXPECT_EQ(Error(ErrorCode::kUnavailable, "busy", std::chrono::milliseconds(250)).retry_after(), std::chrono::milliseconds(250));
}

TEST(Error, KeepsCodeMessageAndFieldWhenThrown) {
  try {
    throw Error(ErrorCode::kNotFound, "no such model").with_field("model");
  } catch (const std::exception& thrown) {
    const auto* error = dynamic_cast<const Error*>(&thrown);
    ASSERT_NE(error, nullptr) << "with_field must not slice";
    EXPECT_EQ(error->code(), ErrorCode::kNotFound);
    EXPECT_STREQ(error->what(), "no such model");
    EXPECT_EQ(error->field(), "model");
  }
}

}  // namespace
}  // namespace furui
