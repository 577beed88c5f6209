// Holds critical factors to hand calculations and to where lines cross, and shares to counting whole rankings.
#include "rank/robustness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "core/error.h"         // for Error
#include "rank/keyed_draws.h"  // for draw_key, drawn_bits
#include "rank/score_draws.h"  // for normal_from_bits
#include "top_by_definition.h"  // for top_by_definition

namespace furui {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr double kPrecise = 3e-6;  // a millionth, and what float32 can tell

RankedCandidates of(const std::vector<double>& desirability, std::vector<double> weights,
                    AggregationType type = AggregationType::kGeometric) {
  RankedCandidates ranked;
  ranked.candidates = desirability.size() / weights.size();
  ranked.desirability = desirability;
  ranked.weights = std::move(weights);
  ranked.aggregation.type = type;
  return ranked;
}

void expect_unchangeable(const RankedCandidates& ranked, std::size_t k) {
  for (const CriticalFactors& factors : critical_factors(ranked, k)) {
    EXPECT_TRUE(std::isnan(factors.up)) << factors.up;
    EXPECT_TRUE(std::isnan(factors.down)) << factors.down;
  }
}

TEST(CriticalFactors, AreWhereTwoScoresCross) {
  // Two candidates: f ln 0.9 + ln 0.4 against f ln 0.5 + ln 0.6 are equal at f = ln(0.6/0.4) / ln(0.9/0.5), and where
  // the other weight varies at its inverse. More of the first weight, or less of the second, only helps the leader.
  const std::vector<double> desirability{0.9, 0.4, 0.5, 0.6};
  const double f = std::log(1.5) / std::log(1.8);
  for (AggregationType type : {AggregationType::kGeometric, AggregationType::kProduct}) {
    const auto critical = critical_factors(of(desirability, {1, 1}, type), 1);
    EXPECT_NEAR(critical[0].down / f, 1, kPrecise);
    EXPECT_NEAR(critical[1].up * f, 1, kPrecise);
    EXPECT_TRUE(std::isnan(critical[0].up));
    EXPECT_TRUE(std::isnan(critical[1].down));
  }
  // Arithmetic: 0.4 f = 0.2. Harmonic: f (1/0.5 - 1/0.9) = 1/0.4 - 1/0.6.
  EXPECT_NEAR(critical_factors(of(desirability, {1, 1}, AggregationType::kArithmetic), 1)[0].down, 0.5, kPrecise);
  EXPECT_NEAR(critical_factors(of(desirability, {1, 1}, AggregationType::kHarmonic), 1)[0].down, (5 / 6.0) / (8 / 9.0), kPrecise);
}

TEST(CriticalFactors, AreRelativeToTheGivenWeight) {
  const std::vector<double> desirability{0.9, 0.4, 0.5, 0.6};
  const auto critical = critical_factors(of(desirability, {10, 2}, AggregationType::kArithmetic), 1);
  EXPECT_NEAR(critical[0].down, 0.1, kPrecise) << "0.4 × 10 f = 0.2 × 2";
  EXPECT_NEAR(critical[1].up, 10, 10 * kPrecise);
}

TEST(CriticalFactors, AreLookedForFromAHundredthToAHundred) {
  const std::vector<double> desirability{0.9, 0.4, 0.5, 0.6};
  const auto within = critical_factors(of(desirability, {49.5, 1}, AggregationType::kArithmetic), 1);
  EXPECT_NEAR(within[1].up, 99, 99 * kPrecise);
  EXPECT_NEAR(within[0].down * 99, 1, kPrecise);
  const auto beyond = critical_factors(of(desirability, {50.5, 1}, AggregationType::kArithmetic), 1);
  EXPECT_TRUE(std::isnan(beyond[1].up));
  EXPECT_TRUE(std::isnan(beyond[0].down));
}

TEST(CriticalFactors, AnOrderWithinTheTopMayChange) {
  const std::vector<double> desirability{0.9, 0.4, 0.5, 0.6, 0.1, 0.1};
  expect_unchangeable(of(desirability, {1, 1}), 2);
}

TEST(CriticalFactors, NothingCanChangeOneObjectiveNoneAllOrEqualRows) {
  const std::vector<double> one{0.9, 0.8, 0.3, 0.1};
  for (AggregationType type : kAggregations) expect_unchangeable(of(one, {2}, type), 2);
  const std::vector<double> two{0.9, 0.4, 0.5, 0.6, 0.7, 0.5}, equal{0.7, 0.2, 0.7, 0.2, 0.7, 0.2};
  for (AggregationType type : kAggregations) {
    for (std::size_t k : {0u, 3u, 4u}) expect_unchangeable(of(two, {1, 1}, type), k);
    expect_unchangeable(of(equal, {1, 1}, type), 1);
    expect_unchangeable(of(two, {0, 0}, type), 1);
  }
  expect_unchangeable(of(two, {1, 1}, AggregationType::kMinimum), 1);
}

TEST(CriticalFactors, AnObjectiveWithoutWeightChangesNothingAndTheOthersAsIfItWereNotThere) {
  const std::vector<double> desirability{0.9, 0.0, 0.4, 0.5, 1.0, 0.6};
  const auto critical = critical_factors(of(desirability, {1, 0, 1}), 1);
  EXPECT_TRUE(std::isnan(critical[1].up) && std::isnan(critical[1].down));
  EXPECT_NEAR(critical[2].up, std::log(1.8) / std::log(1.5), kPrecise);
}

TEST(CriticalFactors, EqualScoresChangeAtOnce) {
  const std::vector<double> desirability{0.4, 0.6, 0.6, 0.4};
  const auto critical = critical_factors(of(desirability, {1, 1}, AggregationType::kArithmetic), 1);
  EXPECT_NEAR(critical[0].up, 1, kPrecise);
  EXPECT_NEAR(critical[1].down, 1, kPrecise);
  EXPECT_TRUE(std::isnan(critical[0].down) && std::isnan(critical[1].up));
}

/// Where the lines of some candidate of the top and some other one cross nearest to 1, by every pair. `loss` are the
/// terms whose weighted sum decides the order.
CriticalFactors nearest_crossing(const RankedCandidates& ranked, const std::vector<double>& loss, std::size_t objective, std::size_t k) {
  const std::size_t m = ranked.weights.size();
  const std::vector<std::uint32_t> top = top_by_definition(ranked, std::vector<double>(m, 1), k);
  CriticalFactors nearest{101, 1 / 101.0};
  for (std::uint32_t in : top) {
    for (std::uint32_t out = 0; out < ranked.candidates; ++out) {
      if (std::binary_search(top.begin(), top.end(), out)) continue;
      double rest = 0;
      for (std::size_t o = 0; o < m; ++o) {
        if (o != objective) rest += ranked.weights[o] * (loss[in * m + o] - loss[out * m + o]);
      }
      const double slope = ranked.weights[objective] * (loss[in * m + objective] - loss[out * m + objective]);
      const double crossing = -rest / slope;
      if (crossing >= 1 && slope > 0) nearest.up = std::min(nearest.up, crossing);
      if (crossing <= 1 && crossing > 0 && slope < 0) nearest.down = std::max(nearest.down, crossing);
    }
  }
  return nearest;
}

TEST(CriticalFactors, AreTheNearestCrossingOfAnyPair) {
  const std::vector<double> weights{1, 0.5, 2};
  std::size_t found = 0;
  for (unsigned seed = 0; seed < 12; ++seed) {
    const std::vector<double> desirability = random_desirabilities(seed, 25 * weights.size(), {});
    for (AggregationType type : {AggregationType::kGeometric, AggregationType::kArithmetic, AggregationType::kHarmonic}) {
      std::vector<double> loss;
      for (double d : desirability)
        loss.push_back(type == AggregationType::kGeometric ? -std::log(d) : type == AggregationType::kHarmonic ? 1 / d : -d);
      const RankedCandidates ranked = of(desirability, weights, type);
      const auto critical = critical_factors(ranked, 4);
      for (std::size_t o = 0; o < weights.size(); ++o) {
        const CriticalFactors expected = nearest_crossing(ranked, loss, o, 4);
        if (expected.up > 100) EXPECT_TRUE(std::isnan(critical[o].up)) << critical[o].up;
        else EXPECT_NEAR(critical[o].up / expected.up, 1, 1e-5) << to_string(type) << " seed " << seed << " objective " << o;
        if (expected.down < 0.01) EXPECT_TRUE(std::isnan(critical[o].down)) << critical[o].down;
        else EXPECT_NEAR(critical[o].down / expected.down, 1, 1e-5) << to_string(type) << " seed " << seed << " objective " << o;
        found += expected.up <= 100;
      }
    }
  }
  EXPECT_GT(found, 50u) << "the comparison must not be empty";
}

TEST(CriticalFactors, TheSetChangesThereAndNotBeforeWithMissingValuesToo) {
  for (unsigned seed = 0; seed < 10; ++seed) {
    const std::vector<double> desirability = random_desirabilities(seed, 90, {0.15, 0, 0});
    RankedCandidates ranked = of(desirability, {1, 2, 0.5});
    for (MissingValue missing : {MissingValue::kIgnore, MissingValue::kReject, MissingValue::kFallback}) {
      ranked.aggregation.missing = missing;
      const auto critical = critical_factors(ranked, 5);
      const auto base = top_by_definition(ranked, {1, 1, 1}, 5);
      for (std::size_t o = 0; o < 3; ++o) {
        for (auto [factor, farthest] : {std::pair{critical[o].up, 100.0}, std::pair{critical[o].down, 0.01}}) {
          std::vector<double> factors(3, 1);
          const auto changed = [&](double f) {
            factors[o] = f;
            return top_by_definition(ranked, factors, 5) != base;
          };
          EXPECT_TRUE(std::isnan(factor) || changed(factor)) << factor;
          // Up to a thousandth before it, beyond which float32 may not tell two scores apart.
          const double end = std::isnan(factor) ? std::log(farthest) : std::log(factor) * 0.999;
          for (int step = 0; step <= 50; ++step) EXPECT_FALSE(changed(std::exp(end * step / 50))) << factor << " step " << step;
        }
      }
    }
  }
}

TEST(CriticalFactors, AChangeThatUndoesItselfFartherOutIsFound) {
  // Arithmetic with values ignored: (3.4 + 0.99 f) / (5 + f) leads (0.03 + 0.96 f) / (0.5 + f), but for f between the
  // roots of 0.03 f² - 0.935 f + 1.55, which are 1.76 and 29.4.
  const double missing = std::nan("");
  const std::vector<double> desirability{0.68, 0.99, missing, missing, 0.96, 0.06};
  RankedCandidates ranked = of(desirability, {5, 1, 0.5}, AggregationType::kArithmetic);
  ranked.aggregation.missing = MissingValue::kIgnore;
  EXPECT_NEAR(critical_factors(ranked, 1)[1].up, (0.935 - std::sqrt(0.935 * 0.935 - 4 * 0.03 * 1.55)) / 0.06, 1e-5);
}

std::vector<double> shares_by_definition(const RankedCandidates& ranked, std::size_t k, const WeightSpread& spread) {
  std::vector<double> shares(ranked.candidates);
  for (std::size_t trial = 0; trial < spread.trials; ++trial) {
    std::vector<double> factor;
    for (std::size_t o = 0; o < ranked.weights.size(); ++o)
      factor.push_back(std::exp(spread.sigma * static_cast<double>(normal_from_bits(drawn_bits(draw_key(scattered(spread.seed), trial), static_cast<std::uint32_t>(o))))));
    for (std::uint32_t candidate : top_by_definition(ranked, factor, k)) shares[candidate] += 1;
  }
  for (double& share : shares) share /= static_cast<double>(spread.trials);
  return shares;
}

TEST(SharesInTop, CountWholeRankings) {
  const std::vector<double> desirability = random_desirabilities(2, 800, {0.05, 0.3, 0.1});
  for (AggregationType type : kAggregations) {
    RankedCandidates ranked = of(desirability, {1, 2, 0, 0.5}, type);
    ranked.aggregation.missing = MissingValue::kIgnore;
    const std::vector<double> shares = shares_in_top(ranked, 15, {0.5, 60, 7});
    EXPECT_EQ(shares, shares_by_definition(ranked, 15, {0.5, 60, 7})) << to_string(type);
    EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0), 15, 1e-9);
  }
}

