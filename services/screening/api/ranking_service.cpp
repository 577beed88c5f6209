// Rankings as they are stored; candidates by rank, best first.
#include "api/ranking_service.h"

#include "api/page_token.h"      // for make_page_token
#include "api/resource_names.h"  // for parse_ranking
#include "api/result_pages.h"    // for read_page
#include "core/error.h"          // for Error
#include "store/screenings.h"    // for get_screening

namespace furui::api {

grpc::ServerUnaryReactor* RankingService::GetRanking(grpc::CallbackServerContext* context,
                                                     const v1::GetRankingRequest* request, v1::Ranking* response) {
  return calls_.unary(context, "GetRanking", request->name(), [this, request, response] {
    const RankingName name = parse_ranking(request->name(), "name");
    const ScreeningRow screening = get_screening(database_, name.project, name.screening);
    *response = to_proto(get_ranking(database_, screening.id, name.ranking), screening, versions_);
  });
}

grpc::ServerUnaryReactor* RankingService::ListRankedCandidates(grpc::CallbackServerContext* context,
                                                               const v1::ListRankedCandidatesRequest* request,
                                                               v1::ListRankedCandidatesResponse* response) {
  return calls_.unary(context, "ListRankedCandidates", request->parent(),
                      [this, request, response] { list(*request, *response); });
}

void RankingService::list(const v1::ListRankedCandidatesRequest& request, v1::ListRankedCandidatesResponse& response) {
  const RankingName name = parse_ranking(request.parent(), "parent");
  const ScreeningRow screening = get_screening(database_, name.project, name.screening);
  const RankingRow ranking = get_ranking(database_, screening.id, name.ranking);
  if (ranking.state != static_cast<std::uint8_t>(ScreeningState::kSucceeded))
    throw Error(ErrorCode::kFailedPrecondition,
                "ranking '" + name.ranking + "' is not stored" + (ranking.error.empty() ? "" : ": " + ranking.error) +
                    "; its screening is " + to_string(screening.state) + ", watch it until it has succeeded");
  const std::string scope = "ranked " + std::to_string(ranking.id);
  const std::size_t fields = request.with_fields() ? screening.columns.size() : 0;
  const CandidateContext context{screening.project, screening.name, fields, &versions_,
                                 versions_.profile(ranking.profile_version)};
  ResultsQuery query;
  query.screening = screening.id;
  query.ranking = ranking.id;
  query.by_rank = true;
  query.with_fields = request.with_fields();
  query.with_alerts = screening.compute_alerts;
  query.limit = page_size(request.page_size(), 100, 10'000);
  query.after = read_page_token(request.page_token(), scope, -1);
  const bool more = read_page(database_, query, context,
                              [&](v1::CandidateResult&& result) { *response.add_candidates() = std::move(result); });
  if (more) response.set_next_page_token(make_page_token(scope, response.candidates().rbegin()->place().rank()));
}

}  // namespace furui::api
