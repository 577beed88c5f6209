// Vectors of numbers side by side: arithmetic that the compiler turns into the widest instructions of the function that
// it is inlined into.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#define FURUI_INLINE [[gnu::always_inline]] inline
#define FURUI_INLINED __attribute__((always_inline))  // of a lambda

namespace furui {

/// Vectors of Width values, and integers of the same size; GCC takes no size that depends on a parameter.
template <typename Scalar, int Width>
struct Vectors;
#define FURUI_VECTORS(SCALAR, INT, BITS, WIDTH)                                    \
  template <>                                                                      \
  struct Vectors<SCALAR, WIDTH> {                                                  \
    typedef SCALAR Values __attribute__((vector_size(sizeof(SCALAR) * (WIDTH))));  \
    typedef INT Ints __attribute__((vector_size(sizeof(SCALAR) * (WIDTH))));       \
    typedef BITS Bits __attribute__((vector_size(sizeof(SCALAR) * (WIDTH))));      \
  }
FURUI_VECTORS(float, std::int32_t, std::uint32_t, 4);
FURUI_VECTORS(float, std::int32_t, std::uint32_t, 8);
FURUI_VECTORS(float, std::int32_t, std::uint32_t, 16);
FURUI_VECTORS(double, std::int64_t, std::uint64_t, 4);
FURUI_VECTORS(double, std::int64_t, std::uint64_t, 8);
#undef FURUI_VECTORS

/// Two vectors side by side, since one alone would mostly wait for its own last result.
template <typename Scalar, int Width>
struct Lanes {
  using Vector = typename Vectors<Scalar, Width>::Values;
  static constexpr std::size_t kVectors = 2;
  static constexpr std::size_t kSize = kVectors * Width;

  std::array<Vector, kVectors> v;

  FURUI_INLINE Lanes() = default;
  FURUI_INLINE Lanes(Scalar all) { v.fill(Vector{} + all); }  // NOLINT(google-explicit-constructor): as a number

  FURUI_INLINE static Lanes load(const Scalar* from) {
    Lanes values;
    std::memcpy(&values.v, from, sizeof values.v);
    return values;
  }
  FURUI_INLINE void store(Scalar* into) const { std::memcpy(into, &v, sizeof v); }

  /// A vector from each vector's number.
  template <typename Of>
  FURUI_INLINE static Lanes each(const Of& of) {
    Lanes values;
    for (std::size_t i = 0; i < kVectors; ++i) values.v[i] = of(i);
    return values;
  }

  FURUI_INLINE friend Lanes operator+(const Lanes& a, const Lanes& b) { return each([&](std::size_t i) FURUI_INLINED { return a.v[i] + b.v[i]; }); }
  FURUI_INLINE friend Lanes operator-(const Lanes& a, const Lanes& b) { return each([&](std::size_t i) FURUI_INLINED { return a.v[i] - b.v[i]; }); }
  FURUI_INLINE friend Lanes operator*(const Lanes& a, const Lanes& b) { return each([&](std::size_t i) FURUI_INLINED { return a.v[i] * b.v[i]; }); }
  FURUI_INLINE friend Lanes operator/(const Lanes& a, const Lanes& b) { return each([&](std::size_t i) FURUI_INLINED { return a.v[i] / b.v[i]; }); }
  FURUI_INLINE friend Lanes operator-(const Lanes& a) { return each([&](std::size_t i) FURUI_INLINED { return -a.v[i]; }); }

  /// a < b ? x : y
  FURUI_INLINE friend Lanes where_less(const Lanes& a, const Lanes& b, const Lanes& x, const Lanes& y) {
    return each([&](std::size_t i) FURUI_INLINED { return a.v[i] < b.v[i] ? x.v[i] : y.v[i]; });
  }

  /// Whether any a is not below its b.
  FURUI_INLINE friend bool any_not_less(const Lanes& a, const Lanes& b) {
    const Lanes found = where_less(a, b, Scalar{0}, Scalar{1});
    std::array<std::uint64_t, sizeof found.v / sizeof(std::uint64_t)> words;
    std::memcpy(words.data(), &found.v, sizeof words);
    std::uint64_t set = 0;
    for (const std::uint64_t word : words) set |= word;
    return set != 0;
  }
};

}  // namespace furui
