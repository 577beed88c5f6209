// Reads the ranks of both, and the candidates that moved.
#include "api/compare_rankings.h"

#include "api/resource_names.h"  // for parse_ranking, candidate_name
#include "api/to_proto.h"        // for to_proto, CandidateContext
#include "core/error.h"          // for Error
#include "rank/agreement.h"      // for compare_rankings
#include "store/results.h"       // for read_results

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
  CandidateContext context;
  RankedColumn column;
};

Side read_side(Database& database, VersionCache& versions, const ScreeningRow& screening, const std::string& name) {
  Side side;
  side.ranking = get_ranking(database, screening.id, name);
  check_stored(side.ranking, screening);
  side.context = {screening.project, screening.name, 0, &versions, versions.profile(side.ranking.profile_version)};
  RankColumns columns = read_rank_columns(database, side.ranking.id, screening.candidates);
  side.column = {std::move(columns.rank), std::move(columns.tie_group)};
  return side;
}

v1::CandidateResult candidate_of(Database& database, const ScreeningRow& screening, const Side& side, std::uint32_t ordinal) {
  ResultsQuery query;
  query.screening = screening.id;
  query.ranking = side.ranking.id;
  query.after = std::int64_t{ordinal} - 1;
  query.limit = 1;
  query.with_fields = query.with_alerts = false;
  std::vector<CandidateRow> rows = read_results(database, query);
  if (rows.empty()) throw Error(ErrorCode::kNotFound, "the screening was deleted while it was compared");
  return to_proto(std::move(rows.front()), side.context);
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
  for (const std::uint32_t ordinal : agreement.movers) {
    v1::CandidateResult in_first = candidate_of(database, screening, first, ordinal);
    v1::CandidateResult in_second = candidate_of(database, screening, second, ordinal);
    v1::Mover& mover = *response.add_movers();
    mover.set_name(in_first.name());
    mover.set_ordinal(in_first.ordinal());
    mover.set_id(in_first.id());
    mover.mutable_place()->Swap(in_first.mutable_place());
    mover.mutable_other_place()->Swap(in_second.mutable_place());
  }
  return response;
}

}  // namespace furui::api
