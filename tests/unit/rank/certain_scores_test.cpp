// Several certain candidates at once against one by one: the same bits, on every instruction set.
#include "rank/certain_scores.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>

#include "curves.h"
#include "rank/aggregation.h"
#include "rank/certain_parts.h"
#include "rank/meet_probability.h"

namespace furui {
namespace {

constexpr std::size_t kCandidates = 20'011;  // the last rows are fewer than kRows

struct Case {
  AggregationType type;
  double floor;
  std::vector<double> weights;
  float spread;  // of values, around curves whose middles lie within 1 of 0
};

class CertainScore : public testing::TestWithParam<Case> {
 protected:
  CertainScore() {
    std::mt19937 random(5);
    std::normal_distribution<float> value(0, GetParam().spread);
    for (auto& column : columns_) {
      for (std::size_t row = 0; row < kCandidates; ++row) column.push_back(value(random));
      // Values that are none or beyond all curves.
      column[19] = std::numeric_limits<float>::quiet_NaN();
      column[1000] = std::numeric_limits<float>::infinity();
      column[1001] = -1e30F;
      column[1002] = 1e30F;
    }
    // The middle of the first, where its desirability is 0.5, and good ones of the others.
    const std::array<float, 4> met_just_so{0.25F, -3.0F, 3.0F, -3.0F};
    for (std::size_t j = 0; j < columns_.size(); ++j) columns_[j][7] = met_just_so[j];
    aggregation_.type = GetParam().type;
    aggregation_.floor = GetParam().floor;
  }

  /// A candidate as it is scored alone.
  struct Alone {
    float score;
    bool met = true;
    std::vector<float> desirability, contribution;
  };
  Alone alone_of(Aggregator& aggregator, std::size_t row) const {
    Alone alone;
    std::vector<double> d;
    for (std::size_t j = 0; j < 4; ++j) {
      d.push_back(curves_[j](columns_[j][row]));
      alone.desirability.push_back(static_cast<float>(d[j]));
      alone.met = alone.met && (GetParam().weights[j] == 0 || d[j] >= kMetDesirability);
    }
    alone.contribution.resize(4);
    alone.score = static_cast<float>(aggregator.score(d, alone.contribution));
    return alone;
  }

