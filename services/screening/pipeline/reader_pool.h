// Reads many candidates at once in child processes, one a core, and answers for every one of them in order.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <thread>
#include <vector>

#include "molecule/read_molecule.h"   // for ReadOptions
#include "pipeline/reader_lane.h"     // for ReaderCounters, RecycleLimits
#include "pipeline/reader_process.h"  // for ReaderLimits
#include "pipeline/reading.h"         // for ReadOutcome
#include "pipeline/slice_queue.h"     // for Question, SliceQueue
#include "pipeline/spawner.h"         // for Spawner

namespace furui {

struct ReaderPoolOptions {
  int readers = 0;              ///< processes; 0: one a core that this process may use
  std::size_t slice_rows = 128;  ///< most candidates in one piece of a reader's work
  ReaderLimits limits;          ///< must be those that the spawner's reader program was made with
  RecycleLimits recycle;
};

/// A pool of reader processes that live on between calls. Thread-safe.
class ReaderPool {
 public:
  /// spawner   outlives the pool
  /// program   index of the reader program among the spawner's
  ReaderPool(Spawner& spawner, std::size_t program, const ReaderPoolOptions& options);
  ~ReaderPool();
  ReaderPool(const ReaderPool&) = delete;
  ReaderPool& operator=(const ReaderPool&) = delete;

  /// Reads all questions; outcomes are in their order.
  ///
  /// A candidate that hangs, crashes or exhausts memory is rejected TIMEOUT, CRASHED or OUT_OF_MEMORY; all others
  /// are as if they were alone.
  /// options      its notation is not used: each question has its own
  /// keep_going   asked now and then; where it says false, the call ends with Error{ABORTED}
  /// throws       std::runtime_error (a fault) when no readers can be had
  std::vector<ReadOutcome> read(std::span<const Question> questions, const ReadOptions& options,
                                const std::function<bool()>& keep_going = {});

  const ReaderCounters& counters() const { return counters_; }
  int readers() const { return static_cast<int>(threads_.size()); }

 private:
  ReaderPoolOptions options_;
  SliceQueue queue_;
  ReaderCounters counters_;
  std::vector<std::unique_ptr<ReaderLane>> lanes_;
  std::vector<std::thread> threads_;
};

}  // namespace furui
