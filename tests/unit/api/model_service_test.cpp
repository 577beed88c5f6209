// Model versions through a real server: added in pieces, tested, listed, shown, removed; profiles beside them.
#include <gmock/gmock.h>

#include <atomic>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

#include "api_fixture.h"

namespace furui::testing {
namespace {

using ::testing::HasSubstr;
using Stub = v1::ModelService::Stub;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Models : public ApiTest {
 protected:
  using Files = std::vector<std::pair<std::string, std::string>>;

  Files package(const std::string& name) {
    const auto folder = write_package(folder_.path(), name, "1.0", {"mass"});
    return {{"manifest.json", text_of(folder / "manifest.json")}, {"card.md", text_of(folder / "card.md")}};
  }

  std::pair<grpc::Status, v1::ModelVersion> add_version(const Files& files, const std::string& project = "default",
                                                        const std::string& request_id = "") {
    grpc::ClientContext context;
    v1::ModelVersion response;
    const auto writer = models_->AddModelVersion(&context, &response);
    v1::AddModelVersionRequest message;
    message.mutable_start()->set_parent("projects/" + project);
    message.mutable_start()->set_request_id(request_id);
    writer->Write(message);
    for (const auto& [name, bytes] : files) {
      for (std::size_t at = 0; at == 0 || at < bytes.size(); at += 100) {
        message.mutable_piece()->set_file(name);
        message.mutable_piece()->set_bytes(bytes.substr(at, 100));
        writer->Write(message);
      }
    }
    writer->WritesDone();
    return {writer->Finish(), response};
  }

  /// Works until the test is over.
  class Working {
   public:
    explicit Working(Models& test) : thread_([this, &test] {
          while (!over_) {
            test.work_off();
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
          }
        }) {}
    ~Working() {
      over_ = true;
      thread_.join();
    }

   private:
    std::atomic<bool> over_ = false;
    std::thread thread_;
  };
};

TEST_F(Models, AreAddedInPiecesAndServeOnceTheirGoldenSetReproduces) {
  const Working worker(*this);
  const auto [status, added] = add_version(package("mine"));
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(added.name(), "projects/default/models/mine/versions/1.0");
  EXPECT_EQ(added.state(), v1::ModelVersion::STATE_AVAILABLE);
  EXPECT_THAT(added.columns(), ::testing::ElementsAre("mass"));
  EXPECT_EQ(added.properties(0).unit(), "Da");
  EXPECT_THAT(added.golden(), HasSubstr("worst"));
  const auto again = add_version(package("mine"));
  ASSERT_TRUE(again.first.ok()) << again.first.error_message();
  EXPECT_EQ(again.second.sha256(), added.sha256());
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path() / "spool")) << "packages leave nothing behind";
}

TEST_F(Models, SayHowTheyAreCalibratedAndWhatTheirDomainIs) {
  const Working worker(*this);
  Files files = package("mine");
  nlohmann::json manifest = nlohmann::json::parse(files[0].second);
  manifest["properties"][0]["has_std"] = true;
  manifest["properties"][0]["calibration"] = {{"type", "split-conformal"}, {"level", 0.9}, {"quantile", 1.25}, {"scaled", true}, {"rows", 40},
                                              {"dataset", "held.csv"}, {"before", {{"coverage90", 0.5}}}, {"after", {{"coverage90", 0.9}}}};
  const std::string fingerprints = "stand-in";
  manifest["files"]["training_fingerprints.bin"] = to_hex(sha256(fingerprints));
  manifest["domain"]["training"] = {{"file", "training_fingerprints.bin"}, {"fingerprint", "morgan-2-2048"}, {"molecules", 902}, {"in", 0.4}, {"borderline", 0.3}};
  files[0].second = manifest.dump();
  files.push_back({"training_fingerprints.bin", fingerprints});
  const auto [status, added] = add_version(files);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(added.training_domain().molecules(), 902);
  EXPECT_EQ(added.training_domain().in(), 0.4);
  ASSERT_TRUE(added.properties(0).has_calibration());
  const v1::Calibration& calibration = added.properties(0).calibration();
  EXPECT_EQ(calibration.type(), "split-conformal");
  EXPECT_EQ(calibration.quantile(), 1.25);
  EXPECT_TRUE(calibration.scaled());
  EXPECT_FALSE(calibration.has_factor());
  EXPECT_EQ(calibration.rows(), 40);
  EXPECT_EQ(calibration.dataset(), "held.csv");
  EXPECT_EQ(calibration.before().at("coverage90"), 0.5);
  EXPECT_EQ(calibration.after().at("coverage90"), 0.9);
  manifest["properties"][0]["calibration"]["type"] = "platt";
  files[0].second = manifest.dump();
  EXPECT_THAT(add_version(files).first.error_message(), HasSubstr("not 'platt'"));
  EXPECT_FALSE(add_toy().manifest.properties[0].calibration);
}

