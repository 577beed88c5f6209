// Elementary functions of several double values at once, each with how far it may lie from the C library's.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "rank/lanes.h"  // for Lanes

namespace furui {

/// On 2 × Width doubles. Sums of products may be fused or not: the bounds hold for both.
template <int Width>
struct DoubleLanes {
  using Double = Lanes<double, Width>;
  using Vector = typename Double::Vector;
  using BitsVector = typename Vectors<double, Width>::Bits;
  using FloatVector = typename Vectors<float, Width>::Values;
  static constexpr std::size_t kSize = Double::kSize;

  static constexpr double kEpsilon = 0x1p-52;
  // Relative distances. exponential() and logarithm() err by less than 2 epsilon each, the C library's by less than 1; at degree
  // 11 what the polynomial leaves out, r^12/12!, is 28 epsilon at most.
  static constexpr double kOfExponential = 8 * kEpsilon;
  static constexpr double kOfExponential11 = 36 * kEpsilon;
  static constexpr double kOfLogarithm = 8 * kEpsilon;
  static constexpr double kFarthest = 700;  // beyond, an exponential is no longer a normal number

  /// exp(x) for |x| < kFarthest: a power of two times the Taylor polynomial of degree 13, or 11, within ln 2 / 2 of 0.
  template <int Degree = 13>
  FURUI_INLINE static Double exponential(const Double& x) {
    constexpr double kToInteger = 0x1.8p52;  // a sum with it has the rounded number in its lowest bits
    const Double shifted = x * 1.44269504088896338700 + kToInteger;
    const Double n = shifted - kToInteger;
    const Double r = x - n * 6.93147180369123816490e-01 - n * 1.90821492927058770002e-10;
    Double y = 1 / 39916800.0;
    if constexpr (Degree == 13) y = (r * (1 / 6227020800.0) + 1 / 479001600.0) * r + 1 / 39916800.0;
    y = y * r + 1 / 3628800.0;
    y = y * r + 1 / 362880.0;
    y = y * r + 1 / 40320.0;
    y = y * r + 1 / 5040.0;
    y = y * r + 1 / 720.0;
    y = y * r + 1 / 120.0;
    y = y * r + 1 / 24.0;
    y = y * r + 1 / 6.0;
    y = y * r + 0.5;
    y = y * r + 1;
    y = y * r + 1;
    const Double power = Double::each([&](std::size_t i) FURUI_INLINED {
      return std::bit_cast<Vector>((std::bit_cast<BitsVector>(shifted.v[i]) + 1023) << 52);
    });
    return y * power;
  }

  /// log(x) of a normal number: fdlibm's e_log.c (Sun Microsystems 1993).
  FURUI_INLINE static Double logarithm(const Double& x) {
    constexpr std::uint64_t kRootHalf = 0x3FE6A09E00000000, kOne = 0x3FF0000000000000;
    const Double k = Double::each([&](std::size_t i) FURUI_INLINED {
      const BitsVector exponent = (std::bit_cast<BitsVector>(x.v[i]) + (kOne - kRootHalf)) >> 52;
      return std::bit_cast<Vector>(exponent | 0x4330000000000000U) - (0x1p52 + 1023);
    });
    const Double m = Double::each([&](std::size_t i) FURUI_INLINED {
      const BitsVector bits = std::bit_cast<BitsVector>(x.v[i]) + (kOne - kRootHalf);
      return std::bit_cast<Vector>((bits & 0x000FFFFFFFFFFFFFU) + kRootHalf);
    });
    const Double f = m - 1;
    const Double s = f / (f + 2);
    const Double z = s * s, w = z * z;
    const Double even = w * (w * (w * 1.531383769920937332e-01 + 2.222219843214978396e-01) + 3.999999999940941908e-01);
    const Double odd = z * (w * (w * (w * 1.479819860511658591e-01 + 1.818357216161805012e-01) + 2.857142874366239149e-01) + 6.666666666666735130e-01);
    const Double half = f * f * 0.5;
    return k * 6.93147180369123816490e-01 - ((half - (s * (half + even + odd) + k * 1.90821492927058770002e-10)) - f);
  }

  /// Rounded to float32 and back: where the ends of an error differ there is doubt.
  FURUI_INLINE static Double rounded(const Double& x) {
    return Double::each([&](std::size_t i) FURUI_INLINED {
      const FloatVector narrow = __builtin_convertvector(x.v[i], FloatVector);
      return __builtin_convertvector(narrow, Vector);
    });
  }
  FURUI_INLINE static void store_float(const Double& x, float* into) {
    for (std::size_t i = 0; i < Double::kVectors; ++i) {
      const FloatVector narrow = __builtin_convertvector(x.v[i], FloatVector);
      std::memcpy(into + i * Width, &narrow, sizeof narrow);
    }
  }
  FURUI_INLINE static Double load_float(const float* from) {
    return Double::each([&](std::size_t i) FURUI_INLINED {
      Vector wide;  // which GCC 12 converts at once, unlike a vector
      for (int lane = 0; lane < Width; ++lane) wide[lane] = from[i * Width + static_cast<std::size_t>(lane)];
      return wide;
    });
  }
};

}  // namespace furui
