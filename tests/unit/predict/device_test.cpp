// Devices by name: what is there is taken, what is not is said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"         // for Error
#include "predict/predictor.h"  // for resolve_device

namespace furui {
namespace {

TEST(ResolveDevice, takes_cpu_everywhere_and_something_for_auto) {
  EXPECT_EQ(resolve_device("cpu"), "cpu");
  EXPECT_THAT(resolve_device("auto"), testing::AnyOf("cpu", "cuda:0"));
}

TEST(ResolveDevice, says_which_devices_there_are) {
  for (const char* name : {"gpu", "cuda:", "cuda:x", "cuda:-1", "cuda:99999999999999999999", ""}) {
    try {
      resolve_device(name);
      FAIL() << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
      EXPECT_THAT(error.what(), testing::HasSubstr("cpu"));
    }
  }
  if (resolve_device("auto") != "cpu") GTEST_SKIP() << "this machine has a CUDA device";
  try {
    resolve_device("cuda:3");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kFailedPrecondition);
    EXPECT_THAT(error.what(), testing::HasSubstr("use --device cpu"));
  }
}

TEST(PredictEnvironment, names_library_device_and_kernels) {
  const auto environment = predict_environment("cpu");
  EXPECT_EQ(environment.at("device"), "cpu");
  EXPECT_THAT(environment.at("libtorch"), testing::MatchesRegex("[0-9]+\\.[0-9]+.*"));
  EXPECT_THAT(environment.at("cpu_kernels"), testing::AnyOf("avx512", "avx2", "baseline"));
}

}  // namespace
}  // namespace furui
