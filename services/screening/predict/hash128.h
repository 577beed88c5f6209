// 128-bit names of atom environments: equal content gives equal names on every machine, in every batch.
#pragma once

#include <compare>
#include <cstdint>

namespace furui {

/// Two 64-bit lanes. Names are compared, ordered and summed lane by lane (sums name multisets: they do not depend
/// on order). With n distinct environments in a batch two share a name with probability about n²/2^129, which
/// for a million is 10^-27.
struct Hash128 {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  friend bool operator==(const Hash128&, const Hash128&) = default;
  friend auto operator<=>(const Hash128&, const Hash128&) = default;
  friend Hash128 operator+(Hash128 a, Hash128 b) { return {a.low + b.low, a.high + b.high}; }
  friend Hash128 operator-(Hash128 a, Hash128 b) { return {a.low - b.low, a.high - b.high}; }
};

/// A bijection that spreads every bit over both lanes: two rounds of MurmurHash3's finalizer (Appleby, public
/// domain) in each lane with a Feistel-like exchange between them. As a bijection it confuses no two codes.
inline Hash128 scrambled(Hash128 x) {
  x.low ^= x.low >> 33;
  x.low *= 0xff51afd7ed558ccdULL;
  x.low ^= x.low >> 29;
  x.high += x.low;
  x.high ^= x.high >> 31;
  x.high *= 0xc4ceb9fe1a85ec53ULL;
  x.high ^= x.high >> 33;
  x.low += x.high;
  x.low ^= x.low >> 32;
  x.low *= 0x9e3779b97f4a7c15ULL;
  x.low ^= x.low >> 29;
  x.high ^= x.low;
  return x;
}

/// The name of the ordered pair (first, second).
inline Hash128 chained(Hash128 first, Hash128 second) {
  return scrambled({first.low * 0xd6e8feb86659fd93ULL + second.low + 0x2545f4914f6cdd1dULL,
                    first.high * 0xa0761d6478bd642fULL + second.high + 0xe7037ed1a0b428dbULL});
}

/// What one member adds to the name of a multiset.
inline Hash128 in_multiset(Hash128 member) {
  return scrambled({member.low ^ 0x8ebc6af09c88c6e3ULL, member.high ^ 0x589965cc75374cc3ULL});
}

}  // namespace furui