TEST(SharesInTop, ApproachTheProbability) {
  // The leader stays while ln 1.8 exp(sigma z1) > ln 1.5 exp(sigma z2): z2 - z1 < ln(ln 1.8 / ln 1.5) / sigma, of
  // variance 2.
  const std::vector<double> desirability{0.9, 0.4, 0.5, 0.6};
  const double p = std::erfc(-std::log(std::log(1.8) / std::log(1.5)) / 0.3 / 2) / 2;
  const std::vector<double> shares = shares_in_top(of(desirability, {1, 1}), 1, {0.3, 20000, 1});
  EXPECT_NEAR(shares[0], p, 4 * std::sqrt(p * (1 - p) / 20000));
  EXPECT_NEAR(shares[0] + shares[1], 1, 1e-12);
}

TEST(SharesInTop, FollowTheRowsWhateverTheirOrder) {
  const std::size_t n = 300, m = 3;
  const std::vector<double> desirability = random_desirabilities(6, n * m, {});
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), 0);
  std::shuffle(rows.begin(), rows.end(), std::mt19937(1));
  std::vector<double> shuffled;
  for (std::size_t row : rows) shuffled.insert(shuffled.end(), desirability.begin() + row * m, desirability.begin() + (row + 1) * m);
  const RankedCandidates ranked = of(desirability, {1, 1, 1}), other = of(shuffled, {1, 1, 1});
  const std::vector<double> shares = shares_in_top(ranked, 20, {0.3, 100, 5}), permuted = shares_in_top(other, 20, {0.3, 100, 5});
  for (std::size_t i = 0; i < n; ++i) EXPECT_EQ(permuted[i], shares[rows[i]]);
  const auto critical = critical_factors(ranked, 20), critical_permuted = critical_factors(other, 20);
  for (std::size_t o = 0; o < m; ++o) {
    EXPECT_NEAR(critical[o].up / critical_permuted[o].up, 1, 1e-5);
    EXPECT_NEAR(critical[o].down / critical_permuted[o].down, 1, 1e-5);
  }
}

