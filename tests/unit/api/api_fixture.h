// A real server on a Unix socket over a real database, and clients of it.
#pragma once

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <prometheus/registry.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "api/server.h"
#include "furui/v1/model_service.grpc.pb.h"
#include "furui/v1/profile_service.grpc.pb.h"
#include "furui/v1/ranking_service.grpc.pb.h"
#include "furui/v1/screening_service.grpc.pb.h"
#include "store/models.h"

namespace furui::testing {

/// A folder of this test's own, removed with it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Writes a package without weights: model NAME of one regression property for each of `properties`.
std::filesystem::path write_package(const std::filesystem::path& folder, const std::string& name,
                                    const std::string& version, const std::vector<std::string>& properties);

/// The SHA-256 that FinalizeScreening wants: over the parts' digests.
std::string digest_of_parts(const std::vector<std::string>& parts);
std::string digest_bytes(const std::string& bytes);

class ApiTest : public ::testing::Test {
 protected:
  ApiTest();

  /// Starts the server again with other options (its address and spool are kept where empty).
  void serve(api::ServerOptions options);
  std::shared_ptr<grpc::Channel> channel(const grpc::ChannelArguments& arguments = {}) const;

  /// Model `toy` with property `mass`, in project shared, available.
  ModelVersionRow add_toy(const std::string& name = "toy", const std::vector<std::string>& properties = {"mass"});

  /// Answers of one call.
  template <typename Response, typename Request, typename Stub>
  std::pair<grpc::Status, Response> call(Stub& stub,
                                         grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                         const Request& request) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    return {status, response};
  }

  std::pair<grpc::Status, v1::Screening> create(const std::string& id, const std::vector<std::string>& models = {"toy"},
                                                const std::string& profile = "", const std::string& request_id = "");
  std::pair<grpc::Status, int> upload(const std::string& name, const std::vector<std::string>& parts, int first_seq = 0);
  std::pair<grpc::Status, int> add(const std::string& name, const v1::AddCandidatesRequest::Batch& batch,
                                   const std::vector<std::string>& columns = {});
  std::pair<grpc::Status, v1::Screening> finalize(const std::string& name, const std::vector<std::string>& parts);
  /// A screening of these SMILES, uploaded as a file and finalized.
  v1::Screening submit(const std::string& id, const std::vector<std::string>& smiles, const std::string& profile = "");
  void create_profile(const std::string& toml);

  /// Does all queued work as a worker would: each line of a file is a SMILES, `mass` is its length, an "X" is
  /// rejected, and a golden test succeeds.
  void work_off();

  TemporaryFolder folder_;
  std::unique_ptr<Database> database_;
  prometheus::Registry registry_;
  std::unique_ptr<api::Server> server_;
  std::unique_ptr<v1::ScreeningService::Stub> screenings_;
  std::unique_ptr<v1::RankingService::Stub> rankings_;
  std::unique_ptr<v1::ProfileService::Stub> profiles_;
  std::unique_ptr<v1::ModelService::Stub> models_;
};

/// The detail of a type in a status; nothing where it has none.
template <typename Detail>
std::optional<Detail> detail_of(const grpc::Status& status) {
  google::rpc::Status rich;
  rich.ParseFromString(status.error_details());
  for (const auto& any : rich.details()) {
    Detail detail;
    if (any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

}  // namespace furui::testing
