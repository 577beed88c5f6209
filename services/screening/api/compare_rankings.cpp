// Reads the ranks of both, and the candidates that moved.
#include "api/compare_rankings.h"

#include "api/resource_names.h"  // for parse_ranking, candidate_name
#include "api/to_proto.h"        // for to_proto
#include "core/error.h"          // for Error
#include "rank/agreement.h"      // for compare_rankings
#include "store/results.h"       // for read_ids, read_places

namespace furui::api {
namespace {

constexpr int kMostTop = 100'000;
constexpr int kMostMovers = 1000;
constexpr int kTop = 100;
constexpr int kMovers = 20;

int within(int asked, int otherwise, int most, const std::string& field) {
  if (asked < 0 || asked > most)
    throw Error(ErrorCode::kInvalidArgument, "'" + field + "': expected 0 to " + std::to_string(most) + ", got " + std::to_string(asked)).with_field(field);
  return asked == 0 ? otherwise : asked;
}

/// One of the two, stored and read.
struct Side {
  RankingRow ranking;
  std::shared_ptr<const KnownProfile> profile;
  RankedColumn column;
};

Side read_side(Database& database, VersionCache& versions, const ScreeningRow& screening, const std::string& name) {
  Side side;
  side.ranking = get_ranking(database, screening.id, name);
  check_stored(side.ranking, screening);
  side.profile = versions.profile(side.ranking.profile_version);
  RankColumns columns = read_rank_columns(database, side.ranking.id, screening.candidates);
  side.column = {std::move(columns.rank), std::move(columns.tie_group)};
  return side;
}

void add_movers(Database& database, const ScreeningRow& screening, const Side& first, const Side& second,
                const std::vector<std::uint32_t>& movers, v1::CompareRankingsResponse& response) {
  const std::vector<std::int32_t> ordinals(movers.begin(), movers.end());
  const auto ids = read_ids(database, screening.id, ordinals);
  const auto in_first = read_places(database, first.ranking.id, ordinals), in_second = read_places(database, second.ranking.id, ordinals);
  for (const std::int32_t ordinal : ordinals) {
    const auto id = ids.find(ordinal);
    const auto one = in_first.find(ordinal), other = in_second.find(ordinal);
    if (id == ids.end() || one == in_first.end() || other == in_second.end())
      throw Error(ErrorCode::kNotFound, "the screening was deleted while it was compared");
    v1::Mover& mover = *response.add_movers();
    mover.set_name(candidate_name(screening.project, screening.name, ordinal));
    mover.set_ordinal(ordinal);
    mover.set_id(id->second);
    *mover.mutable_place() = to_proto(one->second, first.profile->profile);
    *mover.mutable_other_place() = to_proto(other->second, second.profile->profile);
  }
}

}  // namespace

void check_stored(const RankingRow& ranking, const ScreeningRow& screening) {
  if (ranking.state == static_cast<std::uint8_t>(ScreeningState::kSucceeded)) return;
  throw Error(ErrorCode::kFailedPrecondition,
              "ranking '" + ranking.name + "' is not stored" + (ranking.error.empty() ? "" : ": " + ranking.error) +
                  (ranking.state == static_cast<std::uint8_t>(ScreeningState::kFailed)
                       ? ""
                       : std::string("; its screening is ") + to_string(screening.state) + ", watch it until it has succeeded"));
}

v1::CompareRankingsResponse compare(Database& database, VersionCache& versions, const v1::CompareRankingsRequest& request) {
  const RankingName one = parse_ranking(request.name(), "name"), other = parse_ranking(request.other(), "other");
  if (one.project != other.project || one.screening != other.screening)
    throw Error(ErrorCode::kInvalidArgument, "'other': expected a ranking of the screening '" + one.screening + "', got one of '" + other.screening + "'")
        .with_field("other");
  const auto top = static_cast<std::size_t>(within(request.top(), kTop, kMostTop, "top"));
  const auto movers = static_cast<std::size_t>(within(request.movers(), kMovers, kMostMovers, "movers"));
  const ScreeningRow screening = get_screening(database, one.project, one.screening);
  const Side first = read_side(database, versions, screening, one.ranking), second = read_side(database, versions, screening, other.ranking);
  const Agreement agreement = compare_rankings(first.column, second.column, top, movers);

  v1::CompareRankingsResponse response;
  response.set_ranked_in_both(static_cast<std::int64_t>(agreement.in_both));
  response.set_ranked_in_first(static_cast<std::int64_t>(agreement.in_first));
  response.set_ranked_in_other(static_cast<std::int64_t>(agreement.in_other));
  if (agreement.spearman) response.set_spearman(*agreement.spearman);
  if (agreement.kendall) response.set_kendall(*agreement.kendall);
  response.set_top(static_cast<std::int64_t>(agreement.top));
  response.set_top_in_both(static_cast<std::int64_t>(agreement.top_in_both));
  response.set_contradictions(static_cast<std::int64_t>(agreement.contradictions));
  add_movers(database, screening, first, second, agreement.movers, response);
  return response;
}

}  // namespace furui::api
