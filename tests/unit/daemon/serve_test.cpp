// The real binary: served, asked, killed at the worst moments, and stopped. Needs build/bin/furuid and build/models.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/sha256.h"
#include "furui/v1/screening_service.grpc.pb.h"

namespace furui::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

const fs::path kBinary = fs::path(FURUI_BUILD_DIR) / "bin" / "furuid";
constexpr int kRows = 3000;
constexpr const char* kSecret = "CCCCOCCCCNCCCC";  // in every row; must be in no log

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

bool wait_until(std::chrono::seconds patience, const std::function<bool()>& done) {
  for (const auto until = Clock::now() + patience; Clock::now() < until; std::this_thread::sleep_for(50ms)) {
    if (done()) return true;
  }
  return false;
}

class Serve : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kBinary)) GTEST_SKIP() << kBinary << " is not built";
    if (!fs::exists(fs::path(FURUI_BUILD_DIR) / "models" / "descriptors" / "manifest.json"))
      GTEST_SKIP() << "build/models has no descriptors model; run deploy/quickstart";
    if (geteuid() == 0 && getpwnam("furui") == nullptr) GTEST_SKIP() << "as root this needs the system user furui";
    std::string pattern = (fs::temp_directory_path() / "furui-serve-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    fs::permissions(folder_, fs::perms(0711));
    state_ = folder_ / "state";
  }

  void TearDown() override {
    if (state_.empty()) return;
    if (supervisor_ > 0) stop();
    if (const int postmaster = pid_of_postmaster(); postmaster > 0) {
      kill(postmaster, SIGINT);
      wait_until(20s, [&] { return pid_of_postmaster() == 0; });
    }
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  pid_t launch(const fs::path& log) {
    const pid_t child = fork();
    if (child == 0) {
      setenv("FURUI_HOME", state_.c_str(), 1);
      unsetenv("FURUI_DATABASE_URL");
      if (freopen(log.c_str(), "a", stderr) == nullptr) _exit(126);
      execl(kBinary.c_str(), "furuid", "serve", "--log-level", "debug", static_cast<char*>(nullptr));
      _exit(127);
    }
    return child;
  }

  void start() {
    supervisor_ = launch(folder_ / "log");
    ASSERT_TRUE(wait_until(90s, [this] { return record().value("pid", 0) == supervisor_; })) << text_of(folder_ / "log");
    stub_ = v1::ScreeningService::NewStub(grpc::CreateChannel(record()["grpc_address"], grpc::InsecureChannelCredentials()));
  }

  void stop() {
    kill(supervisor_, SIGTERM);
    waitpid(supervisor_, &exit_status_, 0);
    supervisor_ = -1;
  }

  nlohmann::json record() const {
    const auto json = nlohmann::json::parse(text_of(state_ / "run" / "server.json"), nullptr, false);
    return json.is_object() ? json : nlohmann::json::object();
  }

  int pid_of_postmaster() const { return std::atoi(text_of(state_ / "postgresql" / "data" / "postmaster.pid").c_str()); }

  /// A child of the supervisor by a word of its command line.
  int pid_of(const std::string& word) const {
    for (const auto& entry : fs::directory_iterator("/proc")) {
      const int pid = std::atoi(entry.path().filename().c_str());
      if (pid <= 0) continue;
      const std::string arguments = text_of(entry.path() / "cmdline");
      if (arguments.find(state_.string()) == std::string::npos || arguments.find(word) == std::string::npos) continue;
      std::istringstream stat(text_of(entry.path() / "stat"));
      std::string skip, parent;
      stat >> skip >> skip >> skip >> parent;
      if (std::atoi(parent.c_str()) == supervisor_) return pid;
    }
    return 0;
  }

  std::string submit(const std::string& id) {
    v1::CreateScreeningRequest request;
    request.set_parent("projects/default");
    request.set_screening_id(id);
    request.mutable_screening()->add_models("descriptors");
    grpc::ClientContext create_context;
    v1::Screening screening;
    const grpc::Status created = stub_->CreateScreening(&create_context, request, &screening);
    EXPECT_TRUE(created.ok()) << created.error_message();
    std::string text;
    for (int row = 0; row < kRows; ++row) text += std::string(kSecret) + std::string(static_cast<std::size_t>(row % 40), 'C') + " id" + std::to_string(row) + "\n";
    const Sha256 digest = sha256(text);
    const std::string digest_bytes(digest.begin(), digest.end());
    grpc::ClientContext upload_context;
    v1::UploadFileResponse response;
    const auto writer = stub_->UploadFile(&upload_context, &response);
    v1::UploadFileRequest message;
    message.mutable_start()->set_name(screening.name());
    message.mutable_start()->set_file_name("list.smi");
    writer->Write(message);
    message.mutable_part()->set_bytes(text);
    message.mutable_part()->set_sha256(digest_bytes);
    writer->Write(message);
    writer->WritesDone();
    const grpc::Status uploaded = writer->Finish();
    EXPECT_TRUE(uploaded.ok()) << uploaded.error_message();
    const Sha256 total = sha256(digest_bytes);
    v1::FinalizeScreeningRequest finalize;
    finalize.set_name(screening.name());
    finalize.set_parts(1);
    finalize.set_sha256(std::string(total.begin(), total.end()));
    grpc::ClientContext finalize_context;
    EXPECT_TRUE(stub_->FinalizeScreening(&finalize_context, finalize, &screening).ok());
    return screening.name();
  }

  v1::Screening get(const std::string& name) {
    v1::GetScreeningRequest request;
    request.set_name(name);
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    context.set_deadline(std::chrono::system_clock::now() + 5s);
    v1::Screening screening;
    stub_->GetScreening(&context, request, &screening);
    return screening;
  }

  void expect_finished(const std::string& name) {
    v1::Screening screening;
    ASSERT_TRUE(wait_until(120s, [&] {
      screening = get(name);
      return screening.state() == v1::Screening::STATE_SUCCEEDED || screening.state() == v1::Screening::STATE_FAILED;
    })) << text_of(folder_ / "log");
    EXPECT_EQ(screening.state(), v1::Screening::STATE_SUCCEEDED) << screening.error();
    EXPECT_EQ(screening.candidates(), kRows);
    EXPECT_EQ(screening.predicted(), kRows) << "none lost, none doubled";
  }

  fs::path folder_, state_;
  pid_t supervisor_ = -1;
  int exit_status_ = 0;
  std::unique_ptr<v1::ScreeningService::Stub> stub_;
};

