// Cuts a list of graphs into batches by what their tables may take.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/molecule_graph.h"  // for MoleculeGraph

namespace furui {

/// Bytes a batch may take at most, were no two environments equal: proportional to atoms and bonds.
struct BatchCost {
  std::size_t bytes_per_atom = 0;
  std::size_t bytes_per_bond = 0;
  std::size_t bytes_per_molecule = 0;

  std::size_t of(const MoleculeGraph& graph) const {
    return bytes_per_molecule + bytes_per_atom * graph.atoms.size() + bytes_per_bond * graph.bonds.size();
  }
};

/// Sizes of consecutive batches, each within `limit_bytes` or of one graph.
std::vector<std::size_t> batch_sizes(std::span<const MoleculeGraph* const> graphs, const BatchCost& cost,
                                     std::size_t limit_bytes);

}  // namespace furui
