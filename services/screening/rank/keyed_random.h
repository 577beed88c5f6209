// Random numbers that are looked up by a key instead of drawn in turn, the same on every machine and in any order.
#pragma once

#include <cstdint>

namespace furui {

/// Output number `index`, from 0, of the generator SplitMix64 with the seed `key` (Steele, Lea & Flood 2014, "Fast
/// splittable pseudorandom number generators", with the constants of Vigna's reference code).
std::uint64_t keyed_bits(std::uint64_t key, std::uint64_t index);

/// A standard normal number, |z| < 8.6, by Box & Muller 1958 (Ann. Math. Stat. 29, 610) from the bits 2 index and
/// 2 index + 1 of the key. The standard library's distributions would differ between libraries.
double keyed_normal(std::uint64_t key, std::uint64_t index);

}  // namespace furui
