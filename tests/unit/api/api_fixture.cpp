// The server, its clients, and short forms of the calls that most tests begin with.
#include "api_fixture.h"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/sha256.h"
#include "stand_in_worker.h"
#include "support/postgres_fixture.h"

namespace furui::testing {

namespace fs = std::filesystem;

TemporaryFolder::TemporaryFolder() {
  std::string pattern = (fs::temp_directory_path() / "furui-api-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

fs::path write_package(const fs::path& folder, const std::string& name, const std::string& version,
                       const std::vector<std::string>& properties) {
  nlohmann::json offered = nlohmann::json::array();
  for (const std::string& property : properties)
    offered.push_back({{"name", property}, {"title", property}, {"unit", "Da"}, {"task", "regression"}, {"direction", "lower"}, {"upper_bound", 20}});
  const std::string card = "# " + name;
  const nlohmann::json manifest = {{"format", 1}, {"name", name}, {"version", version}, {"title", "A toy"}, {"input", "molecule"},
                                   {"networks", {{{"name", "n"}, {"architecture", "descriptors"}, {"properties", properties}}}},
                                   {"properties", offered}, {"licence", {{"code", "MIT"}, {"weights", "MIT"}}},
                                   {"files", {{"card.md", to_hex(sha256(card))}}}};
  const fs::path package = folder / (name + "-" + version);
  fs::create_directories(package);
  std::ofstream(package / "manifest.json") << manifest.dump();
  std::ofstream(package / "card.md") << card;
  return package;
}

std::string digest_bytes(const std::string& bytes) {
  const Sha256 digest = sha256(bytes);
  return {digest.begin(), digest.end()};
}

std::string digest_of_parts(const std::vector<std::string>& parts) {
  std::string digests;
  for (const std::string& part : parts) digests += digest_bytes(part);
  return digest_bytes(digests);
}

ApiTest::ApiTest() : database_(fresh_store()) { serve({}); }

void ApiTest::serve(api::ServerOptions options) {
  server_.reset();
  if (options.address.empty()) options.address = "unix:" + (folder_.path() / "furui.sock").string();
  if (options.spool.empty()) options.spool = folder_.path() / "spool";
  static std::vector<std::unique_ptr<prometheus::Registry>> registries;  // metrics register once in each
  registries.push_back(std::make_unique<prometheus::Registry>());
  server_ = std::make_unique<api::Server>(*database_, options, *registries.back());
  screenings_ = v1::ScreeningService::NewStub(channel());
  rankings_ = v1::RankingService::NewStub(channel());
  profiles_ = v1::ProfileService::NewStub(channel());
  models_ = v1::ModelService::NewStub(channel());
}

std::shared_ptr<grpc::Channel> ApiTest::channel(const grpc::ChannelArguments& arguments) const {
  return grpc::CreateCustomChannel(server_->address(), grpc::InsecureChannelCredentials(), arguments);
}

ModelVersionRow ApiTest::add_toy(const std::string& name, const std::vector<std::string>& properties) {
  const std::int32_t id = add_model_version(*database_, "shared", write_package(folder_.path(), name, "1.0", properties), "").id;
  set_model_state(*database_, id, ModelState::kAvailable, "", "");
  return get_model_version(*database_, id);
}

std::pair<grpc::Status, v1::Screening> ApiTest::create(const std::string& id, const std::vector<std::string>& models,
                                                       const std::string& profile, const std::string& request_id) {
  v1::CreateScreeningRequest request;
  request.set_parent("projects/default");
  request.set_screening_id(id);
  request.set_request_id(request_id);
  for (const std::string& model : models) request.mutable_screening()->add_models(model);
  request.mutable_screening()->set_profile(profile);
  return call<v1::Screening>(*screenings_, &v1::ScreeningService::Stub::CreateScreening, request);
}

std::pair<grpc::Status, int> ApiTest::upload(const std::string& name, const std::vector<std::string>& parts, int first_seq) {
  grpc::ClientContext context;
  v1::UploadFileResponse response;
  const auto writer = screenings_->UploadFile(&context, &response);
  v1::UploadFileRequest message;
  message.mutable_start()->set_name(name);
  message.mutable_start()->set_file_name("list.smi");
  bool going = writer->Write(message);
  for (std::size_t i = 0; going && i < parts.size(); ++i) {
    message.mutable_part()->set_seq(first_seq + static_cast<int>(i));
    message.mutable_part()->set_bytes(parts[i]);
    message.mutable_part()->set_sha256(digest_bytes(parts[i]));
    going = writer->Write(message);
  }
  writer->WritesDone();
  return {writer->Finish(), response.committed_through()};
}

std::pair<grpc::Status, int> ApiTest::add(const std::string& name, const v1::AddCandidatesRequest::Batch& batch,
                                          const std::vector<std::string>& columns) {
  grpc::ClientContext context;
  v1::AddCandidatesResponse response;
  const auto writer = screenings_->AddCandidates(&context, &response);
  v1::AddCandidatesRequest message;
  message.mutable_start()->set_name(name);
  for (const std::string& column : columns) message.mutable_start()->add_columns(column);
  writer->Write(message);
  *message.mutable_batch() = batch;
  writer->Write(message);
  writer->WritesDone();
  return {writer->Finish(), response.committed_through()};
}

std::pair<grpc::Status, v1::Screening> ApiTest::finalize(const std::string& name, const std::vector<std::string>& parts) {
  v1::FinalizeScreeningRequest request;
  request.set_name(name);
  request.set_parts(static_cast<int>(parts.size()));
  request.set_sha256(digest_of_parts(parts));
  return call<v1::Screening>(*screenings_, &v1::ScreeningService::Stub::FinalizeScreening, request);
}

v1::Screening ApiTest::submit(const std::string& id, const std::vector<std::string>& smiles, const std::string& profile) {
  std::string text;
  for (const std::string& one : smiles) text += one + "\n";
  const auto [created, screening] = create(id, {"toy"}, profile);
  EXPECT_TRUE(created.ok()) << created.error_message();
  const auto uploaded = upload(screening.name(), {text}).first;
  EXPECT_TRUE(uploaded.ok()) << uploaded.error_message();
  const auto [finalized, queued] = finalize(screening.name(), {text});
  EXPECT_TRUE(finalized.ok()) << finalized.error_message();
  return queued;
}

void ApiTest::create_profile(const std::string& toml) {
  v1::CreateProfileRequest request;
  request.set_parent("projects/default");
  request.mutable_profile()->set_toml(toml);
  const auto status = call<v1::Profile>(*profiles_, &v1::ProfileService::Stub::CreateProfile, request).first;
  EXPECT_TRUE(status.ok()) << status.error_message();
}

void ApiTest::work_off() { testing::work_off(*database_); }

}  // namespace furui::testing
