// Model versions as stored; golden tests by a worker, waited for without holding a thread.
#include "api/model_service.h"

#include <algorithm>

#include "api/add_model_version.h"  // for add_model_version
#include "api/model_test.h"         // for test_model
#include "api/page_token.h"         // for make_page_token
#include "api/resource_names.h"     // for parse_model
#include "api/to_proto.h"           // for to_proto
#include "core/error.h"             // for Error

namespace furui::api {

ModelVersionRow ModelService::find(const std::string& name) {
  const VersionName parts = parse_model(name, "name");
  return find_model_version(database_, parts.project, parts.reference());
}

grpc::ServerUnaryReactor* ModelService::ListModelVersions(grpc::CallbackServerContext* context,
                                                          const v1::ListModelVersionsRequest* request,
                                                          v1::ListModelVersionsResponse* response) {
  return calls_.unary(context, "ListModelVersions", request->parent(),
                      [this, request, response] { list(*request, *response); });
}

void ModelService::list(const v1::ListModelVersionsRequest& request, v1::ListModelVersionsResponse& response) {
  const VersionName parent = parse_model_collection(request.parent(), "parent");
  std::vector<ModelVersionRow> rows = list_model_versions(database_, parent.project);
  std::erase_if(rows, [&](const ModelVersionRow& row) { return parent.id != "-" && row.manifest.name != parent.id; });
  std::sort(rows.begin(), rows.end(), [](const ModelVersionRow& a, const ModelVersionRow& b) {
    return a.manifest.name != b.manifest.name ? a.manifest.name < b.manifest.name : a.id > b.id;
  });
  const std::string scope = "models " + request.parent();
  const auto first = static_cast<std::size_t>(read_page_token(request.page_token(), scope, 0));
  const auto most = static_cast<std::size_t>(page_size(request.page_size(), 100, 1000));
  std::size_t bytes = 0;
  std::size_t next = first;
  for (; next < rows.size() && next - first < most; ++next) {
    v1::ModelVersion model = to_proto(rows[next]);
    bytes += model.ByteSizeLong();
    if (next > first && bytes > (std::size_t{3} << 20)) break;
    *response.add_model_versions() = std::move(model);
  }
  if (next < rows.size()) response.set_next_page_token(make_page_token(scope, static_cast<std::int64_t>(next)));
}

grpc::ServerUnaryReactor* ModelService::GetModelVersion(grpc::CallbackServerContext* context,
                                                        const v1::GetModelVersionRequest* request,
                                                        v1::ModelVersion* response) {
  return calls_.unary(context, "GetModelVersion", request->name(), [this, request, response] {
    const ModelVersionRow row = find(request->name());
    *response = to_proto(row);
    response->set_card(read_model_file(database_, row.id, "card.md"));
  });
}

grpc::ServerReadReactor<v1::AddModelVersionRequest>* ModelService::AddModelVersion(
    grpc::CallbackServerContext* context, v1::ModelVersion* response) {
  return new ReadStream<v1::AddModelVersionRequest>(calls_, context, "AddModelVersion",
                                                    add_model_version_stream(database_, hub_, calls_, spool_, response));
}

grpc::ServerUnaryReactor* ModelService::TestModelVersion(grpc::CallbackServerContext* context,
                                                         const v1::TestModelVersionRequest* request,
                                                         v1::TestModelVersionResponse* response) {
  return calls_.unary_later(context, "TestModelVersion", request->name(), [=, this](const Finisher& finish) {
    const ModelVersionRow row = find(request->name());
    const auto then = [response](const ModelVersionRow& tested) {
      *response->mutable_model_version() = to_proto(tested);
      response->set_reproduced(tested.state == ModelState::kAvailable);
    };
    test_model(database_, hub_, calls_, row.id, context->deadline(), then, finish);
  });
}

grpc::ServerUnaryReactor* ModelService::DeleteModelVersion(grpc::CallbackServerContext* context,
                                                           const v1::DeleteModelVersionRequest* request,
                                                           v1::DeleteModelVersionResponse* response) {
  return calls_.unary(context, "DeleteModelVersion", request->name(), [this, request, response] {
    const ModelVersionRow row = find(request->name());
    delete_model_version(database_, row.id);
    *response->mutable_model_version() = to_proto(get_model_version(database_, row.id));
  });
}

}  // namespace furui::api
