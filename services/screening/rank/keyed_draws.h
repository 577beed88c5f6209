// Random draws that depend on what they are drawn for, never on when or in what company.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/sha256.h"  // for Sha256

namespace furui {

/// Which stream of draws: 64 bits that a seed, a structure and a property determine.
struct DrawKey {
  std::uint32_t low = 0, high = 0;
};

/// A bijection of 64 bits that leaves no trace of the input's pattern: SplitMix64's finalizer (Steele, Lea & Flood 2014,
/// doi:10.1145/2714064.2660195; constants of Stafford's variant 13).
constexpr std::uint64_t scattered(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xBF58476D1CE4E5B9;
  x ^= x >> 27;
  x *= 0x94D049BB133111EB;
  return x ^ x >> 31;
}

/// What a seed and a structure, and what a property, bring to a key.
std::uint64_t structure_key(std::uint64_t seed, const Sha256& structure);
std::uint64_t property_key(std::string_view property);

/// The stream of one property of one structure. Equal structures share their draws, as they share their values.
constexpr DrawKey draw_key(std::uint64_t structure, std::uint64_t property) {
  const std::uint64_t key = scattered(scattered(structure ^ property) + property);
  return {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)};
}

/// Draw number `index` of a stream: 32 random bits; of a vector of indices a vector of draws. Three rounds of multiply and
/// xor-shift, keyed between them (the constants: Wellons 2018, "Prospecting for hash functions", triple32).
///
/// Word  std::uint32_t, or a vector of them
template <typename Word>
[[gnu::always_inline]] constexpr Word drawn_bits(DrawKey key, Word index) {
  Word x = index * 0x9E3779B9U + key.low;
  x ^= x >> 17;
  x *= 0xED5AD4BBU;
  x ^= x >> 11;
  x += key.high;
  x *= 0xAC4C1B51U;
  x ^= x >> 15;
  x *= 0x31848BABU;
  return x ^ x >> 14;
}

}  // namespace furui
