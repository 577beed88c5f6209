// P(among the k best): two candidates by hand, many against all draws sorted.
#include "rank/top_probability.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "core/sha256.h"
#include "curves.h"
#include "rank/gaussian.h"

namespace furui {
namespace {

/// Candidates whose score is their value, in order of rank.
struct Field {
  Desirability identity = curve_of("{ type = \"linear\", knots = [[0.0, 0.0], [1.0, 1.0]] }");
  ScoreKeys keys{AggregationType::kArithmetic, 0};
  std::vector<float> mean, std;

  void fill(std::size_t index, DrawnCandidate& into) const {
    into.certain = keys.start();
    into.terms.clear();
    const DrawKey key = draw_key(structure_key(9, sha256(std::to_string(index))), property_key("x"));
    into.terms.push_back({&identity, mean[index], std[index], 1, key});
  }
  std::vector<float> top(std::size_t k, std::size_t draws, int threads = 1) const {
    ThreadPool pool(threads);
    return top_probabilities(keys, mean.size(), [this](std::size_t index, DrawnCandidate& into) { fill(index, into); }, k, draws, pool);
  }
  /// Without a bound, every draw of every candidate sorted.
  std::vector<float> top_by_sorting(std::size_t k, std::size_t draws) const {
    std::vector<std::vector<float>> drawn(mean.size(), std::vector<float>(draws));
    DrawnCandidate one;
    for (std::size_t index = 0; index < mean.size(); ++index) {
      fill(index, one);
      for (std::uint32_t first = 0; first < draws; first += kDrawsAtOnce)
        keys.draw(one, first, std::span<float, kDrawsAtOnce>(drawn[index].data() + first, kDrawsAtOnce));
    }
    std::vector<int> counts(mean.size(), 0);
    for (std::size_t draw = 0; draw < draws; ++draw) {
      std::vector<std::size_t> order(mean.size());
      std::iota(order.begin(), order.end(), 0);
      std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return drawn[a][draw] > drawn[b][draw]; });
      for (std::size_t i = 0; i < k; ++i) ++counts[order[i]];
    }
    std::vector<float> shares;
    for (const int count : counts) shares.push_back(static_cast<float>(static_cast<double>(count) / static_cast<double>(draws)));
    return shares;
  }
};

Field random_field(std::size_t candidates) {
  Field field;
  std::mt19937 random(3);
  std::uniform_real_distribution<float> mean(0.1F, 0.9F), std(0, 0.08F);
  for (std::size_t i = 0; i < candidates; ++i) field.mean.push_back(mean(random));
  std::sort(field.mean.begin(), field.mean.end(), std::greater<>{});
  for (std::size_t i = 0; i < candidates; ++i) field.std.push_back(i % 7 == 0 ? 0.0F : std(random));
  return field;
}

TEST(TopProbability, OfTwoIsTheProbabilityOfBeingBetter) {
  Field field;
  field.mean = {0.55F, 0.5F};
  field.std = {0.03F, 0.04F};
  const std::vector<float> top = field.top(1, 100'000);
  EXPECT_NEAR(top[0], normal_cumulative(0.05 / 0.05), 4 * std::sqrt(0.16 * 0.84 / 100'000));
  EXPECT_NEAR(top[0] + top[1], 1, 1e-6);
}

TEST(TopProbability, IsWhatSortingEveryDrawGives) {
  const Field field = random_field(700);
  EXPECT_EQ(field.top(10, 640), field.top_by_sorting(10, 640));
  EXPECT_EQ(field.top(1, 320), field.top_by_sorting(1, 320));
  EXPECT_EQ(field.top(699, 320), field.top_by_sorting(699, 320));
}

TEST(TopProbability, SumsToKAndIsTheSameForAnyNumberOfThreads) {
  const Field field = random_field(3000);
  const std::vector<float> alone = field.top(50, 1000);
  EXPECT_NEAR(std::accumulate(alone.begin(), alone.end(), 0.0), 50, 1e-3);
  EXPECT_EQ(field.top(50, 1000, 2), alone);
  EXPECT_EQ(field.top(50, 1000, 5), alone);
}

TEST(TopProbability, OfCertainScoresGoesByTheOrder) {
  Field field;
  field.mean = {0.9F, 0.5F, 0.5F, 0.5F, 0.1F};
  field.std.assign(5, 0);
  EXPECT_EQ(field.top(2, 64), (std::vector<float>{1, 1, 0, 0, 0}));
}

TEST(TopProbability, OfNobodyOrEverybodyNeedsNoDraws) {
  const Field field = random_field(20);
  EXPECT_EQ(field.top(0, 64), std::vector<float>(20, 0.0F));
  EXPECT_EQ(field.top(20, 64), std::vector<float>(20, 1.0F));
  EXPECT_EQ(field.top(1000, 64), std::vector<float>(20, 1.0F));
  EXPECT_EQ(Field().top(3, 64), std::vector<float>());
}

}  // namespace
}  // namespace furui
