// The largest value entered at or below a place, in logarithmic time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace furui {

/// A Fenwick tree (Fenwick 1994, Softw. Pract. Exp. 24, 327) with maxima for sums.
class PrefixMaximum {
 public:
  /// places  are 0 to places - 1
  explicit PrefixMaximum(std::size_t places) : tree_(places + 1) {}

  /// value  above 0
  void enter(std::size_t place, std::uint32_t value) {
    // A node's parent covers all that it covers and is no smaller, so the way up can end early.
    for (std::size_t node = place + 1; node < tree_.size() && tree_[node] < value; node += lowest_bit(node)) tree_[node] = value;
  }

  /// The largest value at 0 to place; 0 where none was entered.
  std::uint32_t at_most(std::size_t place) const {
    std::uint32_t largest = 0;
    for (std::size_t node = place + 1; node > 0; node -= lowest_bit(node)) largest = std::max(largest, tree_[node]);
    return largest;
  }

  /// Empties a place. Until all places that were entered are empty again, nothing else may be asked.
  void forget(std::size_t place) {
    for (std::size_t node = place + 1; node < tree_.size() && tree_[node] != 0; node += lowest_bit(node)) tree_[node] = 0;
  }

 private:
  static std::size_t lowest_bit(std::size_t node) { return node & (~node + 1); }

  std::vector<std::uint32_t> tree_;
};

}  // namespace furui
