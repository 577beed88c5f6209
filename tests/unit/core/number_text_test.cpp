// Numbers as text: short, and the same number when read back.
#include "core/number_text.h"

#include <gtest/gtest.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <random>

namespace furui {
namespace {

TEST(NumberText, IsShort) {
  EXPECT_EQ(shortest(0.1f), "0.1");
  EXPECT_EQ(shortest(0.1), "0.1");
  EXPECT_EQ(shortest(1e-07f), "1e-07");
  EXPECT_EQ(shortest(-5.3f), "-5.3");
  EXPECT_EQ(shortest(0.0f), "0");
  EXPECT_EQ(shortest(-0.0f), "-0");
  EXPECT_EQ(shortest(500.0), "500");
  EXPECT_EQ(shortest(1 / 3.0f), "0.33333334");
  EXPECT_EQ(shortest(1 / 3.0), "0.3333333333333333");
  EXPECT_EQ(shortest(std::numeric_limits<float>::max()), "3.4028235e+38");
  EXPECT_EQ(shortest(std::numeric_limits<float>::denorm_min()), "1e-45");
  EXPECT_EQ(shortest(-std::numeric_limits<double>::denorm_min()), "-5e-324");
}

TEST(NumberText, ReadsBackToTheSameFloat) {
  std::mt19937 random(3);
  for (int i = 0; i < 200'000; ++i) {
    const std::uint32_t bits = random();
    float value;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    const std::string text = shortest(value);
    float back = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), back);
    ASSERT_EQ(read.ptr, text.data() + text.size());
    ASSERT_EQ(std::memcmp(&back, &value, sizeof value), 0) << text;
  }
}

TEST(NumberText, ReadsBackToTheSameDouble) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 200'000; ++i) {
    const std::uint64_t bits = random();
    double value;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    const std::string text = shortest(value);
    double back = 0;
    std::from_chars(text.data(), text.data() + text.size(), back);
    ASSERT_EQ(std::memcmp(&back, &value, sizeof value), 0) << text;
  }
}

}  // namespace
}  // namespace furui
