// Holds the fast top k to the whole ranking, for every aggregation and for scores that nearly tie or vanish.
#include "rank/top_under_weights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <tuple>

#include "core/sha256.h"        // for sha256
#include "rank/ranking.h"       // for rank
#include "top_by_definition.h"  // for top_by_definition

namespace furui {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

RankedCandidates of(const std::vector<double>& desirability, std::vector<double> weights, AggregationType type, MissingValue missing) {
  RankedCandidates ranked;
  ranked.candidates = weights.empty() ? 0 : desirability.size() / weights.size();
  ranked.desirability = desirability;
  ranked.weights = std::move(weights);
  ranked.aggregation.type = type;
  ranked.aggregation.missing = missing;
  ranked.aggregation.fallback = 0.3;
  return ranked;
}

class TopUnderWeightsIs : public testing::TestWithParam<std::tuple<AggregationType, MissingValue>> {};

TEST_P(TopUnderWeightsIs, TheTopOfTheWholeRanking) {
  const auto [type, missing] = GetParam();
  const Mixture mixtures[] = {{}, {0.1, 0, 0}, {0, 1, 0}, {0.05, 0.5, 0.2}, {0, 0, 1}, {0.3, 0, 0.7}};
  const std::vector<double> weights{1, 0.25, 0, 3};
  std::mt19937 random(17);
  std::normal_distribution<double> normal;
  for (unsigned seed = 0; seed < 18; ++seed) {
    const std::vector<double> desirability = random_desirabilities(seed, 600 * weights.size(), mixtures[seed % 6]);
    RankedCandidates ranked = of(desirability, weights, type, missing);
    ranked.aggregation.floor = seed % 2 == 0 ? 0.02 : 0;
    for (std::size_t k : {1u, 20u, 300u, 590u}) {
      TopUnderWeights tops(ranked, k);
      EXPECT_EQ(tops.base(), top_by_definition(ranked, {1, 1, 1, 1}, k));
      for (double sigma : {0.0, 0.3, 3.0, 6.0}) {  // at last so that products vanish in float32
        std::vector<double> factor(weights.size());
        for (double& f : factor) f = std::exp(sigma * normal(random) + sigma / 2);
        ASSERT_EQ(tops.top(factor), top_by_definition(ranked, factor, k)) << "seed " << seed << ", k " << k << ", sigma " << sigma;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EveryAggregation, TopUnderWeightsIs,
                         testing::Combine(testing::ValuesIn(kAggregations),
                                          testing::Values(MissingValue::kReject, MissingValue::kFallback, MissingValue::kIgnore)));

TEST(TopUnderWeights, ScoresAreComparedAsFloat32AndEqualOnesKeepTheirOrder) {
  const std::vector<double> desirability{0.5, 0.5 + 1e-9, 0.5 + 1e-6};
  TopUnderWeights tops(of(desirability, {1}, AggregationType::kArithmetic, MissingValue::kReject), 2);
  EXPECT_THAT(tops.base(), ElementsAre(0, 2));
  EXPECT_THAT(tops.top(std::vector<double>{2.0}), ElementsAre(0, 2));
}

TEST(TopUnderWeights, WhereAnArithmeticMeanIsRoundingAloneItsRoundingIsTheRankings) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::vector<double> desirability = random_desirabilities(seed, 300, {});
    for (double& d : desirability) d *= 1e-14;  // as 1 - d has few digits of d
    const RankedCandidates ranked = of(desirability, {1, 0.7, 3}, AggregationType::kArithmetic, MissingValue::kReject);
    for (const std::vector<double>& factor : {std::vector<double>{1, 1, 1}, {1.3, 0.2, 0.9}, {0.01, 7, 0.3}})
      EXPECT_EQ(TopUnderWeights(ranked, 30).top(factor), top_by_definition(ranked, factor, 30)) << "seed " << seed;
  }
}

TEST(TopUnderWeights, AtTheGivenWeightsIsTheRankingsOwn) {
  const Profile profile = parse_profile(R"(name = "two"
[[objective]]
property = "a"
transform = { type = "linear", knots = [[0.0, 0.0], [1.0, 1.0]] }
weight = 2.0
[[objective]]
property = "b"
transform = { type = "linear", knots = [[0.0, 0.0], [1.0, 1.0]] }
)");
  RankingInput input;
  input.candidates = 500;
  input.columns = {{"a", "", {}, {}}, {"b", "", {}, {}}};
  std::vector<double> desirability;
  for (double d : random_desirabilities(4, 1000, {0.02, 0, 0})) {
    const auto value = static_cast<float>(d);
    input.columns[desirability.size() % 2].value.push_back(value);
    desirability.push_back(value);
  }
  for (std::size_t row = 0; row < 500; ++row) input.structure.push_back(sha256(std::to_string(row)));
  input.rejected.assign(500, 0);
  const Ranking ranking = rank(profile, input);
  RankedCandidates ranked = of(desirability, {2, 1}, profile.aggregation.type, profile.aggregation.missing);
  ranked.aggregation = profile.aggregation;
  const TopUnderWeights tops(ranked, 40);
  ASSERT_EQ(tops.base().size(), 40u);
  for (std::uint32_t candidate : tops.base()) EXPECT_TRUE(ranking.rank[candidate] >= 1 && ranking.rank[candidate] <= 40);
}

TEST(TopUnderWeights, NothingAndEverythingAreTopsToo) {
  const double missing = std::nan("");
  const std::vector<double> desirability{0.1, missing, 0.3};
  EXPECT_THAT(TopUnderWeights(of(desirability, {1}, AggregationType::kGeometric, MissingValue::kReject), 0).base(), IsEmpty());
  TopUnderWeights all(of(desirability, {1}, AggregationType::kGeometric, MissingValue::kReject), 9);
  EXPECT_THAT(all.base(), ElementsAre(0, 2)) << "a candidate without a score is in no top";
  EXPECT_THAT(all.top(std::vector<double>{5.0}), ElementsAre(0, 2));
  RankedCandidates wishless;
  wishless.candidates = 3;
  TopUnderWeights tops(wishless, 2);
  EXPECT_THAT(tops.base(), ElementsAre(0, 1));
  EXPECT_THAT(tops.top({}), ElementsAre(0, 1));
  EXPECT_THAT(TopUnderWeights(of({}, {1, 2}, AggregationType::kGeometric, MissingValue::kReject), 2).base(), IsEmpty());
}

TEST(TopUnderWeights, TablesThatMakeNoSenseAreAFault) {
  const std::vector<double> three{0.1, 0.2, 0.3}, beyond{0.1, 1.5}, negative{-0.1};
  const auto geometric = [](const std::vector<double>& desirability, double weight) {
    return of(desirability, {weight}, AggregationType::kGeometric, MissingValue::kReject);
  };
  RankedCandidates odd = geometric(three, 1);
  odd.candidates = 2;
  EXPECT_THROW(TopUnderWeights(odd, 1), std::invalid_argument);
  for (const RankedCandidates& ranked : {geometric(beyond, 1), geometric(negative, 1), geometric(three, -1),
                                         geometric(three, HUGE_VAL), geometric(three, std::nan(""))}) {
    EXPECT_THROW(TopUnderWeights(ranked, 1), std::invalid_argument);
  }
}

}  // namespace
}  // namespace furui
