// Arithmetic on several float values at once: elementary functions whose bits do not depend on how many those are.
//
// The compiler turns vectors of Width floats into the instructions of the function that they are inlined into, and sums
// of products must not be fused there (-ffp-contract=off); then every instruction set gives the same bits.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>

#include "rank/keyed_draws.h"  // for DrawKey, drawn_bits' rounds

#define FURUI_INLINE [[gnu::always_inline]] inline
#define FURUI_INLINED __attribute__((always_inline))  // of a lambda

namespace furui {

/// Vectors of Width values; GCC takes no size that depends on a parameter.
template <int Width>
struct Vectors;
#define FURUI_VECTORS(WIDTH)                                             \
  template <>                                                            \
  struct Vectors<WIDTH> {                                                \
    typedef float Float __attribute__((vector_size(4 * (WIDTH))));       \
    typedef std::int32_t Int __attribute__((vector_size(4 * (WIDTH))));  \
    typedef std::uint32_t Bits __attribute__((vector_size(4 * (WIDTH)))); \
  }
FURUI_VECTORS(4);
FURUI_VECTORS(8);
FURUI_VECTORS(16);
#undef FURUI_VECTORS

/// 2 × Width values: two vectors side by side, since one alone would mostly wait for its own last result.
template <int Width>
struct Lanes {
  using Vector = typename Vectors<Width>::Float;
  using IntVector = typename Vectors<Width>::Int;
  using BitsVector = typename Vectors<Width>::Bits;
  static constexpr std::size_t kVectors = 2;
  static constexpr std::size_t kSize = kVectors * Width;

  struct Float {
    std::array<Vector, kVectors> v;

    FURUI_INLINE Float() = default;
    FURUI_INLINE Float(float all) { v.fill(Vector{} + all); }  // NOLINT(google-explicit-constructor): as a number

    FURUI_INLINE friend Float operator+(const Float& a, const Float& b) { return each([&](std::size_t i) FURUI_INLINED { return a.v[i] + b.v[i]; }); }
    FURUI_INLINE friend Float operator-(const Float& a, const Float& b) { return each([&](std::size_t i) FURUI_INLINED { return a.v[i] - b.v[i]; }); }
    FURUI_INLINE friend Float operator*(const Float& a, const Float& b) { return each([&](std::size_t i) FURUI_INLINED { return a.v[i] * b.v[i]; }); }
    FURUI_INLINE friend Float operator/(const Float& a, const Float& b) { return each([&](std::size_t i) FURUI_INLINED { return a.v[i] / b.v[i]; }); }
    FURUI_INLINE friend Float operator-(const Float& a) { return each([&](std::size_t i) FURUI_INLINED { return -a.v[i]; }); }
  };
  struct Bits {
    std::array<BitsVector, kVectors> v;
  };

  /// A value from each vector's number.
  template <typename Of>
  FURUI_INLINE static Float each(const Of& of) {
    Float values;
    for (std::size_t i = 0; i < kVectors; ++i) values.v[i] = of(i);
    return values;
  }
  template <typename Of>
  FURUI_INLINE static Bits each_bits(const Of& of) {
    Bits bits;
    for (std::size_t i = 0; i < kVectors; ++i) bits.v[i] = of(i);
    return bits;
  }

  FURUI_INLINE static Float load(const float* from) {
    Float values;
    std::memcpy(&values.v, from, sizeof values.v);
    return values;
  }
  FURUI_INLINE static void store(const Float& values, float* into) { std::memcpy(into, &values.v, sizeof values.v); }

  /// a < b ? x : y
  FURUI_INLINE static Float where_less(const Float& a, const Float& b, const Float& x, const Float& y) {
    return each([&](std::size_t i) FURUI_INLINED { return a.v[i] < b.v[i] ? x.v[i] : y.v[i]; });
  }

  /// Whether any a is not below its b.
  FURUI_INLINE static bool any_not_less(const Float& a, const Float& b) {
    const Float found = where_less(a, b, 0, 1);
    std::array<std::uint64_t, kSize / 2> words;
    std::memcpy(words.data(), &found.v, sizeof words);
    std::uint64_t set = 0;
    for (const std::uint64_t word : words) set |= word;
    return set != 0;
  }

  FURUI_INLINE static Float magnitude(const Float& a) {
    return each([&](std::size_t i) FURUI_INLINED { return std::bit_cast<Vector>(std::bit_cast<BitsVector>(a.v[i]) & 0x7FFFFFFFU); });
  }

  /// drawn_bits(key, first), drawn_bits(key, first + 1), …
  FURUI_INLINE static Bits drawn(DrawKey key, std::uint32_t first) {
    return each_bits([&](std::size_t vector) FURUI_INLINED {
      BitsVector x;
      for (int i = 0; i < Width; ++i) x[i] = static_cast<std::uint32_t>(i);
      x = (x + (first + static_cast<std::uint32_t>(vector * Width))) * 0x9E3779B9U + key.low;
      x ^= x >> 17;
      x *= 0xED5AD4BBU;
      x ^= x >> 11;
      x += key.high;
      x *= 0xAC4C1B51U;
      x ^= x >> 15;
      x *= 0x31848BABU;
      return x ^ x >> 14;
    });
  }

  /// Natural logarithm in single precision: the polynomial of Cephes (Moshier 1989, logf), without its branches.
  FURUI_INLINE static Float logarithm(const Float& value) {
    Float exponent = each([&](std::size_t i) FURUI_INLINED {
      const IntVector biased = std::bit_cast<IntVector>(std::bit_cast<BitsVector>(value.v[i]) >> 23) - 126;
      return __builtin_convertvector(biased, Vector);
    });
    Float m = each([&](std::size_t i) FURUI_INLINED {
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
    const Float within = where_less(-87.0F, x, x, -87.0F);
    const Float scaled = within * 1.44269504088896341F - 0.5F;
    std::array<IntVector, kVectors> power;  // rounded, since x <= 0
    for (std::size_t i = 0; i < kVectors; ++i) power[i] = __builtin_convertvector(scaled.v[i], IntVector);
    const Float n = each([&](std::size_t i) FURUI_INLINED { return __builtin_convertvector(power[i], Vector); });
    const Float r = within - n * 0.693359375F - n * -2.12194440e-4F;
    Float y = 1.9875691500E-4F * r + 1.3981999507E-3F;
    y = y * r + 8.3334519073E-3F;
    y = y * r + 4.1665795894E-2F;
    y = y * r + 1.6666665459E-1F;
    y = y * r + 5.0000001201E-1F;
    y = y * (r * r) + r + 1;
    const Float two_to_n = each([&](std::size_t i) FURUI_INLINED { return std::bit_cast<Vector>(std::bit_cast<BitsVector>(power[i] + 127) << 23); });
    return where_less(-87.0F, x, y * two_to_n, 0);
  }

  /// 2^23 midpoints of [0, 1].
  FURUI_INLINE static Float uniform(const Bits& bits) {
    const Float integer = each([&](std::size_t i) FURUI_INLINED {
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
    if (any_not_less(w, 5)) [[unlikely]] y = where_less(w, 5, y, far(w));
    return 1.41421356F * (2 * p - 1) * y;
  }

 private:
  /// One value in 300 lies in the tails.
  FURUI_INLINE static Float far(const Float& w) {
    Float x = where_less(0, w, w, 0);
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
