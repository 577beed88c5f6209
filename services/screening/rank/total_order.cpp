// Scores are sorted digit by digit; only equal ones are compared by what is behind them.
#include "rank/total_order.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <vector>

namespace furui {
namespace {

constexpr std::size_t kBlockRows = 8192;  // that a thread takes at once
constexpr std::size_t kAhead = 24;        // of equal scores whose digests, which lie anywhere, are fetched

/// Rows with a place by their scores, descending.
Buffer<KeyedElement> keyed_rows(const OrderKeys& keys, ThreadPool& threads) {
  const std::size_t n = keys.score.size(), blocks = (n + kBlockRows - 1) / kBlockRows;
  const auto has_place = [&](std::size_t row) { return !std::isnan(keys.score[row]) && keys.filter[row] < 0; };
  const auto in_block = [&](std::size_t block, const auto& run) {
    for (std::size_t row = block * kBlockRows; row < std::min(n, (block + 1) * kBlockRows); ++row) run(row);
  };
  std::vector<std::size_t> begin(blocks + 1, 0);
  threads.for_each(blocks, [&](std::size_t block, int) {
    std::size_t count = 0;
    in_block(block, [&](std::size_t row) { count += has_place(row) ? 1 : 0; });
    begin[block + 1] = count;
  });
  for (std::size_t block = 0; block < blocks; ++block) begin[block + 1] += begin[block];
  Buffer<KeyedElement> rows(begin[blocks]);
  threads.for_each(blocks, [&](std::size_t block, int) {
    std::size_t next = begin[block];
    in_block(block, [&](std::size_t row) {
      if (has_place(row)) rows[next++] = keyed(~rising_bits(keys.score[row]), static_cast<std::uint32_t>(row));
    });
  });
  return rows;
}

}  // namespace

TotalOrder total_order(const OrderKeys& keys, ThreadPool& threads) {
  Buffer<KeyedElement> rows = keyed_rows(keys, threads);
  sort_by_key(rows, threads);
  const auto before = [&](KeyedElement a, KeyedElement b) {
    const std::uint32_t left = element_of(a), right = element_of(b);
    if (!keys.crowding.empty()) {
      if (keys.front[left] != keys.front[right]) return keys.front[left] < keys.front[right];
      if (keys.crowding[left] != keys.crowding[right]) return keys.crowding[left] > keys.crowding[right];
    }
    const int compared = std::memcmp(keys.structure[left].data(), keys.structure[right].data(), sizeof(Sha256));
    return compared != 0 ? compared < 0 : left < right;
  };
  const std::vector<std::size_t> blocks = blocks_of_keys(rows, kBlockRows);
  std::vector<std::uint32_t> groups(blocks.size(), 0);  // before each block
  threads.for_each(blocks.size() - 1, [&](std::size_t block, int) {
    const std::size_t last = blocks[block + 1];  // what lies behind is another thread's
    const auto is_tied = [&](std::size_t place) {
      return key_of(rows[place]) == key_of(rows[place - 1]) || (place + 1 < last && key_of(rows[place]) == key_of(rows[place + 1]));
    };
    for_equal_keys(rows, blocks[block], last, [&](std::size_t begin, std::size_t end) {
      for (std::size_t ahead = begin + kAhead; ahead < std::min(last, end + kAhead); ++ahead) {
        if (is_tied(ahead)) __builtin_prefetch(keys.structure[element_of(rows[ahead])].data());
      }
      if (end - begin > 1) std::sort(rows.begin() + begin, rows.begin() + end, before);
      ++groups[block + 1];
    });
  });
  std::partial_sum(groups.begin(), groups.end(), groups.begin());
  threads.for_each(blocks.size() - 1, [&](std::size_t block, int) {
    std::uint32_t group = groups[block], last = 0;
    for (std::size_t place = blocks[block]; place < blocks[block + 1]; ++place) {
      const std::uint32_t key = key_of(rows[place]);
      if (place == blocks[block] || key != last) ++group;
      last = key;
      rows[place] = keyed(group, element_of(rows[place]));
    }
  });
  return rows;
}

}  // namespace furui
