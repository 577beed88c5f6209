// All tests of this binary once more with the loops of another instruction set, where FURUI_TEST_ROW_KERNEL names one.
#include <gtest/gtest.h>

#include <cstdlib>

#include "predict/row_kernel.h"

namespace furui {
namespace {

class InstructionSet : public testing::Environment {
  void SetUp() override {
    const char* wanted = std::getenv("FURUI_TEST_ROW_KERNEL");
    if (wanted == nullptr) return;
    if (!use_row_kernel(wanted)) GTEST_SKIP() << "this CPU has no " << wanted;
    ASSERT_STREQ(row_kernel_target(), wanted);
  }
};

const auto* const instruction_set = testing::AddGlobalTestEnvironment(new InstructionSet);

TEST(RowKernel, refuses_an_instruction_set_that_is_not_known) {
  const std::string before = row_kernel_target();
  EXPECT_FALSE(use_row_kernel("avx1024"));
  EXPECT_EQ(row_kernel_target(), before);
}

}  // namespace
}  // namespace furui
