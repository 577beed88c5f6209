// One sine and cosine a frequency give a function and its slope.
#include "predict/chgnet_basis.h"

#include <cmath>
#include <numbers>

namespace furui {

void radial_basis(double r, double cutoff, int p, std::span<const float> frequencies, float* values, float* slopes) {
  const double x = r / cutoff, norm = std::sqrt(2 / cutoff) / r;
  const double a = -(p + 1.0) * (p + 2.0) / 2, b = p * (p + 2.0), c = -p * (p + 1.0) / 2;
  const double before = std::pow(x, p - 1);
  const double envelope = x < 1 ? 1 + before * x * (a + x * (b + x * c)) : 0;
  const double fall = x < 1 ? before * (a * p + x * (b * (p + 1) + x * c * (p + 2))) / cutoff : 0;
  for (std::size_t k = 0; k < frequencies.size(); ++k) {
    const double f = frequencies[k], sine = std::sin(f * x), cosine = std::cos(f * x);
    values[k] = static_cast<float>(norm * sine * envelope);
    slopes[k] = static_cast<float>(norm * (f / cutoff * cosine * envelope - sine * envelope / r + sine * fall));
  }
}

void angular_basis(double cosine, std::span<const float> frequencies, float* values, float* slopes) {
  constexpr double kScale = 1 - 1e-6;
  const double norm = 1 / std::sqrt(std::numbers::pi), scaled = cosine * kScale;
  const double angle = std::acos(scaled), turn = -kScale / std::sqrt(1 - scaled * scaled);
  values[0] = static_cast<float>(norm / std::numbers::sqrt2);
  slopes[0] = 0;
  const std::size_t n = frequencies.size();
  for (std::size_t k = 0; k < n; ++k) {
    const double f = frequencies[k], s = std::sin(f * angle), c = std::cos(f * angle);
    values[1 + k] = static_cast<float>(norm * s);
    values[1 + n + k] = static_cast<float>(norm * c);
    slopes[1 + k] = static_cast<float>(norm * f * c * turn);
    slopes[1 + n + k] = static_cast<float>(-norm * f * s * turn);
  }
}

}  // namespace furui
