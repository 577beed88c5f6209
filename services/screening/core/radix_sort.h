// Sorts numbers with what they belong to, digit by digit, on all threads of a pool.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/buffer.h"       // for Buffer
#include "core/thread_pool.h"  // for ThreadPool

namespace furui {

/// A key to sort by in the upper half, an element in the lower one: half of the memory, and of the traffic, of a pair of
/// a pointer and a key.
using KeyedElement = std::uint64_t;
constexpr KeyedElement keyed(std::uint32_t key, std::uint32_t element) { return KeyedElement{key} << 32 | element; }
constexpr std::uint32_t key_of(KeyedElement keyed) { return static_cast<std::uint32_t>(keyed >> 32); }
constexpr std::uint32_t element_of(KeyedElement keyed) { return static_cast<std::uint32_t>(keyed); }

/// A key that rises with a number; of -0 below that of 0.
constexpr std::uint32_t rising_bits(float number) {
  const auto bits = std::bit_cast<std::uint32_t>(number);
  return bits >> 31 != 0 ? ~bits : bits | 0x80000000U;
}

/// Sorts by the keys, rising; equal ones keep their order, so that the result is the same for any number of threads.
///
/// Time O(n) for each 11 bits in which the keys differ; n more elements of memory.
void sort_by_key(Buffer<KeyedElement>& elements, ThreadPool& threads);

/// Calls visit(first, last) for each run of equal keys within [begin, end) of sorted elements, in order; it may reorder the run.
template <typename Visit>
void for_equal_keys(const Buffer<KeyedElement>& elements, std::size_t begin, std::size_t end, const Visit& visit) {
  for (std::size_t first = begin, last = begin; first < end; first = last) {
    while (last < end && key_of(elements[last]) == key_of(elements[first])) ++last;
    visit(first, last);
  }
}

/// Cuts a sorted vector into blocks of about as many elements, so that equal keys share a block.
/// returns  where each block begins, and the end: 0, …, n
std::vector<std::size_t> blocks_of_keys(std::span<const KeyedElement> elements, std::size_t about);

}  // namespace furui
