// What decides a candidate's place, before it is put into words or a message.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "api/explain.h"         // for ExplainedRanking
#include "rank/needed_change.h"  // for NeededChange

namespace furui::api {

/// By how much less an objective costs one candidate than another; above 0.
struct CostGap {
  std::size_t objective = 0;
  float gain = 0;
};

/// Somebody next in rank.
struct NeighbourFacts {
  const CandidateRow* row = nullptr;
  bool above = false;                 ///< else below
  double chance_of_being_better = 0;  ///< that the candidate's own true score is the higher one
  std::vector<CostGap> own, theirs;   ///< in which the candidate, or the neighbour, is better; the largest first
};

/// A filter that the candidate fails.
struct FailedFilter {
  std::string in_words;    ///< "molecular_weight at most 150 (here 380.9)", "no BRENK alert"
  bool has_value = false;  ///< of a range, and the value is there
};

struct PlaceFacts {
  std::vector<std::size_t> costs;        ///< objectives that cost anything worth saying, the costliest first
  std::vector<std::size_t> missing;      ///< objectives with a weight and without a value
  std::vector<FailedFilter> failed;      ///< the one that is told first, then the others in the profile's order
  std::optional<NeighbourFacts> above, below;
  std::vector<NeededChange> changes;     ///< with a value that is possible; none under another policy than expected
};

/// row  with a place; in.profile is there
PlaceFacts facts_of(const CandidateRow& row, const ExplainedRanking& in);

}  // namespace furui::api
