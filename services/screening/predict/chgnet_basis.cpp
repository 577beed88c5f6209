// One sine and cosine a frequency give a function and its slope.
#include "predict/chgnet_basis.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "predict/gate_kernel.h"  // for sines_cosines

namespace furui {
namespace {

constexpr std::size_t kAtOnce = 32;

}  // namespace

void radial_basis(double r, double cutoff, int p, std::span<const float> frequencies, float* values, float* slopes) {
  const double x = r / cutoff, norm = std::sqrt(2 / cutoff) / r;
  const double a = -(p + 1.0) * (p + 2.0) / 2, b = p * (p + 2.0), c = -p * (p + 1.0) / 2;
  const double before = std::pow(x, p - 1);
  const double envelope = x < 1 ? 1 + before * x * (a + x * (b + x * c)) : 0;
  const double fall = x < 1 ? before * (a * p + x * (b * (p + 1) + x * c * (p + 2))) / cutoff : 0;
  for (std::size_t first = 0; first < frequencies.size(); first += kAtOnce) {
    const std::size_t count = std::min(kAtOnce, frequencies.size() - first);
    double sine[kAtOnce], cosine[kAtOnce];
    sines_cosines(count, frequencies.data() + first, x, sine, cosine);
    for (std::size_t k = 0; k < count; ++k) {
      const double f = frequencies[first + k];
      values[first + k] = static_cast<float>(norm * sine[k] * envelope);
      slopes[first + k] = static_cast<float>(norm * (f / cutoff * cosine[k] * envelope - sine[k] * envelope / r + sine[k] * fall));
    }
  }
}

void angular_basis(double cosine, std::span<const float> frequencies, float* values, float* slopes) {
  constexpr double kScale = 1 - 1e-6;
  const double norm = 1 / std::sqrt(std::numbers::pi), scaled = cosine * kScale;
  const double angle = std::acos(scaled), turn = -kScale / std::sqrt(1 - scaled * scaled);
  values[0] = static_cast<float>(norm / std::numbers::sqrt2);
  slopes[0] = 0;
  const std::size_t n = frequencies.size();
  for (std::size_t first = 0; first < n; first += kAtOnce) {
    const std::size_t count = std::min(kAtOnce, n - first);
    double sine[kAtOnce], cos[kAtOnce];
    sines_cosines(count, frequencies.data() + first, angle, sine, cos);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t k = first + i;
      const double f = frequencies[k];
      values[1 + k] = static_cast<float>(norm * sine[i]);
      values[1 + n + k] = static_cast<float>(norm * cos[i]);
      slopes[1 + k] = static_cast<float>(norm * f * cos[i] * turn);
      slopes[1 + n + k] = static_cast<float>(-norm * f * sine[i] * turn);
    }
  }
}

}  // namespace furui
