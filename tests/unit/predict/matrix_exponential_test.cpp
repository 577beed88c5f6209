// The exponential against closed forms, its derivative against differences.
#include "predict/matrix_exponential.h"

#include <gtest/gtest.h>

#include <cmath>

namespace furui {
namespace {

TEST(MatrixExponential, IsARotationForAnAntisymmetricMatrix) {
  for (const double angle : {1e-6, 0.3, 3.0, 9.0}) {
    const Matrix3 turned = exponential_slope({{{0, -angle, 0}, {angle, 0, 0}, {0, 0, 0}}}, {}).exponential;
    EXPECT_NEAR(turned[0][0], std::cos(angle), 1e-13);
    EXPECT_NEAR(turned[1][0], std::sin(angle), 1e-13);
    EXPECT_NEAR(turned[2][2], 1, 1e-15);
  }
}

TEST(MatrixExponential, HasTheSlopeThatDifferencesShow) {
  const Matrix3 a{{{0.3, -0.2, 0.1}, {0.5, 0.1, -0.4}, {-0.1, 0.7, -0.2}}}, e{{{1, 2, -1}, {0.5, -1, 0}, {3, 0.2, 0.1}}};
  constexpr double kStep = 1e-5;
  const Matrix3 slope = exponential_slope(a, e).slope;
  const Matrix3 up = exponential_slope(a + kStep * e, {}).exponential, down = exponential_slope(a + -kStep * e, {}).exponential;
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) EXPECT_NEAR(slope[i][j], (up[i][j] - down[i][j]) / (2 * kStep), 1e-9);
  }
}

}  // namespace
}  // namespace furui
