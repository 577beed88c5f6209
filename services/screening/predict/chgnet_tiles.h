// Tiles of messages: computed by one thread or by several, and gathered in one order either way.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>

#include "core/thread_pool.h"     // for ThreadPool
#include "predict/gate_kernel.h"  // for kGateRows, kGateWidth, FlushDenormals

namespace furui::chgnet_cpu {

/// What a tile's rows are computed in: it stays in the cache.
struct TileRows {
  alignas(64) float x[kGateRows * 2 * kGateWidth];
  alignas(64) float m[kGateRows * kGateWidth];
  alignas(64) float dm[kGateRows * kGateWidth];
  alignas(64) float dx[kGateRows * 2 * kGateWidth];
};

/// With a pool several threads work on one crystal. Results are bit for bit those of one thread: rows do not depend on
/// each other, and what is summed is summed on the calling thread, in order.
class Tiles {
 public:
  /// pool  nullptr: one thread
  explicit Tiles(ThreadPool* pool) : pool_(pool) {}

  /// compute(first, rows, tile) for all tiles, on any thread; gather(first, rows, tile) in their order, on this one.
  template <class Compute, class Gather>
  void run(std::size_t total, const Compute& compute, const Gather& gather) const {
    const std::size_t tiles = (total + kGateRows - 1) / kGateRows, at_once = pool_ ? kTilesAThread * static_cast<std::size_t>(pool_->threads()) : 1;
    const std::unique_ptr<TileRows[]> rows_of(new TileRows[std::min(tiles, at_once)]);
    const auto count = [&](std::size_t tile) { return std::min(kGateRows, total - tile * kGateRows); };
    for (std::size_t begin = 0; begin < tiles; begin += at_once) {
      const std::size_t many = std::min(at_once, tiles - begin);
      for_each(many, [&](std::size_t i) { compute((begin + i) * kGateRows, count(begin + i), rows_of[i]); });
      for (std::size_t i = 0; i < many; ++i) gather((begin + i) * kGateRows, count(begin + i), rows_of[i]);
    }
  }

  /// run(first, rows) over rows that write to places of their own.
  template <class Run>
  void rows(std::size_t total, const Run& run) const {
    if (pool_ == nullptr) return run(std::size_t{0}, total);
    for_each((total + kRows - 1) / kRows, [&](std::size_t i) { run(i * kRows, std::min(kRows, total - i * kRows)); });
  }

 private:
  template <class Run>
  void for_each(std::size_t blocks, const Run& run) const {
    if (pool_ == nullptr) {
      for (std::size_t i = 0; i < blocks; ++i) run(i);
      return;
    }
    pool_->for_each(blocks, [&](std::size_t i, int) {
      const FlushDenormals flush;
      run(i);
    });
  }

  static constexpr std::size_t kTilesAThread = 16, kRows = 512;

  ThreadPool* pool_;
};

}  // namespace furui::chgnet_cpu
