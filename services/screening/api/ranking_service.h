// RankingService: rankings made, read, listed and compared; candidates by rank.
#pragma once

#include "api/calls.h"                         // for Calls
#include "api/version_cache.h"                 // for VersionCache
#include "furui/v1/ranking_service.grpc.pb.h"  // for the service's base
#include "store/database.h"                    // for Database

namespace furui::api {

class RankingService final : public v1::RankingService::CallbackService {
 public:
  RankingService(Calls& calls, Database& database, VersionCache& versions)
      : calls_(calls), database_(database), versions_(versions) {}

  grpc::ServerUnaryReactor* CreateRanking(grpc::CallbackServerContext* context, const v1::CreateRankingRequest* request,
                                          v1::Ranking* response) override;
  grpc::ServerUnaryReactor* ListRankings(grpc::CallbackServerContext* context, const v1::ListRankingsRequest* request,
                                         v1::ListRankingsResponse* response) override;
  grpc::ServerUnaryReactor* CompareRankings(grpc::CallbackServerContext* context, const v1::CompareRankingsRequest* request,
                                            v1::CompareRankingsResponse* response) override;
  grpc::ServerUnaryReactor* GetRanking(grpc::CallbackServerContext* context, const v1::GetRankingRequest* request,
                                       v1::Ranking* response) override;
  grpc::ServerUnaryReactor* ListRankedCandidates(grpc::CallbackServerContext* context,
                                                 const v1::ListRankedCandidatesRequest* request,
                                                 v1::ListRankedCandidatesResponse* response) override;

 private:
  void list(const v1::ListRankedCandidatesRequest& request, v1::ListRankedCandidatesResponse& response);
  void list(const v1::ListRankingsRequest& request, v1::ListRankingsResponse& response);

  Calls& calls_;
  Database& database_;
  VersionCache& versions_;
};

}  // namespace furui::api
