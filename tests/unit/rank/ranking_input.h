// Small ranking inputs for tests.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/sha256.h"   // for sha256
#include "rank/ranking.h"  // for RankingInput

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

}  // namespace furui