TEST(SharesInTop, OfAnEmptyAndOfAFullTopAreNoneAndAll) {
  const std::vector<double> desirability{0.9, 0.4, 0.5, 0.6, std::nan(""), 1};
  const RankedCandidates ranked = of(desirability, {1, 1});
  EXPECT_THAT(shares_in_top(ranked, 0, {}), Each(0));
  EXPECT_THAT(shares_in_top(ranked, 3, {}), ElementsAre(1, 1, 0));
  const std::vector<double> equal{0.7, 0.2, 0.7, 0.2, 0.7, 0.2};
  EXPECT_THAT(shares_in_top(of(equal, {1, 1}), 2, {}), ElementsAre(1, 1, 0)) << "the given order decides";
  EXPECT_THAT(shares_in_top(of(desirability, {1, 1}), 1, {0, 10, 3}), ElementsAre(1, 0, 0)) << "sigma 0 is the ranking itself";
}

TEST(SharesInTop, DependOnTheSeedAlone) {
  const std::vector<double> desirability = random_desirabilities(8, 300, {});
  const RankedCandidates ranked = of(desirability, {1, 1, 1});
  EXPECT_EQ(shares_in_top(ranked, 10, {0.3, 50, 1}), shares_in_top(ranked, 10, {0.3, 50, 1}));
  EXPECT_NE(shares_in_top(ranked, 10, {0.3, 50, 1}), shares_in_top(ranked, 10, {0.3, 50, 2}));
}

TEST(SharesInTop, ASpreadOutOfRangeIsSaid) {
  const std::vector<double> desirability{0.5};
  for (const auto& [spread, says] : {std::pair{WeightSpread{-0.1, 10, 0}, "sigma is -0.1; expected a number from 0 to 3"},
                                     std::pair{WeightSpread{3.5, 10, 0}, "sigma is 3.5"},
                                     std::pair{WeightSpread{std::nan(""), 10, 0}, "sigma is not finite"},
                                     std::pair{WeightSpread{0.3, 0, 0}, "trials is 0; expected 1 or more"}}) {
    try {
      shares_in_top(of(desirability, {1}), 1, spread);
      ADD_FAILURE() << says;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
      EXPECT_THAT(error.what(), HasSubstr(says));
    }
  }
}

}  // namespace
}  // namespace furui
