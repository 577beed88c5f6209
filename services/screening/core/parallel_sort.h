// Sorts a large vector on all threads of a pool.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/thread_pool.h"  // for ThreadPool

namespace furui {

/// Sorts by a strict total order, so that the result is the same for any number of threads.
template <typename Element, typename Less>
void parallel_sort(std::vector<Element>& elements, const Less& less, ThreadPool& threads) {
  constexpr std::size_t kWorthSharing = 4096;
  const auto pieces = elements.size() < kWorthSharing ? std::size_t{1} : static_cast<std::size_t>(threads.threads());
  const auto edge = [&](std::size_t piece) {
    return elements.begin() + static_cast<std::ptrdiff_t>(elements.size() * std::min(piece, pieces) / pieces);
  };
  threads.for_each(pieces, [&](std::size_t piece, int) { std::sort(edge(piece), edge(piece + 1), less); });
  for (std::size_t width = 1; width < pieces; width *= 2) {
    threads.for_each((pieces + 2 * width - 1) / (2 * width), [&](std::size_t pair, int) {
      const std::size_t first = 2 * width * pair;
      std::inplace_merge(edge(first), edge(first + width), edge(first + 2 * width), less);
    });
  }
}

}  // namespace furui
