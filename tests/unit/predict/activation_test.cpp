// Activations at values worked out by hand from their definitions in torch.nn.
#include "predict/activation.h"

#include <gtest/gtest.h>

#include <vector>

namespace furui {
namespace {

float at(ActivationKind kind, float x, float parameter = 0) {
  std::vector<float> row{x};
  const std::vector<float> slopes{0.25f};
  activate({kind, parameter}, slopes, row);
  return row[0];
}

TEST(Activate, follows_the_definitions) {
  EXPECT_FLOAT_EQ(at(ActivationKind::kRelu, -2), 0);
  EXPECT_FLOAT_EQ(at(ActivationKind::kLeakyRelu, -2, 0.1f), -0.2f);
  EXPECT_FLOAT_EQ(at(ActivationKind::kPrelu, -2), -0.5f);
  EXPECT_FLOAT_EQ(at(ActivationKind::kTanh, 0.5f), 0.46211716f);
  EXPECT_FLOAT_EQ(at(ActivationKind::kElu, -1, 2), -1.2642411f);   // 2 (1/e − 1)
  EXPECT_FLOAT_EQ(at(ActivationKind::kSigmoid, 1), 0.73105858f);   // 1 / (1 + 1/e)
  EXPECT_FLOAT_EQ(at(ActivationKind::kSilu, 1), 0.73105858f);
  EXPECT_FLOAT_EQ(at(ActivationKind::kGelu, 1), 0.84134475f);      // Φ(1)
  EXPECT_FLOAT_EQ(at(ActivationKind::kSoftplus, 0, 2), 0.34657359f);  // ln 2 / 2
  EXPECT_FLOAT_EQ(at(ActivationKind::kSoftplus, 30, 1), 30);
}

TEST(Activate, uses_a_slope_for_each_channel_where_there_are_as_many) {
  std::vector<float> row{-1, -1, 3};
  const std::vector<float> slopes{0.5f, 0.25f, 9};
  activate({ActivationKind::kPrelu, 0}, slopes, row);
  EXPECT_EQ(row, (std::vector<float>{-0.5f, -0.25f, 3}));
}

}  // namespace
}  // namespace furui
