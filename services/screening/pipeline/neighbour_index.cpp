// Counters of one block fit the nearest cache; what cannot beat the best so far is passed over.
#include "pipeline/neighbour_index.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace furui {
namespace {

constexpr std::size_t kBits = 2048;
constexpr std::size_t kBlock = 1024;
constexpr std::size_t kGroup = 32;
constexpr double kShareLeftOut = 0.5;  // of the bits that a better one must share; measured: less counts more, more checks more

/// The bits that are set, in order; returns their number.
std::size_t set_bits(const NeighbourIndex::Bits& fingerprint, std::array<std::uint16_t, kBits>& bits) {
  std::size_t count = 0;
  for (std::size_t word = 0; word < fingerprint.size(); ++word) {
    for (std::uint64_t rest = fingerprint[word]; rest != 0; rest &= rest - 1)
      bits[count++] = static_cast<std::uint16_t>(64 * word + static_cast<std::size_t>(std::countr_zero(rest)));
  }
  return count;
}

}  // namespace

NeighbourIndex::NeighbourIndex(std::vector<Bits> fingerprints) : fingerprints_(std::move(fingerprints)) {
  std::array<std::uint16_t, kBits> bits;
  for (std::size_t first = 0; first < fingerprints_.size(); first += kBlock) {
    const auto part = std::span<const Bits>(fingerprints_).subspan(first, std::min(kBlock, fingerprints_.size() - first));
    std::vector<std::vector<std::uint16_t>> lists(kBits);
    for (std::size_t place = 0; place < part.size(); ++place) {
      const std::size_t count = set_bits(part[place], bits);
      bits_of_.push_back(static_cast<std::uint16_t>(count));
      for (std::size_t i = 0; i < count; ++i) lists[bits[i]].push_back(static_cast<std::uint16_t>(place));
    }
    Block& block = blocks_.emplace_back();
    block.first = first;
    for (const auto& list : lists) {
      block.begin.push_back(static_cast<std::uint32_t>(block.members.size()));
      block.members.insert(block.members.end(), list.begin(), list.end());
    }
    block.begin.push_back(static_cast<std::uint32_t>(block.members.size()));
    for (std::size_t bit = 0; bit < kBits; ++bit) uses_[bit] += static_cast<std::uint32_t>(lists[bit].size());
  }
}

double NeighbourIndex::nearest(const Bits& query, double enough) const {
  std::array<std::uint16_t, kBits> bits;
  const std::size_t count = set_bits(query, bits);
  const auto set = std::span(bits).first(count);
  std::sort(set.begin(), set.end(), [&](std::uint16_t a, std::uint16_t b) { return uses_[a] < uses_[b]; });
  // The first block whose last fingerprint has as many bits as the query; below it go on downward, from it upward.
  const auto at = std::partition_point(blocks_.begin(), blocks_.end(), [&](const Block& block) { return most_bits(block) < count; });
  auto above = static_cast<std::size_t>(at - blocks_.begin()), below = above;
  double best = 0;
  while (best < enough && (below > 0 || above < blocks_.size())) {
    const double lower = below > 0 ? bound(blocks_[below - 1], count) : 0;
    const double upper = above < blocks_.size() ? bound(blocks_[above], count) : 0;
    if (std::max(lower, upper) <= best) break;
    const Block& block = upper >= lower ? blocks_[above++] : blocks_[--below];
    best = within(block, set, best);
  }
  return best;
}

std::size_t NeighbourIndex::most_bits(const Block& block) const { return bits_of_[std::min(block.first + kBlock, bits_of_.size()) - 1]; }

double NeighbourIndex::bound(const Block& block, std::size_t query_bits) const {
  const auto query = static_cast<double>(query_bits);
  const double least = bits_of_[block.first], most = static_cast<double>(most_bits(block));
  if (query < least) return query / least;
  return query > most ? most / query : 1;
}

double NeighbourIndex::within(const Block& block, std::span<const std::uint16_t> query, double best) const {
  const auto bits = static_cast<double>(query.size());
  // A fingerprint above the best shares more bits than this. Half as many bits, those with the longest lists, are not
  // counted: they alone lift none above it, and are looked up only for those that the counted ones leave a chance.
  const double needed = best * (bits + bits_of_[block.first]) / (1 + best);
  const auto left_out = static_cast<std::size_t>(kShareLeftOut * needed);
  const auto counted = query.first(query.size() - left_out), rest = query.last(left_out);
  std::array<std::int16_t, kBlock> shared{};
  for (const std::uint16_t bit : counted) {
    const std::uint16_t* const end = block.members.data() + block.begin[bit + 1U];
    for (const std::uint16_t* member = block.members.data() + block.begin[bit]; member != end; ++member) ++shared[*member];
  }
  const auto most_left_out = static_cast<std::int16_t>(left_out);
  const auto cannot_beat = [&](std::int16_t most, std::size_t least_bits) {
    return most <= 0 || most * (1 + best) < best * (bits + static_cast<double>(least_bits)) * (1 - 1e-12);
  };
  const std::size_t size = std::min(kBlock, bits_of_.size() - block.first);
  for (std::size_t group = 0; group < size; group += kGroup) {
    std::int16_t most = 0;
    for (std::size_t i = 0; i < kGroup; ++i) most = std::max(most, shared[group + i]);
    // Numbers of bits rise within a block: the first of the group has the fewest.
    if (cannot_beat(static_cast<std::int16_t>(most + most_left_out), bits_of_[block.first + group])) continue;
    for (std::size_t i = group; i < std::min(group + kGroup, size); ++i) {
      const std::size_t other = block.first + i;
      if (cannot_beat(static_cast<std::int16_t>(shared[i] + most_left_out), bits_of_[other])) continue;
      double both = shared[i];
      for (const std::uint16_t bit : rest) both += static_cast<double>(fingerprints_[other][bit / 64U] >> (bit % 64U) & 1U);
      best = std::max(best, both / (bits + bits_of_[other] - both));
    }
  }
  return best;
}

}  // namespace furui
