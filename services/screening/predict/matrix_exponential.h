// The exponential of a 3 × 3 matrix, and how it changes with the matrix.
#pragma once

#include "core/matrix3.h"  // for Matrix3

namespace furui {

struct ExponentialSlope {
  Matrix3 exponential{};  ///< exp(A)
  Matrix3 slope{};        ///< L(A, E): the derivative of exp(A + tE) by t at 0
};

/// By scaling and squaring of the Taylor series and its derivative (Al-Mohy and Higham, SIAM J. Matrix Anal. Appl. 30,
/// 1639 (2009), equations 2.1 and 3.3), to rounding for norms up to about 10.
ExponentialSlope exponential_slope(const Matrix3& a, const Matrix3& direction);

}  // namespace furui
