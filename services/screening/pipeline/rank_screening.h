// From a profile and the models' stored columns to a ranking and the digest of all that entered it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/manifest.h"  // for Manifest
#include "core/profile.h"   // for Profile
#include "core/sha256.h"    // for Sha256
#include "core/thread_pool.h"     // for ThreadPool
#include "rank/decision_grade.h"  // for StatedQuality
#include "rank/ranking.h"   // for Ranking, RankingInput
#include "rank/ranking_robustness.h"  // for RankingRobustness

namespace furui {

/// One column that a profile asks for.
struct PlannedColumn {
  std::string property;    ///< "model/column"
  std::string unit;
  std::size_t model = 0;   ///< index into the screening's models
  std::size_t column = 0;  ///< index into that model's output columns
};

/// What a ranking by this profile needs.
struct RankingPlan {
  Profile profile;                      ///< with each property as "model/column", however it was named
  std::vector<PlannedColumn> columns;   ///< each once
  std::vector<StatedQuality> quality;   ///< what the models state of each column that decides: of objectives with weight,
                                        ///< range filters and Pareto axes
  std::vector<std::string> catalogues;  ///< of alerts, each once, in alphabetical order
};

/// Names that models offer ("hERG", "admet-ai/hERG") with their units; a short name that two models share is the
/// first model's.
std::map<std::string, std::string> offered_properties(std::span<const Manifest* const> models);

/// Finds what the profile asks for.
/// throws Error{INVALID_ARGUMENT} as check_profile, where a property is not offered or its unit is another
RankingPlan plan_ranking(const Profile& profile, std::span<const Manifest* const> models);

struct ScreeningRanking {
  Ranking ranking;
  Sha256 input_sha256{};  ///< of the profile's text and every number that entered
  std::vector<std::string> shortcomings;  ///< why it is not decision-grade; empty: it is
  bool refused = false;   ///< for them, by the profile
  RankingRobustness robustness;
};

/// Ranks. `input` holds the plan's columns and catalogues.
///
/// domain   n: the worst of the models of the plan's columns
/// throws   Error{INVALID_ARGUMENT} as rank
ScreeningRanking rank_screening(const RankingPlan& plan, std::string_view profile_text, const RankingInput& input,
                                std::span<const Domain> domain, ThreadPool& threads);

/// Desirabilities and contributions of the ranked candidates, some rows at a time (objective_parts.h).
///
/// input, ranking  what rank_screening() took and gave; must outlive the result
std::function<void(std::size_t first, std::span<float> desirability, std::span<float> contribution)> parts_of(
    const RankingPlan& plan, const RankingInput& input, const Ranking& ranking);

}  // namespace furui