  Aggregation aggregation_;
  std::vector<Desirability> curves_{curve_of("{ type = \"logistic\", bad = -1.0, good = 1.5 }"),
                                    curve_of("{ type = \"logistic\", bad = 1.0, good = -0.3 }"),
                                    curve_of("{ type = \"sigmoid\", low = -1.0, high = 1.0, k = 0.25 }"),
                                    curve_of("{ type = \"reverse_sigmoid\", low = -2.0, high = 1.0, k = 0.5 }")};
  std::vector<std::vector<float>> columns_{4};
};

TEST_P(CertainScore, IsTheAggregatorsBitForBitWhereItIsSure) {
  ASSERT_TRUE(CertainScores::can_score(aggregation_, curves_));
  const std::vector<std::span<const float>> values(columns_.begin(), columns_.end());
  Aggregator aggregator(aggregation_, GetParam().weights);
  for (std::size_t set = 0; set < CertainScores::instruction_sets(); ++set) {
    const CertainScores scores(aggregation_, curves_, GetParam().weights, set);
    CertainScores::Rows rows;
    std::size_t sure = 0;
    for (std::size_t first = 0; first < kCandidates; first += CertainScores::kRows) {
      scores.score(values, first, rows);
      for (std::size_t i = 0; i < std::min(CertainScores::kRows, kCandidates - first); ++i) {
        if (rows.sure[i] == 0) continue;
        ++sure;
        const Alone alone = alone_of(aggregator, first + i);
        ASSERT_EQ(rows.score[i], alone.score) << "row " << first + i << " set " << set;
        ASSERT_EQ(rows.met[i] != 0, alone.met) << "row " << first + i << " set " << set;
      }
    }
    EXPECT_LT(sure, kCandidates - 1);
    EXPECT_GT(static_cast<double>(sure), 0.99 * kCandidates) << "set " << set;
  }
}

TEST_P(CertainScore, IsNotSureOfValuesThatAreMissingOrOutOfReach) {
  const std::vector<std::span<const float>> values(columns_.begin(), columns_.end());
  for (std::size_t set = 0; set < CertainScores::instruction_sets(); ++set) {
    CertainScores::Rows rows;
    const CertainScores scores(aggregation_, curves_, GetParam().weights, set);
    scores.score(values, 0, rows);
    EXPECT_EQ(rows.sure[7], 0) << "in the middle of a curve";
    for (const std::size_t row : {19, 1000, 1001, 1002}) EXPECT_EQ(rows.sure[row], 0) << row << " set " << set;
  }
}

TEST_P(CertainScore, HasPartsThatAreTheAggregatorsWhereTheyAreSure) {
  const std::vector<std::span<const float>> values(columns_.begin(), columns_.end());
  Aggregator aggregator(aggregation_, GetParam().weights);
  for (std::size_t set = 0; set < CertainParts::instruction_sets(); ++set) {
    const CertainParts parts(aggregation_, curves_, GetParam().weights, set);
    CertainParts::Rows rows = parts.space();
    std::size_t sure = 0;
    for (std::size_t first = 0; first < kCandidates; first += CertainParts::kRows) {
      parts.find(values, first, rows);
      for (std::size_t i = 0; i < std::min(CertainParts::kRows, kCandidates - first); ++i) {
        if (rows.sure[i] == 0) continue;
        ++sure;
        const Alone alone = alone_of(aggregator, first + i);
        for (std::size_t j = 0; j < 4; ++j) {
          ASSERT_EQ(rows.desirability[j * CertainParts::kRows + i], alone.desirability[j]) << "row " << first + i << " set " << set;
          ASSERT_EQ(rows.contribution[j * CertainParts::kRows + i], alone.contribution[j]) << "row " << first + i << " set " << set;
        }
      }
    }
    EXPECT_LT(sure, kCandidates - 1);
    EXPECT_GT(static_cast<double>(sure), (GetParam().spread > 5 ? 0.5 : 0.99) * kCandidates) << "set " << set;
  }
}

TEST_P(CertainScore, HasNoSurePartsOfValuesThatAreMissingOrOutOfReach) {
  const std::vector<std::span<const float>> values(columns_.begin(), columns_.end());
  const CertainParts parts(aggregation_, curves_, GetParam().weights);
  CertainParts::Rows rows = parts.space();
  parts.find(values, 16, rows);
  EXPECT_EQ(rows.sure[3], 0);
  parts.find(values, 1000, rows);
  EXPECT_EQ(rows.sure[0] + rows.sure[1] + rows.sure[2], 0);
}

INSTANTIATE_TEST_SUITE_P(Profiles, CertainScore,
                         testing::Values(Case{AggregationType::kGeometric, 0, {1, 2, 0.5, 3}, 1}, Case{AggregationType::kGeometric, 0.05, {1, 1, 0, 1}, 1},
                                         Case{AggregationType::kGeometric, 0, {2, 2, 2, 2}, 3}, Case{AggregationType::kGeometric, 1e-250, {1, 1, 1, 1}, 6},
                                         Case{AggregationType::kProduct, 0, {2, 0.5, 2, 0.5}, 1},
                                         Case{AggregationType::kProduct, 0, {0.25, 0.25, 0.25, 0.25}, 1},
                                         Case{AggregationType::kGeometric, 0.001, {1, 2, 3, 4}, 8}));

TEST(CertainScore, KnowsWhichProfilesItServes) {
  const std::vector<Desirability> expits{curve_of("{ type = \"logistic\", bad = 0.0, good = 1.0 }")};
  const std::vector<Desirability> lines{curve_of("{ type = \"linear\", knots = [[0.0, 0.0], [1.0, 1.0]] }")};
  Aggregation aggregation;
  EXPECT_TRUE(CertainScores::can_score(aggregation, expits));
  EXPECT_FALSE(CertainScores::can_score(aggregation, lines));
  EXPECT_FALSE(CertainScores::can_score(aggregation, {}));
  aggregation.type = AggregationType::kHarmonic;
  EXPECT_FALSE(CertainScores::can_score(aggregation, expits));
}

}  // namespace
}  // namespace furui
