// Rankings of a screening: asked for, found, listed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/profile.h"    // for Diversity
#include "store/database.h"  // for Database

namespace furui {

struct RankingRow {
  std::int64_t id = 0, screening = 0;
  std::string name;
  std::int32_t profile_version = 0;
  std::uint8_t state = 1;  ///< ScreeningState's numbers from kQueued on
  std::string error, algorithm_version, input_sha256_hex;
  std::int64_t seed = 0, ranked = 0, filtered = 0, rejected = 0;
  std::optional<float> hypervolume;
  std::vector<float> weight_down, weight_up;  ///< one an objective, NaN where none; empty where nobody looked
  std::optional<std::vector<std::string>> shortcomings;  ///< empty: decision-grade; nothing: nobody looked
  std::string created_at, finished_at;
  std::optional<Diversity> diversity;  ///< asked for instead of the profile's
};

/// What is asked of a new ranking.
struct NewRanking {
  std::int64_t screening = 0;
  std::string name;  ///< empty: "PROFILE-VERSION", the one there is where it has the same profile version
  std::int32_t profile_version = 0;
  std::string request_id;
  std::optional<Diversity> diversity;  ///< instead of the profile's; an empty name then ends with it, "cns-2-maxmin-24"
};
/// Asks for a ranking of a screening that has succeeded; a worker makes it of the stored predictions.
///
/// returns  the ranking of this request_id where there is one; a failed one of a chosen name is tried again
///          and the one of this name where it is of the same profile version and picks
/// throws   Error{FAILED_PRECONDITION} where the screening has not succeeded, Error{ALREADY_EXISTS} for a name that
///          another has
RankingRow create_ranking(Database& database, const NewRanking& request);

/// throws Error{NOT_FOUND} listing those there are
RankingRow get_ranking(Database& database, std::int64_t screening, const std::string& name);
RankingRow get_ranking(Database& database, std::int64_t id);
std::vector<RankingRow> list_rankings(Database& database, std::int64_t screening);

/// First and last rank of a tie group; 0 and 0 where there is none.
std::pair<std::int64_t, std::int64_t> ranks_of_tie_group(Database& database, std::int64_t ranking, std::int32_t tie_group);

/// Ranks and tie groups of all candidates of a stored ranking, by ordinal; 0 where a candidate has none.
struct RankColumns {
  std::vector<std::uint32_t> rank, tie_group;
};
RankColumns read_rank_columns(Database& database, std::int64_t ranking, std::int64_t candidates);

}  // namespace furui
