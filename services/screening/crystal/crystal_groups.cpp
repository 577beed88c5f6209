// Blocks of crystals: compared with all earlier groups side by side, then with those of their block in order.
#include "crystal/crystal_groups.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <utility>

namespace furui {
namespace {

constexpr std::size_t kBlock = 512;

/// Crystals of the same kinds of sites whose volumes a site are within a slot's width: what lies outside the neighbouring slots is never
/// the same.
struct Slot {
  std::vector<std::pair<std::uint8_t, std::size_t>> kinds;
  std::int64_t volume = 0;
  auto operator<=>(const Slot&) const = default;
};

struct Placed {
  std::size_t index = 0;
  Slot slot;
  ComparableCrystal crystal;
};

class Groups {
 public:
  explicit Groups(const ComparisonTolerance& tolerance) : tolerance_(tolerance) {}

  Placed place(std::size_t index, const Crystal& crystal) const {
    Placed placed{index, {}, comparable(crystal, tolerance_)};
    placed.slot.kinds = placed.crystal.kinds;
    if (!placed.crystal.cells.empty()) {
      const double width = 3 * std::max(tolerance_.strain, 0.001) + 1e-6;
      placed.slot.volume = static_cast<std::int64_t>(std::floor(placed.crystal.log_volume / width));
    }
    return placed;
  }

  /// The earliest from an index on that the crystal is the same as; its own index where there is none.
  std::size_t standing_for(const Placed& placed, std::size_t from) const {
    std::vector<const Placed*> near;
    for (std::int64_t step = -1; step <= 1; ++step) {
      const auto slot = slots_.find({placed.slot.kinds, placed.slot.volume + step});
      if (slot == slots_.end()) continue;
      auto first = std::lower_bound(slot->second.begin(), slot->second.end(), from, [](const Placed& one, std::size_t index) { return one.index < index; });
      for (; first != slot->second.end(); ++first) {
        if (may_be_same(first->crystal, placed.crystal, tolerance_)) near.push_back(&*first);
      }
    }
    std::sort(near.begin(), near.end(), [](const Placed* a, const Placed* b) { return a->index < b->index; });
    for (const Placed* one : near) {
      if (crystal_difference(one->crystal, placed.crystal, tolerance_, MappingSearch::kAny)) return one->index;
    }
    return placed.index;
  }

  void add(Placed&& placed) {
    auto& slot = slots_[placed.slot];
    slot.push_back(std::move(placed));
  }

 private:
  ComparisonTolerance tolerance_;
  std::map<Slot, std::vector<Placed>> slots_;  ///< each in the order of the crystals
};

}  // namespace

std::vector<std::size_t> crystal_groups(std::size_t count, const std::function<Crystal(std::size_t)>& crystal, const ComparisonTolerance& tolerance,
                                        ThreadPool& threads) {
  Groups groups(tolerance);
  std::vector<std::size_t> standing(count);
  std::vector<Crystal> given;
  std::vector<Placed> placed;
  for (std::size_t first = 0; first < count; first += kBlock) {
    const std::size_t size = std::min(kBlock, count - first);
    given.clear();
    for (std::size_t i = 0; i < size; ++i) given.push_back(crystal(first + i));
    placed.assign(size, {});
    threads.for_each(size, [&](std::size_t i, int) {
      placed[i] = groups.place(first + i, given[i]);
      standing[first + i] = groups.standing_for(placed[i], 0);
    });
    for (std::size_t i = 0; i < size; ++i) {
      if (standing[first + i] != first + i) continue;
      standing[first + i] = groups.standing_for(placed[i], first);
      if (standing[first + i] == first + i) groups.add(std::move(placed[i]));
    }
  }
  return standing;
}

std::vector<std::size_t> crystal_groups(std::span<const Crystal> crystals, const ComparisonTolerance& tolerance, ThreadPool& threads) {
  return crystal_groups(crystals.size(), [crystals](std::size_t i) { return crystals[i]; }, tolerance, threads);
}

}  // namespace furui
