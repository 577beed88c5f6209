// Elementary functions of several float values at once, whose bits do not depend on how many those are.
//
// Sums of products must not be fused where these are inlined (-ffp-contract=off); then every instruction set gives the
// same bits.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "rank/keyed_draws.h"  // for DrawKey, drawn_bits
#include "rank/lanes.h"        // for Lanes

namespace furui {

/// On 2 × Width floats.
template <int Width>
struct FloatLanes {
  using Float = Lanes<float, Width>;
  using Vector = typename Float::Vector;
  using IntVector = typename Vectors<float, Width>::Ints;
  using BitsVector = typename Vectors<float, Width>::Bits;
  static constexpr std::size_t kVectors = Float::kVectors;
  static constexpr std::size_t kSize = Float::kSize;

  struct Bits {
    std::array<BitsVector, kVectors> v;
  };

  FURUI_INLINE static Float magnitude(const Float& a) {
    return Float::each([&](std::size_t i) FURUI_INLINED { return std::bit_cast<Vector>(std::bit_cast<BitsVector>(a.v[i]) & 0x7FFFFFFFU); });
  }

  /// drawn_bits(key, first), drawn_bits(key, first + 1), …
  FURUI_INLINE static Bits drawn(DrawKey key, std::uint32_t first) {
    Bits bits;
    for (std::size_t vector = 0; vector < kVectors; ++vector) {
      BitsVector x;
      for (int i = 0; i < Width; ++i) x[i] = static_cast<std::uint32_t>(i);
      bits.v[vector] = drawn_bits(key, BitsVector(x + (first + static_cast<std::uint32_t>(vector * Width))));
    }
    return bits;
  }

  /// Natural logarithm in single precision: the polynomial of Cephes (Moshier 1989, logf), without its branches.
  FURUI_INLINE static Float logarithm(const Float& value) {
    Float exponent = Float::each([&](std::size_t i) FURUI_INLINED {
      const IntVector biased = std::bit_cast<IntVector>(std::bit_cast<BitsVector>(value.v[i]) >> 23) - 126;
      return __builtin_convertvector(biased, Vector);
    });
    Float m = Float::each([&](std::size_t i) FURUI_INLINED {
      return std::bit_cast<Vector>((std::bit_cast<BitsVector>(value.v[i]) & 0x007FFFFFU) | 0x3F000000U);
    });
    const Float root = 0.70710678F;
    exponent = where_less(m, root, exponent - 1, exponent);
    m = where_less(m, root, m + m, m) - 1;
    const Float z = m * m;
    Float y = 7.0376836292E-2F * m + -1.1514610310E-1F;
    y = y * m + 1.1676998740E-1F;
    y = y * m + -1.2420140846E-1F;
    y = y * m + 1.4249322787E-1F;
    y = y * m + -1.6668057665E-1F;
    y = y * m + 2.0000714765E-1F;
    y = y * m + -2.4999993993E-1F;
    y = y * m + 3.3333331174E-1F;
    y = y * m * z - 2.12194440e-4F * exponent - 0.5F * z;
    const Float result = m + y + 0.693359375F * exponent;
    // Below, a float is zero for all that matters here.
    return where_less(value, 1.17549435e-38F, -std::numeric_limits<float>::infinity(), result);
  }

  /// exp(x) for x <= 0 in single precision: the polynomial of Cephes (expf); 0 below -87.
  FURUI_INLINE static Float exponential(const Float& x) {
    const Float within = where_less(Float(-87.0F), x, x, -87.0F);
    const Float scaled = within * 1.44269504088896341F - 0.5F;
    std::array<IntVector, kVectors> power;  // rounded, since x <= 0
    for (std::size_t i = 0; i < kVectors; ++i) power[i] = __builtin_convertvector(scaled.v[i], IntVector);
    const Float n = Float::each([&](std::size_t i) FURUI_INLINED { return __builtin_convertvector(power[i], Vector); });
    const Float r = within - n * 0.693359375F - n * -2.12194440e-4F;
    Float y = 1.9875691500E-4F * r + 1.3981999507E-3F;
    y = y * r + 8.3334519073E-3F;
    y = y * r + 4.1665795894E-2F;
    y = y * r + 1.6666665459E-1F;
    y = y * r + 5.0000001201E-1F;
    y = y * (r * r) + r + 1;
    const Float two_to_n = Float::each([&](std::size_t i) FURUI_INLINED { return std::bit_cast<Vector>(std::bit_cast<BitsVector>(power[i] + 127) << 23); });
    return where_less(Float(-87.0F), x, y * two_to_n, 0);
  }

  /// 2^23 midpoints of [0, 1].
  FURUI_INLINE static Float uniform(const Bits& bits) {
    const Float integer = Float::each([&](std::size_t i) FURUI_INLINED {
      const IntVector high = std::bit_cast<IntVector>(bits.v[i] >> 9);
      return __builtin_convertvector(high, Vector);
    });
    return (integer + 0.5F) * 0x1p-23F;
  }

  /// Standard normal values: the inverse cumulative function by Giles 2010 (Approximating the erfinv function, table 5).
  FURUI_INLINE static Float normal(const Bits& bits) {
    const Float p = uniform(bits);
    const Float w = -logarithm(4 * p * (1 - p));
    const Float x = w - 2.5F;
    Float y = 2.81022636e-08F * x + 3.43273939e-07F;
    y = y * x + -3.5233877e-06F;
    y = y * x + -4.39150654e-06F;
    y = y * x + 0.00021858087F;
    y = y * x + -0.00125372503F;
    y = y * x + -0.00417768164F;
    y = y * x + 0.246640727F;
    y = y * x + 1.50140941F;
    if (any_not_less(w, Float(5))) [[unlikely]] y = where_less(w, 5, y, far(w));
    return 1.41421356F * (2 * p - 1) * y;
  }

 private:
  /// One value in 300 lies in the tails.
  FURUI_INLINE static Float far(const Float& w) {
    Float x = where_less(Float(0), w, w, 0);
    for (Vector& vector : x.v) {
      for (int i = 0; i < Width; ++i) vector[i] = std::sqrt(vector[i]);
    }
    x = x - 3;
    Float y = -0.000200214257F * x + 0.000100950558F;
    y = y * x + 0.00134934322F;
    y = y * x + -0.00367342844F;
    y = y * x + 0.00573950773F;
    y = y * x + -0.0076224613F;
    y = y * x + 0.00943887047F;
    y = y * x + 1.00167406F;
    return y * x + 2.83297682F;
  }
};

}  // namespace furui
