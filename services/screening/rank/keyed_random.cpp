// SplitMix64 by position, and Box-Muller on top.
#include "rank/keyed_random.h"

#include <cmath>
#include <numbers>

namespace furui {

std::uint64_t keyed_bits(std::uint64_t key, std::uint64_t index) {
  std::uint64_t z = key + (index + 1) * 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

double keyed_normal(std::uint64_t key, std::uint64_t index) {
  constexpr double kUnit = 1.0 / 9007199254740992.0;  // 2^-53
  const double radius = static_cast<double>((keyed_bits(key, 2 * index) >> 11) + 1) * kUnit;  // in (0, 1]
  const double turn = static_cast<double>(keyed_bits(key, 2 * index + 1) >> 11) * kUnit;      // in [0, 1)
  return std::sqrt(-2 * std::log(radius)) * std::cos(2 * std::numbers::pi * turn);
}

}  // namespace furui
