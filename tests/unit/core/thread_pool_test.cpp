// Threads that share blocks, and what is sorted with them: the same for any number of threads.
#include "core/thread_pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <random>
#include <stdexcept>

#include "core/parallel_sort.h"

namespace furui {
namespace {

class Threads : public testing::TestWithParam<int> {
 protected:
  ThreadPool threads_{GetParam()};
  std::mt19937_64 random_{7};
};

TEST_P(Threads, run_each_block_once_in_many_short_calls) {
  for (std::size_t blocks = 0; blocks < 300; ++blocks) {
    std::vector<int> runs(blocks, 0);
    threads_.for_each(blocks, [&](std::size_t block, int thread) {
      ASSERT_LT(thread, threads_.threads());
      ++runs[block];
    });
    ASSERT_EQ(std::count(runs.begin(), runs.end(), 1), static_cast<std::ptrdiff_t>(blocks));
  }
}

TEST_P(Threads, carry_the_exception_of_a_block_and_go_on_afterwards) {
  for (int call = 0; call < 20; ++call) {
    EXPECT_THROW(threads_.for_each(50, [](std::size_t block, int) {
      if (block == 7) throw std::runtime_error("block 7");
    }), std::runtime_error);
    std::vector<int> runs(50, 0);
    threads_.for_each(50, [&](std::size_t block, int) { ++runs[block]; });
    EXPECT_EQ(std::accumulate(runs.begin(), runs.end(), 0), 50);
  }
}

TEST_P(Threads, sort_as_one_would) {
  for (const std::size_t size : {0, 1, 4095, 4096, 50001}) {
    std::vector<std::uint64_t> numbers(size);
    for (auto& number : numbers) number = random_();
    auto sorted = numbers;
    std::sort(sorted.begin(), sorted.end());
    parallel_sort(numbers, std::less<>{}, threads_);
    EXPECT_EQ(numbers, sorted) << size;
  }
}

INSTANTIATE_TEST_SUITE_P(Numbers, Threads, testing::Values(1, 2, 5));

}  // namespace
}  // namespace furui
