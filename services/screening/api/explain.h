// A candidate's place in words that a chemist would use.
#pragma once

#include <string>
#include <vector>

#include "core/profile.h"   // for Profile
#include "store/results.h"  // for CandidateRow

namespace furui::api {

/// What a candidate's place is, what filtered it, what limits it, and what each objective costs; one fact a sentence.
///
/// row      with place where there is a ranking
/// profile  of the ranking; nullptr without one
/// ranked   number of candidates with a rank
std::vector<std::string> explain(const CandidateRow& row, const Profile* profile, std::int64_t ranked);

}  // namespace furui::api
