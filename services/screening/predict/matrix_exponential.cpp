// A Taylor series of 18 terms where the norm is at most a half: the next term is below 1e-21.
#include "predict/matrix_exponential.h"

#include <algorithm>
#include <cmath>

namespace furui {

ExponentialSlope exponential_slope(const Matrix3& a, const Matrix3& direction) {
  double norm = 0;
  for (const Vector3& row : a) norm = std::max(norm, std::abs(row[0]) + std::abs(row[1]) + std::abs(row[2]));
  int squarings = 0;
  for (; norm > 0.5 && squarings < 64; ++squarings) norm /= 2;
  const double scale = std::ldexp(1.0, -squarings);
  const Matrix3 x = scale * a, e = scale * direction;
  constexpr int kTerms = 18;
  Matrix3 term = kIdentity3, term_slope{};
  ExponentialSlope result{kIdentity3, {}};
  for (int k = 1; k <= kTerms; ++k) {
    term_slope = (1.0 / k) * (term_slope * x + term * e);
    term = (1.0 / k) * (term * x);
    result.exponential = result.exponential + term;
    result.slope = result.slope + term_slope;
  }
  for (int s = 0; s < squarings; ++s) {
    result.slope = result.exponential * result.slope + result.slope * result.exponential;
    result.exponential = result.exponential * result.exponential;
  }
  return result;
}

}  // namespace furui
