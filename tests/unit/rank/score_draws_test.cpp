// Vectorized draws against the same draws one by one in double precision.
#include "rank/score_draws.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/sha256.h"
#include "curves.h"
#include "rank/aggregation.h"

namespace furui {
namespace {

constexpr double kFloor = 0.01;

struct Drawn {
  std::vector<Desirability> curves;
  std::vector<double> weights{2, 1, 0.5, 3};
  DrawnCandidate candidate;
};

/// Three uncertain objectives, one that is uniform, and a certain one of desirability 0.7.
Drawn drawn_of(const ScoreKeys& keys, AggregationType type, const std::string& a, const std::string& b, const std::string& c) {
  Drawn drawn;
  drawn.curves = {curve_of(a), curve_of(b), curve_of(c)};
  const double total = type == AggregationType::kProduct ? 1 : 2 + 1 + 0.5 + 3 + 1.5;
  drawn.candidate.certain = keys.add_certain(keys.start(), 0.7, 1.5 / total);
  for (std::size_t i = 0; i < 4; ++i) {
    const DrawKey key = draw_key(structure_key(3, sha256("C")), property_key(std::to_string(i)));
    drawn.candidate.terms.push_back({i < 3 ? &drawn.curves[i] : nullptr, 0.2F * static_cast<float>(i) - 0.1F, 0.5F + 0.2F * static_cast<float>(i),
                                     static_cast<float>(drawn.weights[i] / total), key});
  }
  return drawn;
}

double score_of_draw(const Drawn& drawn, AggregationType type, std::uint32_t index) {
  Aggregation aggregation;
  aggregation.type = type;
  aggregation.floor = type == AggregationType::kGeometric || type == AggregationType::kHarmonic ? kFloor : 0;
  std::vector<double> d;
  for (const DrawnTerm& term : drawn.candidate.terms) {
    const std::uint32_t bits = drawn_bits(term.key, index);
    const float x = term.mean + term.std * normal_from_bits(bits);
    d.push_back(term.curve == nullptr ? ((bits >> 9) + 0.5) / (1 << 23) : (*term.curve)(x));
  }
  d.push_back(0.7);
  Aggregator aggregator(aggregation, {2, 1, 0.5, 3, 1.5});
  std::array<float, 5> contribution;
  return aggregator.score(d, contribution);
}

class ScoreDraws : public testing::TestWithParam<AggregationType> {
 protected:
  ScoreKeys keys_{GetParam(), kFloor};
};

TEST_P(ScoreDraws, AreTheScoresOfTheirValuesForEveryTransform) {
  const auto& transforms = continuous_transforms();
  for (std::size_t i = 0; i < transforms.size(); ++i) {
    const Drawn drawn =
        drawn_of(keys_, GetParam(), transforms[i], transforms[(i + 1) % transforms.size()], transforms[(i + 5) % transforms.size()]);
    std::array<float, kDrawsAtOnce> keys;
    for (std::uint32_t first = 0; first < 320; first += kDrawsAtOnce) {
      keys_.draw(drawn.candidate, first, keys);
      for (std::uint32_t j = 0; j < kDrawsAtOnce; ++j) {
        const double expected = score_of_draw(drawn, GetParam(), first + j);
        EXPECT_NEAR(keys_.score(keys[j]), expected, 2e-5) << transforms[i] << " draw " << first + j;
      }
    }
  }
}

TEST_P(ScoreDraws, AreTheSameBitsOnEveryInstructionSet) {
  for (const std::string& transform : continuous_transforms()) {
    const Drawn drawn = drawn_of(keys_, GetParam(), transform, transform, transform);
    std::array<float, kDrawsAtOnce> best, other;
    keys_.draw(drawn.candidate, 640, best);
    for (std::size_t set = 1; set < ScoreKeys::instruction_sets(); ++set) {
      ScoreKeys(GetParam(), kFloor, set).draw(drawn.candidate, 640, other);
      EXPECT_EQ(best, other) << transform << " set " << set;
    }
  }
}

TEST_P(ScoreDraws, NeverExceedTheBound) {
  for (const std::string& transform : continuous_transforms()) {
    Drawn drawn = drawn_of(keys_, GetParam(), transform, continuous_transforms()[0], continuous_transforms()[16]);
    for (const float std : {0.001F, 0.1F, 4.0F}) {
      for (DrawnTerm& term : drawn.candidate.terms) term.std = std;
      keys_.limit(drawn.candidate);
      const float bound = keys_.bound(drawn.candidate);
      std::array<float, kDrawsAtOnce> keys;
      for (std::uint32_t first = 0; first < 9600; first += kDrawsAtOnce) {
        keys_.draw(drawn.candidate, first, keys);
        ASSERT_LE(*std::max_element(keys.begin(), keys.end()), bound) << transform;
      }
    }
  }
}

TEST_P(ScoreDraws, AreGivenUpOnlyWhereNoneReachesWhatItMust) {
  for (std::size_t set = 0; set < ScoreKeys::instruction_sets(); ++set) {
    const ScoreKeys scores(GetParam(), kFloor, set);
    std::size_t given_up = 0;
    for (const std::string& transform : continuous_transforms()) {
      Drawn drawn = drawn_of(scores, GetParam(), transform, continuous_transforms()[0], continuous_transforms()[16]);
      scores.limit(drawn.candidate);
      std::array<float, kDrawsAtOnce> keys, reaching, least;
      for (std::uint32_t first = 0; first < 640; first += kDrawsAtOnce) {
        scores.draw(drawn.candidate, first, keys);
        for (const float above : {0.0F, 1e-7F, 0.02F, 0.3F}) {
          // All but one draw must reach what they cannot; the last one its own key, or a little more.
          least.fill(std::numeric_limits<float>::infinity());
          least[first / kDrawsAtOnce] = keys[first / kDrawsAtOnce] + above * std::abs(keys[first / kDrawsAtOnce]);
          const bool drew = scores.draw_reaching(drawn.candidate, first, least, reaching);
          ASSERT_TRUE(drew || above > 0) << transform << " set " << set;
          ASSERT_EQ(drew ? reaching : keys, keys) << transform << " set " << set;
          given_up += drew ? 0 : 1;
        }
      }
    }
    EXPECT_GT(given_up, 50U);
  }
}

INSTANTIATE_TEST_SUITE_P(Aggregations, ScoreDraws,
                         testing::Values(AggregationType::kGeometric, AggregationType::kArithmetic, AggregationType::kHarmonic,
                                         AggregationType::kProduct, AggregationType::kMinimum));

}  // namespace
}  // namespace furui
