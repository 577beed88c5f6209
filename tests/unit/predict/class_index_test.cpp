// Rows numbered by name, the same for any number of threads.
#include "predict/class_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "core/thread_pool.h"

namespace furui {
namespace {

class ClassIndex : public testing::TestWithParam<int> {
 protected:
  ThreadPool threads_{GetParam()};
  std::mt19937_64 random_{7};
};

TEST_P(ClassIndex, numbers_distinct_names_and_remembers_the_first_of_each) {
  std::vector<Hash128> names(20'000);
  for (Hash128& name : names) name = scrambled({random_() % 3000, 1});
  for (const std::size_t count : {0, 100, 60'000}) {
    std::vector<std::uint32_t> members(count);
    for (auto& member : members) member = static_cast<std::uint32_t>(random_() % names.size());
    auto rows = members;
    const auto examples = number_distinct(rows, names, threads_);
    std::vector<bool> met(examples.size(), false);
    for (std::size_t i = 0; i < count; ++i) {
      ASSERT_LT(rows[i], examples.size());
      ASSERT_EQ(names[examples[rows[i]]], names[members[i]]);
      if (met[rows[i]]) continue;
      ASSERT_EQ(examples[rows[i]], members[i]) << "the first member with the name";
      met[rows[i]] = true;
    }
    EXPECT_EQ(std::count(met.begin(), met.end(), false), 0) << "no row that nobody has";
  }
}

INSTANTIATE_TEST_SUITE_P(OfThreads, ClassIndex, testing::Values(1, 2, 5));

}  // namespace
}  // namespace furui