TEST_F(Serve, ScreensKeepsSecretsAndStopsInOrder) {
  ASSERT_NO_FATAL_FAILURE(start());
  const int postmaster = pid_of_postmaster();
  expect_finished(submit("whole"));
  stop();
  EXPECT_TRUE(WIFEXITED(exit_status_) && WEXITSTATUS(exit_status_) == 0);
  EXPECT_FALSE(fs::exists(state_ / "run" / "server.json"));
  EXPECT_GT(postmaster, 0);
  EXPECT_EQ(pid_of_postmaster(), 0) << "the database is stopped too";
  std::string logs = text_of(folder_ / "log");
  for (const auto& entry : fs::directory_iterator(state_ / "log")) logs += text_of(entry.path());
  EXPECT_THAT(logs, Not(HasSubstr(kSecret)));
  EXPECT_THAT(logs, Not(HasSubstr("id17")));
  EXPECT_THAT(logs, HasSubstr("CreateScreening OK")) << "there is a log at all";
}

TEST_F(Serve, ASecondOneOnTheSameFolderIsToldSo) {
  ASSERT_NO_FATAL_FAILURE(start());
  const pid_t second = launch(folder_ / "second.log");
  int status = 0;
  waitpid(second, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 2);
  EXPECT_THAT(text_of(folder_ / "second.log"), HasSubstr("another furuid serves the state folder"));
}

TEST_F(Serve, AKilledWorkerIsReplacedAndNothingIsLost) {
  ASSERT_NO_FATAL_FAILURE(start());
  const std::string name = submit("worker-killed");
  ASSERT_TRUE(wait_until(30s, [&] { return get(name).state() != v1::Screening::STATE_QUEUED; }));
  const int worker = pid_of(std::string("\0worker\0", 8));
  ASSERT_GT(worker, 0);
  kill(worker, SIGKILL);
  expect_finished(name);
}

TEST_F(Serve, AKilledDatabaseIsStartedAgainAndNothingIsLost) {
  ASSERT_NO_FATAL_FAILURE(start());
  const std::string name = submit("database-killed");
  kill(pid_of_postmaster(), SIGKILL);
  expect_finished(name);
}

TEST_F(Serve, AKilledServerProcessIsReplaced) {
  ASSERT_NO_FATAL_FAILURE(start());
  const std::string name = submit("server-killed");
  kill(pid_of("serve-child"), SIGKILL);
  expect_finished(name);
}

TEST_F(Serve, AfterAKilledSupervisorTheNextOneFindsTheDatabaseAndGoesOn) {
  ASSERT_NO_FATAL_FAILURE(start());
  const std::string name = submit("supervisor-killed");
  const int server = pid_of("serve-child");
  const int postmaster = pid_of_postmaster();
  kill(supervisor_, SIGKILL);
  waitpid(supervisor_, nullptr, 0);
  EXPECT_TRUE(wait_until(10s, [&] { return text_of("/proc/" + std::to_string(server) + "/cmdline").empty(); }))
      << "its server ends with it";
  EXPECT_EQ(kill(postmaster, 0), 0) << "the database stays";
  ASSERT_NO_FATAL_FAILURE(start());
  EXPECT_EQ(pid_of_postmaster(), postmaster);
  expect_finished(name);
}

}  // namespace
}  // namespace furui::testing
