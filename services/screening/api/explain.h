// A candidate's place in words that a chemist would use.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/manifest.h"   // for Property
#include "core/profile.h"    // for Profile
#include "store/rankings.h"  // for RankingRow
#include "store/results.h"   // for CandidateRow

namespace furui::api {

/// The ranking that a candidate's place is explained in.
struct ExplainedRanking {
  const Profile* profile = nullptr;  ///< nullptr: no ranking
  RankingRow ranking;
  const CandidateRow* above = nullptr;  ///< ranked just before the candidate; nullptr where nobody is
  const CandidateRow* below = nullptr;  ///< just after
  std::int64_t first_tied = 0, last_tied = 0;  ///< ranks of the candidate's tie group; 0: nobody told
  std::vector<float> values, stds;  ///< k, of each objective's property; NaN where missing, stds also where none is stated
  std::vector<float> filtered;      ///< one a filter of the profile, of its property; NaN where missing or it has none
  std::vector<const Property*> properties;  ///< k, for their physical bounds; nullptr where missing
};

struct PlaceFacts;

/// What a candidate's place is and how sure, what filtered it, what limits it, what separates it from its neighbours, and
/// what would lift it; one fact a sentence.
///
/// row      with place where there is a ranking
/// facts    facts_of() where there is a place in a ranking; else nullptr
/// relaxed  by what and how, in words; empty where the screening relaxes nothing
std::vector<std::string> explain(const CandidateRow& row, const ExplainedRanking& in, const PlaceFacts* facts, const std::string& relaxed = "");

}  // namespace furui::api
