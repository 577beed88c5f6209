// Candidates' columns and a profile in, a total and deterministic order out.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/profile.h"  // for Profile
#include "core/sha256.h"   // for Sha256, the tie-break of equal scores

namespace furui {

/// One property of all candidates, NaN where a candidate has none.
struct PropertyColumn {
  std::string property;            ///< as the objective or filter names it
  std::string unit;
  std::vector<float> value;        ///< n
  std::vector<float> std;          ///< n, or empty
};

/// Everything a ranking needs of n candidates, as plain columns.
struct RankingInput {
  std::size_t candidates = 0;
  std::vector<PropertyColumn> columns;
  std::map<std::string, std::vector<std::uint8_t>> alerts;  ///< catalogue to n flags: a rule matched
  std::vector<Sha256> structure;         ///< n; all zero where a candidate has none
  std::vector<std::uint8_t> rejected;    ///< n; 1: no values, is not ranked
};

/// Every candidate's place, as columns in the order of the input; k objectives.
struct Ranking {
  std::vector<std::uint32_t> rank;   ///< n; 1 is best, 0: filtered or rejected
  std::vector<float> score;          ///< n, in [0, 1]; NaN only where rejected
  std::vector<std::int32_t> filter;  ///< n; index of the first filter that the candidate failed; -1: none
  std::vector<float> desirability;   ///< n × k, row-major; NaN where the value is missing
  std::vector<float> contribution;   ///< n × k: how much each objective costs the score, see ranking.cpp
  std::string algorithm_version;     ///< changes whenever a result could
};

/// Checks a profile against what models offer, before anything is computed.
///
/// offered   property name (and "model/property") to its unit
/// throws    Error{INVALID_ARGUMENT} naming the line, the property and the nearest known name, or both units
void check_profile(const Profile& profile, const std::map<std::string, std::string>& offered);

/// Ranks all candidates.
/// throws Error{INVALID_ARGUMENT} for a transform whose parameters make no sense
Ranking rank(const Profile& profile, const RankingInput& input);

/// A filter in words: "hERG at most 0.5", "no PAINS alert".
std::string describe(const struct Filter& filter);

}  // namespace furui
