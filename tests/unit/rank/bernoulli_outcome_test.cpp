// Yes-or-no outcomes against enumeration of all of them.
#include "rank/bernoulli_outcome.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/error.h"
#include "rank/gaussian.h"
#include "rank/ranking.h"
#include "ranking_input.h"

namespace furui {
namespace {

using testing::HasSubstr;

struct Binary {
  double no, yes, weight;
};

Profile profile_of(const std::vector<Binary>& objectives, const std::string& rest) {
  std::string text = "name = \"b\"\n";
  for (std::size_t i = 0; i < objectives.size(); ++i)
    text += "[[objective]]\nproperty = \"p" + std::to_string(i) + "\"\noutcome = \"bernoulli\"\nweight = " + std::to_string(objectives[i].weight) +
            "\ntransform = { type = \"linear\", knots = [[0, " + std::to_string(objectives[i].no) + "], [1, " + std::to_string(objectives[i].yes) + "]] }\n";
  return parse_profile(text + rest);
}

RankingInput input_of_probabilities(const std::vector<std::vector<float>>& columns) {
  std::vector<std::pair<std::string, std::vector<float>>> named;
  for (std::size_t i = 0; i < columns.size(); ++i) named.emplace_back("p" + std::to_string(i), columns[i]);
  RankingInput input = input_of(std::move(named));
  for (PropertyColumn& column : input.columns) column.unit = "1";
  return input;
}

/// Mean and standard deviation of the score over all outcomes.
std::pair<double, double> enumerated(const std::vector<Binary>& objectives, const std::vector<std::vector<float>>& columns, std::size_t row, const std::string& type, double floor) {
  double mean = 0, square = 0;
  for (std::size_t outcomes = 0; outcomes < std::size_t{1} << objectives.size(); ++outcomes) {
    double chance = 1, total = 0, sum = 0;
    for (std::size_t i = 0; i < objectives.size(); ++i) {
      const bool yes = (outcomes >> i & 1) != 0;
      const double p = columns[i][row], w = objectives[i].weight, d = yes ? objectives[i].yes : objectives[i].no;
      chance *= yes ? p : 1 - p;
      total += w;
      if (type == "arithmetic") sum += w * d;
      else if (type == "harmonic") sum += w / std::max(d, floor);
      else sum += w * std::log(std::max(d, floor));
    }
    const double score = type == "arithmetic" ? sum / total : type == "harmonic" ? total / sum : std::exp(sum / total);
    mean += chance * score;
    square += chance * score * score;
  }
  return {mean, std::sqrt(square - mean * mean)};
}

TEST(BernoulliOutcome, QuantilesInvertTheDistribution) {
  for (const double p : {1e-300, 1e-12, 1e-4, 0.01, 0.3, 0.5, 0.77, 0.999, 1 - 1e-9}) EXPECT_NEAR(normal_cumulative(normal_quantile(p)) / p, 1, 1e-9) << p;
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-12);
  EXPECT_DOUBLE_EQ(normal_quantile(0.25), -normal_quantile(0.75));
}

TEST(BernoulliOutcome, ScoresAreTheMeansOverAllOutcomes) {
  const std::vector<Binary> objectives{{0.1, 0.9, 2}, {1, 0.2, 1}, {0.4, 0.6, 0.5}};
  const std::vector<std::vector<float>> columns{{0.3F, 0.999F, 0, 1}, {0.5F, 0.02F, 1, 0}, {0.9F, 0.5F, 0, 0}};
  const RankingInput input = input_of_probabilities(columns);
  for (const auto& [type, floor, tolerance] : {std::tuple("arithmetic", 0.0, 1e-6), std::tuple("geometric", 0.0, 1e-5), std::tuple("geometric", 0.3, 1e-5), std::tuple("harmonic", 0.15, 0.02)}) {
    const std::string aggregation = std::string("[aggregation]\ntype = \"") + type + "\"\n" + (floor > 0 ? "floor = " + std::to_string(floor) + "\n" : "");
    const Ranking ranking = rank(profile_of(objectives, aggregation), input);
    for (std::size_t row = 0; row < 4; ++row) {
      const auto [mean, std] = enumerated(objectives, columns, row, type, floor);
      EXPECT_NEAR(ranking.expected[row], mean, tolerance) << type << " " << row;
      EXPECT_NEAR(ranking.std[row], std, 2 * tolerance + (row > 1 ? 1e-6 : 1e-4)) << type << " " << row;
    }
    EXPECT_EQ(ranking.std[2], 0) << "nothing is left to chance";
  }
}

TEST(BernoulliOutcome, ChancesAreTheProbabilities) {
  const RankingInput input = input_of_probabilities({{0.3F, 0.8F, 0.8F}, {0.5F, 0.25F, 1}});
  const Ranking ranking = rank(profile_of({{0, 1, 1}, {0, 1, 1}}, "[uncertainty]\ntop = 1\ndraws = 100000\n"), input);
  EXPECT_NEAR(ranking.meets[0], 0.15, 1e-6);
  EXPECT_NEAR(ranking.meets[1], 0.2, 1e-6);
  EXPECT_NEAR(ranking.meets[2], 0.8, 1e-6);
  // Each score is 0 or 1; of equal ones the one that the order puts first is in the top.
  EXPECT_NEAR(ranking.top[2], 0.8 + 0.2 * (1 - 0.15) * (1 - 0.2), 0.01);
  EXPECT_NEAR(ranking.top[1] + ranking.top[0] + ranking.top[2], 1, 1e-6);
}

TEST(BernoulliOutcome, AFilterOnThePropertyLooksAtTheProbability) {
  RankingInput input = input_of_probabilities({{0.3F, 0.8F}});
  const Ranking ranking = rank(profile_of({{0, 1, 1}}, "[[filter]]\nproperty = \"p0\"\nmin = 0.5\n"), input);
  EXPECT_EQ(ranking.filter, (std::vector<std::int32_t>{0, -1}));
  EXPECT_EQ(ranking.meets[0], 0);
  EXPECT_NEAR(ranking.meets[1], 0.8, 1e-6);
}

TEST(BernoulliOutcome, AMissingProbabilityIsMissing) {
  const RankingInput input = input_of_probabilities({{std::numeric_limits<float>::quiet_NaN(), 0.8F}});
  const Ranking ranking = rank(profile_of({{0, 1, 1}}, ""), input);
  EXPECT_EQ(ranking.rank, (std::vector<std::uint32_t>{0, 1}));
}

TEST(BernoulliOutcome, IsRefusedWhereThereIsNone) {
  const auto refusal = [](const Profile& profile, const std::string& unit) {
    try {
      check_profile(profile, {{"p0", unit}});
      return std::string("none");
    } catch (const Error& error) {
      return std::string(error.what());
    }
  };
  EXPECT_EQ(refusal(profile_of({{0, 1, 1}}, ""), "1"), "none");
  EXPECT_THAT(refusal(profile_of({{0, 1, 1}}, ""), "log10(mol/L)"), HasSubstr("line 4: outcome = \"bernoulli\" asks for a classifier's probability, whose unit is '1'; 'p0' is in 'log10(mol/L)'"));
  const Profile mapped = parse_profile("name = \"b\"\n[[objective]]\nproperty = \"p0\"\noutcome = \"bernoulli\"\ntransform = { type = \"value_mapping\", mapping = { 1 = 0.5 } }\n");
  EXPECT_THAT(refusal(mapped, "1"), HasSubstr("needs a desirability of 0 and of 1"));
  EXPECT_THROW(profile_of({{0, 1, 1}}, "[uncertainty]\npropagate = false\n"), Error);
}

}  // namespace
}  // namespace furui
