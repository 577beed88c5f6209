// Greedy batches in input order, evened out so that the last is not a scrap.
#include "predict/batch_cost.h"

#include <algorithm>

namespace furui {

std::vector<std::size_t> batch_sizes(std::span<const MoleculeGraph* const> graphs, const BatchCost& cost,
                                     std::size_t limit_bytes) {
  std::size_t total = 0;
  for (const MoleculeGraph* graph : graphs) total += cost.of(*graph);
  const std::size_t batches = limit_bytes == 0 ? 1 : total / limit_bytes + 1;
  const std::size_t even = std::min(limit_bytes, total / batches + total / batches / 16 + 1);
  std::vector<std::size_t> sizes;
  std::size_t taken = 0, size = 0;
  for (const MoleculeGraph* graph : graphs) {
    const std::size_t one = cost.of(*graph);
    if (size > 0 && taken + one > even) {
      sizes.push_back(size);
      taken = size = 0;
    }
    taken += one;
    ++size;
  }
  if (size > 0) sizes.push_back(size);
  return sizes;
}

}  // namespace furui
