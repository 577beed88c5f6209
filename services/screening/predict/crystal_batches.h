// What every crystal model does around its network: judges elements, cuts rows into batches, halves what does not fit.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/crystal.h"      // for Crystal
#include "core/manifest.h"     // for Manifest
#include "core/prediction.h"   // for Predictions
#include "core/thread_pool.h"  // for ThreadPool

namespace furui {

/// One crystal of a batch.
struct CrystalRow {
  std::size_t row = 0;   ///< in the predictions
  std::size_t cost = 0;  ///< bytes that predicting it takes at most
};

/// Rejects a crystal with sites that are shared, of a model that takes whole atoms, or with an element beyond `elements`,
/// the last with weights; marks one that the training has not seen.
void judge_sites(const Manifest& manifest, std::size_t elements, const Crystal& crystal, std::size_t row, Predictions& result);

/// TOO_LARGE. size  "216 sites, 9,000 bonds"; limit  in bytes
Rejection too_large_for_memory(const std::string& size, std::size_t limit);

/// The memory for one batch: what was asked for, else half of the machine's (at most 8 GiB), or most of what a GPU has free.
std::size_t batch_memory(const std::string& device, std::size_t asked_bytes);

/// Batches of rows on a device.
struct CrystalBatches {
  const std::string& device;
  ThreadPool& threads;
  std::size_t limit_bytes;                                 ///< batch_memory()
  const std::function<bool()>& keep_going;                 ///< asked between batches on the calling thread; may be empty
  /// May throw std::bad_alloc. wide: one crystal alone, for which all threads of the pool are free.
  std::function<void(std::span<const CrystalRow>, bool wide)> run;
  std::function<void(const CrystalRow&)> reject;           ///< one that does not fit even alone

  /// Runs all rows. On CPU each thread takes batches of its own, and what is too large for that, or would keep one thread
  /// busy while the others wait, runs alone, one after the other; out of memory a batch is halved, down to one crystal.
  ///
  /// throws Error{ABORTED} once keep_going has returned false
  void run_all(std::span<const CrystalRow> rows) const;

 private:
  void run_within_memory(std::span<const CrystalRow> batch, bool wide) const;
};

/// How many sites keep a device busy: fewer are no faster, more wait.
std::size_t sites_at_once_on(const std::string& device, const ThreadPool& threads);

}  // namespace furui
