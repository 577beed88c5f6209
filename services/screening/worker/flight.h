// A piece of work in hand: its lease, and whether it is still wanted.
#pragma once

#include <atomic>

#include "store/work_queue.h"  // for Lease

namespace furui {

enum class Wanted { kYes, kLost, kCancelled, kDraining };

/// Shared by the thread that works on it and the one that keeps its lease.
class Flight {
 public:
  explicit Flight(const Lease& lease) : lease_(lease) {}

  const Lease& lease() const { return lease_; }
  Wanted wanted() const { return wanted_.load(std::memory_order_relaxed); }
  bool keep_going() const { return wanted() == Wanted::kYes; }
  /// The first reason stays.
  void stop(Wanted reason) {
    Wanted expected = Wanted::kYes;
    wanted_.compare_exchange_strong(expected, reason);
  }

 private:
  Lease lease_;
  std::atomic<Wanted> wanted_{Wanted::kYes};
};

}  // namespace furui
