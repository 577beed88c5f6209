// The part of an explanation that compares: chances, ties, neighbours in rank, and what would lift a candidate.
#pragma once

#include <string>
#include <vector>

#include "api/explain.h"      // for ExplainedRanking
#include "api/place_facts.h"  // for NeighbourFacts

namespace furui::api {

/// "0.710", or "0.710 ± 0.050" where the score is uncertain; with what orders it where the profile has another policy.
std::string score_text(const RankedPlace& place, const Profile& profile);

/// How likely it meets the profile and is among the best, and with whom it is tied.
void explain_chances(const RankedPlace& place, const ExplainedRanking& in, std::vector<std::string>& sentences);

/// Who is just above or below, by how much and by which objectives.
void explain_neighbour(const RankedPlace& place, const NeighbourFacts& facts, const Profile& profile, std::vector<std::string>& sentences);

/// Which property alone would bring it to the next rank.
void explain_what_would_lift(const PlaceFacts& facts, const ExplainedRanking& in, std::vector<std::string>& sentences);

}  // namespace furui::api
