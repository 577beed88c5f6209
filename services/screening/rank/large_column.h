// Columns of many candidates, filled in large pages: with small ones, half of the time of ranking would go to the
// kernel, which hands memory out page by page.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace furui {

/// Makes `column` n copies of `value`, in pages of 2 MiB where the kernel has some (transparent huge pages) and the column
/// is empty and larger than a few of them.
template <typename Value>
void fill_column(std::vector<Value>& column, std::size_t n, Value value) {
  constexpr std::uintptr_t kLargePage = std::uintptr_t{1} << 21;
  column.reserve(n);
  const auto begin = (reinterpret_cast<std::uintptr_t>(column.data()) + kLargePage - 1) / kLargePage * kLargePage;
  const auto end = reinterpret_cast<std::uintptr_t>(column.data() + n) / kLargePage * kLargePage;
#if defined(MADV_HUGEPAGE)
  // Advice that is not taken changes nothing.
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
  column.assign(n, value);
}

}  // namespace furui
