// Open addressing with linear probing; names are already well mixed, so the low lane is the address.
#include "predict/class_index.h"

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

}  // namespace furui
