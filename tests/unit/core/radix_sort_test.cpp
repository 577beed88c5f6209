// Keys in order, equal ones as they came, for any number of threads; and blocks that part no equal keys.
#include "core/radix_sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>

namespace furui {
namespace {

class RadixSort : public testing::TestWithParam<int> {
 protected:
  /// Sorts elements numbered by where they are, and checks them against a stable sort.
  void sorts(std::size_t n, const std::function<std::uint32_t()>& key) {
    Buffer<KeyedElement> elements(n);
    for (std::size_t i = 0; i < n; ++i) elements[i] = keyed(key(), static_cast<std::uint32_t>(i));
    std::vector<KeyedElement> expected(elements.begin(), elements.end());
    std::sort(expected.begin(), expected.end());  // elements rise, so that it is stable
    sort_by_key(elements, threads_);
    ASSERT_TRUE(std::equal(expected.begin(), expected.end(), elements.begin(), elements.end())) << n;
  }

  ThreadPool threads_{GetParam()};
  std::mt19937 random_{3};
};

TEST_P(RadixSort, OrdersKeysOfAnyWidthAndPlace) {
  for (const std::size_t n : {0, 1, 2, 1023, 1024, 40'001}) {
    sorts(n, [&] { return static_cast<std::uint32_t>(random_()); });
    for (const std::uint32_t mask : {0x1U, 0x7FFU, 0xFFFU, 0x80000001U, 0xFFC00000U, 0x003FFC00U, 0xFFFFFFFFU})
      sorts(n, [&] { return static_cast<std::uint32_t>(random_()) & mask; });
    sorts(n, [&] { return 0xFFFFFFFFU; });
  }
}

TEST_P(RadixSort, KeepsOneKeysOrder) {
  sorts(70'000, [&] { return static_cast<std::uint32_t>(random_() % 3 * 0x40000000U); });
}

TEST_P(RadixSort, CutsBlocksBetweenKeys) {
  for (const std::uint32_t different : {1U, 3U, 50U, 100'000U}) {
    std::vector<KeyedElement> elements;
    for (std::uint32_t i = 0; i < 5000; ++i) elements.push_back(keyed(random_() % different, i));
    std::sort(elements.begin(), elements.end());
    const std::vector<std::size_t> edges = blocks_of_keys(elements, 64);
    ASSERT_EQ(edges.front(), 0U);
    ASSERT_EQ(edges.back(), elements.size());
    for (std::size_t i = 1; i < edges.size(); ++i) ASSERT_LT(edges[i - 1], edges[i]);
    for (std::size_t i = 1; i + 1 < edges.size(); ++i) ASSERT_NE(key_of(elements[edges[i] - 1]), key_of(elements[edges[i]]));
  }
  EXPECT_EQ(blocks_of_keys({}, 64), std::vector<std::size_t>{0});
}

INSTANTIATE_TEST_SUITE_P(Threads, RadixSort, testing::Values(1, 2, 5));

}  // namespace
}  // namespace furui
