// Candidates' columns and a profile in, a total and deterministic order out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "core/profile.h"  // for Profile, Filter
#include "core/sha256.h"   // for Sha256, the tie-break of equal scores
#include "core/thread_pool.h"  // for ThreadPool

namespace furui {

/// One property of all candidates. NaN where a candidate has none; an infinity counts as none.
struct PropertyColumn {
  std::string property;            ///< as the objective or filter names it
  std::string unit;
  std::vector<float> value;        ///< n
  std::vector<float> std;          ///< n, or empty; NaN, as 0, where the value counts as certain
};

/// Everything a ranking needs of n candidates, as plain columns.
struct RankingInput {
  std::size_t candidates = 0;
  std::vector<PropertyColumn> columns;  ///< of every property that the profile names, each once; others are allowed
  std::map<std::string, std::vector<std::uint8_t>> alerts;  ///< catalogue to n flags: a rule matched
  std::map<std::size_t, std::vector<std::uint8_t>> failed;  ///< for each filter on structure or domain, by its index in the
                                                            ///< profile, n flags: the candidate fails it; and for each
                                                            ///< filter on alerts whose catalogues are not in `alerts`
  std::vector<Sha256> structure;         ///< n; all zero where a candidate has none
  std::vector<std::uint8_t> rejected;    ///< n; 1: no values, is not ranked
};

constexpr std::uint32_t kNoFront = 0xFFFFFFFF;

/// Every candidate's place, as columns in the order of the input; k objectives.
///
/// A candidate is ranked, filtered (filter >= 0), rejected (as in the input), or without a score (a missing value
/// under missing = reject, or no value at all under ignore): then score is NaN, rank 0 and filter -1.
struct Ranking {
  std::vector<std::uint32_t> rank;   ///< n; 1 is best, without gaps; 0: not ranked
  std::vector<float> score;          ///< n; what orders (policy.h), of filtered candidates too, in [0, 1] but for bounds;
                                     ///< NaN where rejected or without a score
  std::vector<float> expected, std;  ///< n; the expected score and its standard deviation; NaN as score
  std::vector<float> meets;          ///< n; P(all objectives met, all filters passed); NaN as score
  std::vector<float> top;            ///< n; P(among the profile's `top` best); NaN where not ranked
  std::vector<std::uint32_t> tie_group;  ///< n; from 1 in order of rank (tie_groups.h); 0: not ranked
  std::vector<std::uint32_t> front;  ///< n; Pareto front over the profile's axes, 0 is best, filtered candidates behind all
                                     ///< others (pareto.h); kNoFront where rejected; empty without axes
  std::vector<std::uint64_t> failed; ///< n; bit i: it fails filter i, of the first 64; empty with fewer than two filters
  std::vector<std::int32_t> filter;  ///< n; index of the first filter that the candidate failed; -1: none
  std::vector<float> desirability;   ///< n × k, row-major; NaN where the value is missing
  std::vector<float> contribution;   ///< n × k; what each objective costs: a row's sum is 1 - expected (aggregation.h)
  float hypervolume = 0;             ///< hypervolume_share() of the ranked over the profile's axes; NaN where there is none
  std::string algorithm_version;     ///< changes whenever a result could
};

/// Checks a profile against what models offer, before anything is computed: names, units, transforms and their
/// parameters. Alert catalogues need no model and are not looked at.
///
/// offered   property name to its unit: the bare name where one model has it, and "model/property"
/// throws    Error{INVALID_ARGUMENT} naming the line, the property and the nearest known name, or both units
void check_profile(const Profile& profile, const std::map<std::string, std::string>& offered);

/// Ranks all candidates.
///
/// Order: score as stored (float32) descending, then front, then crowding distance within it descending (crowding.h), then
/// SHA-256 of the structure, then ordinal (the row): total, and the same for any order of the rows but for candidates
/// with equal structure and score. A candidate's score,
/// desirabilities and contributions depend on its own row only.
/// A range filter is failed by a missing value; min and max are inclusive and rounded to float32 as values are.
/// No candidates: empty columns. No objective: every score is 1. Everything filtered: scores without ranks.
/// Values with a std are normal and independent of each other, within a candidate and between candidates; at std = 0
/// everything is as if there were none. The result is the same, byte for byte, for any number of threads.
/// throws Error as check_profile, with the columns as what is offered; Error{FAILED_PRECONDITION} where the alerts
///        of a filter's catalogue are not in the input; std::invalid_argument (a fault) where columns differ in length
Ranking rank(const Profile& profile, const RankingInput& input, ThreadPool& threads);
Ranking rank(const Profile& profile, const RankingInput& input);  ///< on this thread alone

/// A filter in words: "hERG at most 0.5", "no PAINS or BRENK alert". A probability's unit, "1", is left out.
std::string describe(const Filter& filter);

}  // namespace furui
