// Open addressing with linear probing; names are already well mixed, so the low lane is the address.
#include "predict/class_index.h"

#include <algorithm>
#include <bit>

namespace furui {

ClassIndex::ClassIndex(std::size_t expected) {
  slots_.resize(std::bit_ceil(std::max<std::size_t>(16, 2 * expected)));
  mask_ = slots_.size() - 1;
}

std::uint32_t ClassIndex::insert(Hash128 name, std::uint32_t representative) {
  std::size_t at = name.low & mask_;
  while (slots_[at].row != UINT32_MAX) {
    if (slots_[at].name == name) return slots_[at].row;
    at = (at + 1) & mask_;
  }
  const auto row = static_cast<std::uint32_t>(representatives_.size());
  slots_[at] = {name, row};
  representatives_.push_back(representative);
  if (2 * representatives_.size() > slots_.size()) grow();
  return row;
}

void ClassIndex::grow() {
  std::vector<Slot> old(2 * slots_.size());
  old.swap(slots_);
  mask_ = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.row == UINT32_MAX) continue;
    std::size_t at = slot.name.low & mask_;
    while (slots_[at].row != UINT32_MAX) at = (at + 1) & mask_;
    slots_[at] = slot;
  }
}

namespace {

constexpr std::size_t kWorthSharing = 8192;
constexpr std::size_t kMembersPerBlock = 16384;

/// Which of `shards` a name belongs to; by the lane that the address is not taken from.
std::size_t shard_of(Hash128 name, std::size_t shards) { return static_cast<std::size_t>((name.high >> 32) * shards >> 32); }

}  // namespace

std::vector<std::uint32_t> number_distinct(std::vector<std::uint32_t>& members, const std::vector<Hash128>& names,
                                           ThreadPool& threads) {
  const std::size_t count = members.size();
  if (threads.threads() == 1 || count < kWorthSharing) {
    ClassIndex index(count / 2);
    for (std::uint32_t& member : members) member = index.insert(names[member], member);
    return index.representatives();
  }
  // Each thread looks through all names and numbers those of its shard.
  const auto shards = static_cast<std::size_t>(threads.threads());
  const std::size_t blocks = (count + kMembersPerBlock - 1) / kMembersPerBlock;
  const auto each_member = [&](std::size_t block, const auto& visit) {
    const std::size_t end = std::min(count, (block + 1) * kMembersPerBlock);
    for (std::size_t i = block * kMembersPerBlock; i < end; ++i) visit(i);
  };
  std::vector<Hash128> name(count);
  threads.for_each(blocks, [&](std::size_t block, int) { each_member(block, [&](std::size_t i) { name[i] = names[members[i]]; }); });
  std::vector<ClassIndex> index;
  for (std::size_t shard = 0; shard < shards; ++shard) index.emplace_back(count / 2 / shards);
  threads.for_each(shards, [&](std::size_t shard, int) {
    for (std::size_t i = 0; i < count; ++i) {
      if (shard_of(name[i], shards) == shard) members[i] = index[shard].insert(name[i], members[i]);
    }
  });
  std::vector<std::uint32_t> first_row, representatives;
  for (const ClassIndex& part : index) {
    first_row.push_back(static_cast<std::uint32_t>(representatives.size()));
    representatives.insert(representatives.end(), part.representatives().begin(), part.representatives().end());
  }
  threads.for_each(blocks, [&](std::size_t block, int) {
    each_member(block, [&](std::size_t i) { members[i] += first_row[shard_of(name[i], shards)]; });
  });
  return representatives;
}

}  // namespace furui
