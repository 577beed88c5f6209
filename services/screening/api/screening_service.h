// ScreeningService: create, fill, finalize, follow, read, cancel, delete.
#pragma once

#include "api/calls.h"                           // for Calls
#include "api/progress_hub.h"                    // for ProgressHub
#include "api/version_cache.h"                   // for VersionCache
#include "furui/v1/screening_service.grpc.pb.h"  // for the service's base
#include "store/database.h"                      // for Database

namespace furui::api {

class ScreeningService final : public v1::ScreeningService::CallbackService {
 public:
  ScreeningService(Calls& calls, Database& database, VersionCache& versions, ProgressHub& hub)
      : calls_(calls), database_(database), versions_(versions), hub_(hub) {}

  grpc::ServerUnaryReactor* CreateScreening(grpc::CallbackServerContext* context,
                                            const v1::CreateScreeningRequest* request, v1::Screening* response) override;
  grpc::ServerReadReactor<v1::UploadFileRequest>* UploadFile(grpc::CallbackServerContext* context,
                                                             v1::UploadFileResponse* response) override;
  grpc::ServerReadReactor<v1::AddCandidatesRequest>* AddCandidates(grpc::CallbackServerContext* context,
                                                                   v1::AddCandidatesResponse* response) override;
  grpc::ServerUnaryReactor* GetUpload(grpc::CallbackServerContext* context, const v1::GetUploadRequest* request,
                                      v1::GetUploadResponse* response) override;
  grpc::ServerUnaryReactor* FinalizeScreening(grpc::CallbackServerContext* context,
                                              const v1::FinalizeScreeningRequest* request,
                                              v1::Screening* response) override;
  grpc::ServerUnaryReactor* GetScreening(grpc::CallbackServerContext* context, const v1::GetScreeningRequest* request,
                                         v1::Screening* response) override;
  grpc::ServerUnaryReactor* ListScreenings(grpc::CallbackServerContext* context,
                                           const v1::ListScreeningsRequest* request,
                                           v1::ListScreeningsResponse* response) override;
  grpc::ServerWriteReactor<v1::WatchScreeningResponse>* WatchScreening(
      grpc::CallbackServerContext* context, const v1::WatchScreeningRequest* request) override;
  grpc::ServerUnaryReactor* CancelScreening(grpc::CallbackServerContext* context,
                                            const v1::CancelScreeningRequest* request, v1::Screening* response) override;
  grpc::ServerUnaryReactor* DeleteScreening(grpc::CallbackServerContext* context,
                                            const v1::DeleteScreeningRequest* request,
                                            v1::DeleteScreeningResponse* response) override;
  grpc::ServerUnaryReactor* ListCandidates(grpc::CallbackServerContext* context,
                                           const v1::ListCandidatesRequest* request,
                                           v1::ListCandidatesResponse* response) override;
  grpc::ServerUnaryReactor* ListRelaxations(grpc::CallbackServerContext* context,
                                            const v1::ListRelaxationsRequest* request,
                                            v1::ListRelaxationsResponse* response) override;
  grpc::ServerUnaryReactor* ListCrystalFields(grpc::CallbackServerContext* context,
                                              const v1::ListCrystalFieldsRequest* request,
                                              v1::ListCrystalFieldsResponse* response) override;
  grpc::ServerUnaryReactor* ExplainCandidate(grpc::CallbackServerContext* context,
                                             const v1::ExplainCandidateRequest* request,
                                             v1::ExplainCandidateResponse* response) override;

 private:
  ScreeningRow find(const std::string& name, const std::string& field = "name");
  void list(const v1::ListScreeningsRequest& request, v1::ListScreeningsResponse& response);
  void list_candidates(const v1::ListCandidatesRequest& request, v1::ListCandidatesResponse& response);
  void explain_candidate(const v1::ExplainCandidateRequest& request, v1::ExplainCandidateResponse& response);

  Calls& calls_;
  Database& database_;
  VersionCache& versions_;
  ProgressHub& hub_;
};

}  // namespace furui::api