TEST_F(Models, NameTheFileThatIsWrong) {
  Files damaged = package("mine");
  damaged[1].second += "!";
  const auto wrong = add_version(damaged).first;
  EXPECT_EQ(wrong.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(wrong.error_message(), HasSubstr("card.md"));
  Files short_of_one = package("mine");
  short_of_one.pop_back();
  EXPECT_THAT(add_version(short_of_one).first.error_message(), HasSubstr("lists 'card.md', which did not come"));
  Files strange = package("mine");
  strange.push_back({"../evil", "x"});
  EXPECT_EQ(add_version(strange).first.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "evil"));
  EXPECT_EQ(add_version(package("mine"), "shared").first.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(add_version({}).first.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(Models, AreListedAndShownWithTheirCard) {
  add_toy();
  add_toy("other", {"colour", "smell"});
  v1::ListModelVersionsRequest request;
  request.set_parent("projects/default/models/-");
  request.set_page_size(1);
  const auto first = call<v1::ListModelVersionsResponse>(*models_, &Stub::ListModelVersions, request).second;
  ASSERT_EQ(first.model_versions_size(), 1);
  EXPECT_EQ(first.model_versions(0).name(), "projects/shared/models/other/versions/1.0");
  EXPECT_EQ(first.model_versions(0).card(), "");
  request.set_page_token(first.next_page_token());
  const auto second = call<v1::ListModelVersionsResponse>(*models_, &Stub::ListModelVersions, request).second;
  ASSERT_EQ(second.model_versions_size(), 1);
  EXPECT_EQ(second.next_page_token(), "");
  v1::GetModelVersionRequest get;
  get.set_name("projects/default/models/toy");
  EXPECT_EQ(call<v1::ModelVersion>(*models_, &Stub::GetModelVersion, get).second.card(), "# toy");
  get.set_name("projects/default/models/nothing");
  const auto missing = call<v1::ModelVersion>(*models_, &Stub::GetModelVersion, get).first;
  EXPECT_EQ(missing.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(missing.error_message(), HasSubstr("toy"));
}

TEST_F(Models, AreTestedByAWorker) {
  const ModelVersionRow toy = add_toy();
  set_model_state(*database_, toy.id, ModelState::kUnavailable, "differed", "");
  v1::TestModelVersionRequest request;
  request.set_name("projects/shared/models/toy/versions/1.0");
  {
    const Working worker(*this);
    const auto [status, tested] = call<v1::TestModelVersionResponse>(*models_, &Stub::TestModelVersion, request);
    ASSERT_TRUE(status.ok()) << status.error_message();
    EXPECT_TRUE(tested.reproduced());
    EXPECT_EQ(tested.model_version().state(), v1::ModelVersion::STATE_AVAILABLE);
  }
  grpc::ClientContext hasty;
  hasty.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(3000));
  v1::TestModelVersionResponse response;
  const grpc::Status late = models_->TestModelVersion(&hasty, request, &response);
  EXPECT_EQ(late.error_code(), grpc::StatusCode::UNAVAILABLE) << "no worker is there";
  EXPECT_TRUE(detail_of<google::rpc::RetryInfo>(late));
}

TEST_F(Models, OfATeamAreDeletedAndShippedOnesAreNot) {
  add_toy();
  {
    const Working worker(*this);
    ASSERT_TRUE(add_version(package("mine")).first.ok());
  }
  v1::DeleteModelVersionRequest request;
  request.set_name("projects/default/models/mine/versions/1.0");
  const auto [status, deleted] = call<v1::DeleteModelVersionResponse>(*models_, &Stub::DeleteModelVersion, request);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(deleted.model_version().state(), v1::ModelVersion::STATE_DELETED);
  request.set_name("projects/shared/models/toy/versions/1.0");
  EXPECT_EQ(call<v1::DeleteModelVersionResponse>(*models_, &Stub::DeleteModelVersion, request).first.error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
}

constexpr const char* kProfile = R"(
name = "light"
title = "Light"
description = "What floats"
[[objective]]
property = "mass"
transform = { type = "logistic", bad = 10, good = 1 }
)";

TEST_F(Models, ProfilesAreVersionedAndTheSameTextIsTheSameVersion) {
  using Profiles = v1::ProfileService::Stub;
  v1::CreateProfileRequest request;
  request.set_parent("projects/default");
  request.mutable_profile()->set_toml(kProfile);
  const auto [status, first] = call<v1::Profile>(*profiles_, &Profiles::CreateProfile, request);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(first.name(), "projects/default/profiles/light/versions/1");
  EXPECT_EQ(first.description(), "What floats");
  EXPECT_EQ(call<v1::Profile>(*profiles_, &Profiles::CreateProfile, request).second.name(), first.name());
  request.mutable_profile()->set_toml(std::string(kProfile) + "weight = 2\n");
  EXPECT_EQ(call<v1::Profile>(*profiles_, &Profiles::CreateProfile, request).second.name(), "projects/default/profiles/light/versions/2");
  v1::GetProfileRequest get;
  get.set_name("projects/default/profiles/light");
  EXPECT_THAT(call<v1::Profile>(*profiles_, &Profiles::GetProfile, get).second.toml(), HasSubstr("weight = 2"));
  get.set_name("projects/default/profiles/light/versions/1");
  EXPECT_EQ(call<v1::Profile>(*profiles_, &Profiles::GetProfile, get).second.toml(), kProfile);
  v1::ListProfilesRequest list;
  list.set_parent("projects/default");
  const auto listed = call<v1::ListProfilesResponse>(*profiles_, &Profiles::ListProfiles, list).second;
  ASSERT_EQ(listed.profiles_size(), 1);
  EXPECT_EQ(listed.profiles(0).name(), "projects/default/profiles/light/versions/2");
}

TEST_F(Models, ProfilesThatCannotRankAreRefusedByLine) {
  using Profiles = v1::ProfileService::Stub;
  v1::CreateProfileRequest request;
  request.set_parent("projects/default");
  request.mutable_profile()->set_toml("name = \"p\"\n[[objective]]\nproperty = \"m\"\ntransform = { type = \"logistik\" }\n");
  const auto unknown = call<v1::Profile>(*profiles_, &Profiles::CreateProfile, request).first;
  EXPECT_EQ(unknown.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(unknown.error_message(), ::testing::AllOf(HasSubstr("line 4"), HasSubstr("logistic")));
  request.mutable_profile()->set_toml("nam = 1\n");
  EXPECT_THAT(call<v1::Profile>(*profiles_, &Profiles::CreateProfile, request).first.error_message(), HasSubstr("line 1"));
  request.set_parent("projects/shared");
  EXPECT_EQ(call<v1::Profile>(*profiles_, &Profiles::CreateProfile, request).first.error_code(), grpc::StatusCode::PERMISSION_DENIED);
  v1::GetProfileRequest get;
  get.set_name("projects/default/profiles/nothing");
  EXPECT_EQ(call<v1::Profile>(*profiles_, &Profiles::GetProfile, get).first.error_code(), grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace furui::testing
