// Keys of streams.
#include "rank/keyed_draws.h"

namespace furui {
namespace {

constexpr std::uint64_t kStep = 0x9E3779B97F4A7C15;  // SplitMix64's

}  // namespace

std::uint64_t structure_key(std::uint64_t seed, const Sha256& structure) {
  std::uint64_t key = scattered(seed + kStep);
  for (std::size_t at = 0; at < structure.size(); at += sizeof key) {
    std::uint64_t word = 0;
    for (std::size_t byte = 0; byte < sizeof key; ++byte) word |= std::uint64_t{structure[at + byte]} << (8 * byte);
    key = scattered(key ^ word) + kStep;
  }
  return key;
}

std::uint64_t property_key(std::string_view property) {
  std::uint64_t key = kStep;
  for (const char letter : property) key = scattered(key ^ static_cast<unsigned char>(letter)) + kStep;
  return key;
}

}  // namespace furui
