// The order of candidates by score: total and deterministic.
#pragma once

#include <cstdint>
#include <span>

#include "core/buffer.h"       // for Buffer
#include "core/radix_sort.h"   // for KeyedElement
#include "core/sha256.h"       // for Sha256
#include "core/thread_pool.h"  // for ThreadPool

namespace furui {

/// What orders n candidates, the first that differs.
struct OrderKeys {
  std::span<const float> score;         ///< descending; no negative zero; NaN has no place
  std::span<const std::int32_t> filter; ///< 0 or more has no place
  std::span<const std::uint32_t> front; ///< rising, then
  std::span<const double> crowding;     ///< descending; both empty without fronts
  std::span<const Sha256> structure;    ///< rising; then the row itself
};

/// The rows with a place, in order, each with a number, from 1 and rising, that equal scores share.
using TotalOrder = Buffer<KeyedElement>;

/// The same for any number of threads.
TotalOrder total_order(const OrderKeys& keys, ThreadPool& threads);

}  // namespace furui
