// Small ranking inputs for tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/sha256.h"           // for sha256
#include "rank/objective_parts.h"  // for ObjectiveParts
#include "rank/ranking.h"          // for RankingInput, Ranking

namespace furui {

/// Candidates "0", "1", … with these columns, none rejected.
inline RankingInput input_of(std::vector<std::pair<std::string, std::vector<float>>> columns) {
  RankingInput input;
  input.candidates = columns.empty() ? 0 : columns[0].second.size();
  for (auto& [property, value] : columns) input.columns.push_back({property, "", std::move(value), {}});
  for (std::size_t row = 0; row < input.candidates; ++row) input.structure.push_back(sha256(std::to_string(row)));
  input.rejected.assign(input.candidates, 0);
  return input;
}

/// These rows of an input, in this order.
inline RankingInput rows_of(const RankingInput& input, const std::vector<std::size_t>& rows) {
  RankingInput chosen;
  chosen.candidates = rows.size();
  for (const PropertyColumn& column : input.columns) {
    PropertyColumn& to = chosen.columns.emplace_back(PropertyColumn{column.property, column.unit, {}, {}});
    for (const std::size_t row : rows) {
      to.value.push_back(column.value[row]);
      if (!column.std.empty()) to.std.push_back(column.std[row]);
    }
  }
  for (const std::size_t row : rows) {
    chosen.structure.push_back(input.structure[row]);
    chosen.rejected.push_back(input.rejected[row]);
  }
  return chosen;
}

/// A ranking with what each objective made of each candidate, whether rank() keeps that or not.
inline Ranking rank_with_parts(const Profile& profile, const RankingInput& input, ThreadPool& threads) {
  Ranking ranking = rank(profile, input, threads);
  const std::size_t cells = input.candidates * profile.objectives.size();
  std::vector<float> desirability(cells), contribution(cells);
  ObjectiveParts(profile, input, ranking).of(0, desirability, contribution);
  ranking.desirability = desirability;
  ranking.contribution = contribution;
  return ranking;
}
inline Ranking rank_with_parts(const Profile& profile, const RankingInput& input) {
  ThreadPool alone(1);
  return rank_with_parts(profile, input, alone);
}

}  // namespace furui
