// Rankings as they are stored; candidates by rank, best first.
#include "api/ranking_service.h"

#include "api/compare_rankings.h"  // for compare, check_stored
#include "api/create_ranking.h"    // for check_ranking_request
#include "api/page_token.h"        // for make_page_token
#include "api/resource_names.h"    // for parse_ranking
#include "api/result_pages.h"      // for read_page
#include "store/screenings.h"      // for get_screening

namespace furui::api {

grpc::ServerUnaryReactor* RankingService::CreateRanking(grpc::CallbackServerContext* context,
                                                        const v1::CreateRankingRequest* request, v1::Ranking* response) {
  return calls_.unary(context, "CreateRanking", request->parent(), [this, request, response] {
    const ScreeningName name = parse_screening(request->parent(), "parent");
    const ScreeningRow screening = get_screening(database_, name.project, name.screening);
    *response = to_proto(create_ranking(database_, check_ranking_request(database_, *request, screening)), screening, versions_);
  });
}

grpc::ServerUnaryReactor* RankingService::ListRankings(grpc::CallbackServerContext* context, const v1::ListRankingsRequest* request,
                                                       v1::ListRankingsResponse* response) {
  return calls_.unary(context, "ListRankings", request->parent(), [this, request, response] { list(*request, *response); });
}

void RankingService::list(const v1::ListRankingsRequest& request, v1::ListRankingsResponse& response) {
  const ScreeningName name = parse_screening(request.parent(), "parent");
  const ScreeningRow screening = get_screening(database_, name.project, name.screening);
  const std::string scope = "rankings " + std::to_string(screening.id);
  const std::vector<RankingRow> rows = list_rankings(database_, screening.id);
  const auto first = static_cast<std::size_t>(read_page_token(request.page_token(), scope, 0));
  const auto most = static_cast<std::size_t>(page_size(request.page_size(), 100, 1000));
  for (std::size_t i = first; i < rows.size() && i - first < most; ++i) *response.add_rankings() = to_proto(rows[i], screening, versions_);
  if (rows.size() > first + most) response.set_next_page_token(make_page_token(scope, static_cast<std::int64_t>(first + most)));
}

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
  check_stored(ranking, screening);
  const std::string scope = (request.picks() ? "picks " : "ranked ") + std::to_string(ranking.id);
  const std::size_t fields = request.with_fields() ? screening.columns.size() : 0;
  const CandidateContext context{screening.project, screening.name, fields, &versions_,
                                 versions_.profile(ranking.profile_version)};
  ResultsQuery query;
  query.screening = screening.id;
  query.ranking = ranking.id;
  query.by_rank = true;
  query.picks = request.picks();
  query.with_fields = request.with_fields();
  query.with_alerts = screening.compute_alerts;
  query.limit = page_size(request.page_size(), 100, 10'000);
  query.after = read_page_token(request.page_token(), scope, -1);
  const bool more = read_page(database_, query, context,
                              [&](v1::CandidateResult&& result) { *response.add_candidates() = std::move(result); });
  if (!more) return;
  const v1::Place& last = response.candidates().rbegin()->place();
  response.set_next_page_token(make_page_token(scope, request.picks() ? last.pick() : last.rank()));
}

grpc::ServerUnaryReactor* RankingService::CompareRankings(grpc::CallbackServerContext* context,
                                                          const v1::CompareRankingsRequest* request,
                                                          v1::CompareRankingsResponse* response) {
  return calls_.unary(context, "CompareRankings", request->name(),
                      [this, request, response] { *response = compare(database_, versions_, *request); });
}

}  // namespace furui::api
