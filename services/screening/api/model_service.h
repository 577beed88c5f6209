// ModelService: list, show, add, test and remove model versions.
#pragma once

#include <filesystem>

#include "api/calls.h"                       // for Calls
#include "api/progress_hub.h"                // for ProgressHub
#include "furui/v1/model_service.grpc.pb.h"  // for the service's base
#include "store/models.h"                    // for ModelVersionRow

namespace furui::api {

class ModelService final : public v1::ModelService::CallbackService {
 public:
  /// spool  a private folder for packages on their way
  ModelService(Calls& calls, Database& database, ProgressHub& hub, std::filesystem::path spool)
      : calls_(calls), database_(database), hub_(hub), spool_(std::move(spool)) {}

  grpc::ServerUnaryReactor* ListModelVersions(grpc::CallbackServerContext* context,
                                              const v1::ListModelVersionsRequest* request,
                                              v1::ListModelVersionsResponse* response) override;
  grpc::ServerUnaryReactor* GetModelVersion(grpc::CallbackServerContext* context,
                                            const v1::GetModelVersionRequest* request,
                                            v1::ModelVersion* response) override;
  grpc::ServerReadReactor<v1::AddModelVersionRequest>* AddModelVersion(grpc::CallbackServerContext* context,
                                                                       v1::ModelVersion* response) override;
  grpc::ServerUnaryReactor* TestModelVersion(grpc::CallbackServerContext* context,
                                             const v1::TestModelVersionRequest* request,
                                             v1::TestModelVersionResponse* response) override;
  grpc::ServerUnaryReactor* DeleteModelVersion(grpc::CallbackServerContext* context,
                                               const v1::DeleteModelVersionRequest* request,
                                               v1::DeleteModelVersionResponse* response) override;

 private:
  ModelVersionRow find(const std::string& name);
  void list(const v1::ListModelVersionsRequest& request, v1::ListModelVersionsResponse& response);

  Calls& calls_;
  Database& database_;
  ProgressHub& hub_;
  const std::filesystem::path spool_;
};

}  // namespace furui::api
