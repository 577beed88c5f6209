// Numbers distinct environments in the order in which they first come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "predict/hash128.h"      // for Hash128, the name of an environment
#include "core/thread_pool.h"  // for ThreadPool

namespace furui {

/// A set of names with a row number each: 0, 1, 2 … in the order of first insertion.
class ClassIndex {
 public:
  /// expected  distinct names to make room for; it grows past that
  explicit ClassIndex(std::size_t expected = 1024);

  /// The row of `name`. A new name gets the next row and remembers `representative` as an example of it.
  std::uint32_t insert(Hash128 name, std::uint32_t representative);

  std::size_t size() const { return representatives_.size(); }
  /// An example of each row: what was passed with its first insertion.
  const std::vector<std::uint32_t>& representatives() const { return representatives_; }

 private:
  struct Slot {
    Hash128 name;
    std::uint32_t row = UINT32_MAX;
  };
  void grow();

  std::vector<Slot> slots_;
  std::size_t mask_ = 0;
  std::vector<std::uint32_t> representatives_;
};

/// Replaces each of `members`, which are places in `names`, by the row of its name.
///
/// Rows are numbered from 0; how does not matter to anybody but may differ with the number of threads.
/// returns  for each row the first member that has its name
std::vector<std::uint32_t> number_distinct(std::vector<std::uint32_t>& members, const std::vector<Hash128>& names,
                                           ThreadPool& threads);

}  // namespace furui
