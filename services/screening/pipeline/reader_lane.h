// One reader process at a time, the slices in its hands, and what happens when it dies.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>

#include "pipeline/file_descriptor.h"  // for FileDescriptor
#include "pipeline/reader_process.h"   // for ReaderLimits
#include "pipeline/shared_area.h"      // for SharedArea
#include "pipeline/slice_queue.h"      // for Slice, SliceQueue
#include "pipeline/spawner.h"          // for Child, Spawner
#include "pipeline/verdict.h"          // for WatchdogReason

namespace furui {

/// What the readers have done so far.
struct ReaderCounters {
  std::atomic<std::uint64_t> candidates{0};     ///< answers taken
  std::atomic<std::uint64_t> started{0};        ///< reader processes
  std::atomic<std::uint64_t> died{0};           ///< of them, before they were told to end
  std::atomic<std::uint64_t> timeout{0};        ///< candidates rejected TIMEOUT
  std::atomic<std::uint64_t> out_of_memory{0};  ///< … OUT_OF_MEMORY
  std::atomic<std::uint64_t> crashed{0};        ///< … CRASHED
};

/// When a reader is replaced by a fresh one, so that leaks and fragmentation stay bounded.
struct RecycleLimits {
  std::uint64_t candidates = 500'000;
  std::uint32_t resident_mib = 768;
};

/// Feeds one reader from the queue, on a thread of its own.
///
/// A reader that dies costs no finished answer. The candidate it was on is tried alone in a fresh reader, unless
/// its CPU time already convicts it; the rest of the slice goes on.
class ReaderLane {
 public:
  ReaderLane(Spawner& spawner, std::size_t program, SliceQueue& queue, const ReaderLimits& limits,
             const RecycleLimits& recycle, ReaderCounters& counters);
  ~ReaderLane();

  /// Runs until the queue stops.
  void run();

 private:
  struct InFlight {
    Slice slice;
    std::uint32_t slot = 0;
  };
  struct Running;
  struct Watch {
    std::uint64_t started = 0;
    std::chrono::steady_clock::time_point since;
    std::chrono::nanoseconds cpu{0};
    bool set = false;
  };

  bool fill();
  bool next_slice(Slice& slice);
  void send(Slice slice);
  void start_reader();
  void await_answer();
  void accept(std::uint32_t slot);
  std::size_t collect(const InFlight& flight);
  void watch();
  void recover();
  void give_back(Slice slice, std::size_t finished, bool suspect, const ChildEnd& end);
  void fail(const Slice& slice, const char* why);
  void drop_abandoned();

  Spawner& spawner_;
  std::size_t program_;
  SliceQueue& queue_;
  const ReaderLimits& limits_;
  const RecycleLimits& recycle_;
  ReaderCounters& counters_;

  std::unique_ptr<Running> reader_;
  std::deque<InFlight> in_flight_;
  std::deque<Slice> returned_;  ///< to be tried again, in order, before anything new
  Watch watch_;
  WatchdogReason watchdog_ = WatchdogReason::kNone;
  int fruitless_deaths_ = 0;
  bool retiring_ = false;
};

}  // namespace furui
