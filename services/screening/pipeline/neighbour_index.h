// The most similar of many fingerprints, found by the bits that they share.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace furui {

/// Fingerprints of 2,048 bits in blocks of similar numbers of bits; each block lists, bit by bit, which of its fingerprints
/// have it. A search counts shared bits along the lists of the query's own bits: work goes with the bits that a query
/// shares with the set, not with the size of all fingerprints.
class NeighbourIndex {
 public:
  using Bits = std::array<std::uint64_t, 32>;

  /// fingerprints  in the order of their numbers of bits
  explicit NeighbourIndex(std::vector<Bits> fingerprints);

  std::size_t size() const { return bits_of_.size(); }

  /// Tanimoto similarity (bits in both / bits in either) to the nearest fingerprint, or to the first found at or above
  /// `enough`; 0 where no bit is shared.
  ///
  /// Blocks are searched outward from those with the query's own number of bits: two fingerprints of a and b bits have
  /// a similarity of at most min(a, b) / max(a, b) (Swamidass and Baldi 2007, J. Chem. Inf. Model. 47, 302).
  double nearest(const Bits& query, double enough) const;

 private:
  struct Block {
    std::size_t first = 0;                 ///< of bits_of_
    std::vector<std::uint32_t> begin;      ///< 2,049: where each bit's list begins in `members`
    std::vector<std::uint16_t> members;    ///< places in the block, from 0
  };
  std::size_t most_bits(const Block& block) const;
  /// query   bits that are set, those that fewer fingerprints have first
  /// returns the best, or a better one of the block
  double within(const Block& block, std::span<const std::uint16_t> query, double best) const;
  double bound(const Block& block, std::size_t query_bits) const;

  std::vector<Bits> fingerprints_;
  std::vector<std::uint16_t> bits_of_;            ///< number of bits of each
  std::array<std::uint32_t, 2048> uses_{};        ///< fingerprints that have each bit
  std::vector<Block> blocks_;
};

}  // namespace furui
