// The real binary: served, asked, killed at the worst moments, and stopped. Needs build/bin/furuid and build/models.
#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <libpq-fe.h>
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

  std::string create(const std::string& id) {
    v1::CreateScreeningRequest request;
    request.set_parent("projects/default");
    request.set_screening_id(id);
    request.mutable_screening()->add_models("descriptors");
    grpc::ClientContext context;
    v1::Screening screening;
    const grpc::Status created = stub_->CreateScreening(&context, request, &screening);
    EXPECT_TRUE(created.ok()) << created.error_message();
    return screening.name();
  }

  /// A list of kRows molecules in two parts.
  static std::vector<std::string> list() {
    std::vector<std::string> parts(2);
    for (int row = 0; row < kRows; ++row)
      parts[row < kRows / 3 ? 0 : 1] += std::string(kSecret) + std::string(static_cast<std::size_t>(row % 40), 'C') + " id" + std::to_string(row) + "\n";
    return parts;
  }

  static std::string digest_of(const std::string& bytes) {
    const Sha256 digest = sha256(bytes);
    return {digest.begin(), digest.end()};
  }

  /// A stream that has sent the parts [first, last).
  struct Upload {
    grpc::ClientContext context;
    v1::UploadFileResponse response;
    std::unique_ptr<grpc::ClientWriter<v1::UploadFileRequest>> writer;

    grpc::Status finish() {
      writer->WritesDone();
      return writer->Finish();
    }
  };
  std::unique_ptr<Upload> upload(const std::string& name, const std::vector<std::string>& parts, int first, int last) {
    auto upload = std::make_unique<Upload>();
    upload->writer = stub_->UploadFile(&upload->context, &upload->response);
    v1::UploadFileRequest message;
    message.mutable_start()->set_name(name);
    message.mutable_start()->set_file_name("list.smi");
    upload->writer->Write(message);
    for (int seq = first; seq < last; ++seq) {
      message.mutable_part()->set_seq(seq);
      message.mutable_part()->set_bytes(parts[static_cast<std::size_t>(seq)]);
      message.mutable_part()->set_sha256(digest_of(parts[static_cast<std::size_t>(seq)]));
      upload->writer->Write(message);
    }
    return upload;
  }

  void finalize(const std::string& name, const std::vector<std::string>& parts) {
    std::string digests;
    for (const std::string& part : parts) digests += digest_of(part);
    v1::FinalizeScreeningRequest request;
    request.set_name(name);
    request.set_parts(static_cast<int>(parts.size()));
    request.set_sha256(digest_of(digests));
    grpc::ClientContext context;
    v1::Screening screening;
    EXPECT_TRUE(stub_->FinalizeScreening(&context, request, &screening).ok());
  }

  std::string submit(const std::string& id) {
    const std::string name = create(id);
    const std::vector<std::string> parts = list();
    const grpc::Status uploaded = upload(name, parts, 0, static_cast<int>(parts.size()))->finish();
    EXPECT_TRUE(uploaded.ok()) << uploaded.error_message();
    finalize(name, parts);
    return name;
  }

  /// Highest part that is committed; waits for a server that starts again.
  int committed_through(const std::string& name) {
    v1::GetUploadRequest request;
    request.set_name(name);
    grpc::ClientContext context;
    context.set_wait_for_ready(true);
    context.set_deadline(std::chrono::system_clock::now() + 20s);
    v1::GetUploadResponse response;
    const grpc::Status status = stub_->GetUpload(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.committed_through();
  }

  /// A statement on the embedded database, which the tests' own user may reach: root passes, others own it.
  std::string sql(const std::string& statement) const {
    std::string socket = text_of(state_ / "postgresql" / "socket_folder");
    socket.resize(socket.find_last_not_of('\n') + 1);
    PGconn* connection = PQconnectdb(("host=" + socket + " user=furui dbname=furui").c_str());
    PGresult* result = PQexec(connection, statement.c_str());
    EXPECT_EQ(std::string(PQresultErrorMessage(result)) + PQerrorMessage(connection), "");
    const std::string value = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
    PQclear(result);
    PQfinish(connection);
    return value;
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

TEST_F(Serve, AnUploadGoesOnWhereAKilledServerLeftIt) {
  ASSERT_NO_FATAL_FAILURE(start());
  const std::string name = create("upload-cut");
  const std::vector<std::string> parts = list();
  const auto cut = upload(name, parts, 0, 1);
  ASSERT_TRUE(wait_until(20s, [&] { return committed_through(name) == 0; }));
  kill(pid_of("serve-child"), SIGKILL);
  EXPECT_EQ(cut->finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(committed_through(name), 0) << "acknowledged is committed";
  const grpc::Status rest = upload(name, parts, 1, 2)->finish();
  EXPECT_TRUE(rest.ok()) << rest.error_message();
  finalize(name, parts);
  expect_finished(name);
}

TEST_F(Serve, AnOlderDatabaseIsDumpedBeforeItIsMigratedAndANewerOneIsRefused) {
  ASSERT_NO_FATAL_FAILURE(start());
  const std::string name = submit("kept");
  expect_finished(name);
  // A database before the second migration: what the later ones made is taken away, and their lines in the ledger.
  const std::string newest = sql("SELECT max(number) FROM schema_migration");
  sql("ALTER TABLE ranked DROP COLUMN expected, DROP COLUMN std, DROP COLUMN meets, DROP COLUMN top, DROP COLUMN tie_group, "
      "DROP COLUMN stays, DROP COLUMN front, DROP COLUMN filter_detail, DROP COLUMN pick, DROP COLUMN pick_group, DROP COLUMN pick_similarity, DROP COLUMN also_failed");
  sql("ALTER TABLE ranking DROP COLUMN shortcomings, DROP COLUMN weight_down, DROP COLUMN weight_up, DROP COLUMN diversity, DROP COLUMN hypervolume");
  sql("ALTER TABLE reading DROP COLUMN formula, DROP COLUMN space_group");
  sql("DROP TABLE crystal_field, relaxation, relaxation_checkpoint, decomposition");
  sql("ALTER TABLE screening DROP COLUMN relaxation, DROP COLUMN relaxation_model_version_id, DROP COLUMN competing");
  sql("ALTER TABLE work ADD COLUMN checkpoint bytea, DROP COLUMN relaxed, DROP COLUMN relaxation_steps, DROP COLUMN gave_way");
  sql("ALTER TABLE screening_model DROP COLUMN assesses");
  sql("DROP INDEX ranking_request");
  sql("DELETE FROM schema_migration WHERE number >= 2");
  stop();
  ASSERT_NO_FATAL_FAILURE(start());
  EXPECT_EQ(sql("SELECT max(number) FROM schema_migration"), newest);
  expect_finished(name);
  std::vector<fs::path> dumps;
  for (const auto& entry : fs::directory_iterator(state_ / "backups")) dumps.push_back(entry.path());
  ASSERT_EQ(dumps.size(), 1U);
  EXPECT_EQ(text_of(dumps[0]).substr(0, 5), "PGDMP");
  EXPECT_THAT(text_of(dumps[0]), HasSubstr("screening_model")) << "its table of contents";

  sql("INSERT INTO schema_migration (number, name, sha256) VALUES (9999, '9999_from_the_future.sql', '')");
  stop();
  supervisor_ = launch(folder_ / "log");
  waitpid(supervisor_, &exit_status_, 0);
  supervisor_ = -1;
  EXPECT_EQ(WEXITSTATUS(exit_status_), 2);
  EXPECT_THAT(text_of(folder_ / "log"), HasSubstr("the database's schema is at migration 9999"));
}

TEST_F(Serve, ACopyOfAStateFolderHasADatabaseOfItsOwn) {
  ASSERT_NO_FATAL_FAILURE(start());
  expect_finished(submit("before"));
  stop();
  const fs::path original = state_;
  const fs::path copy = folder_ / "copy";
  ASSERT_EQ(std::system(("cp -a '" + original.string() + "' '" + copy.string() + "'").c_str()), 0);
  ASSERT_NO_FATAL_FAILURE(start());
  const int of_original = pid_of_postmaster();
  const pid_t supervisor_of_original = supervisor_;
  // While the original runs: what the copy remembers of its socket and its process is the original's.
  fs::copy_file(original / "postgresql" / "data" / "postmaster.pid", copy / "postgresql" / "data" / "postmaster.pid");
  state_ = copy;
  ASSERT_NO_FATAL_FAILURE(start());
  EXPECT_NE(pid_of_postmaster(), of_original);
  const std::string only_in_copy = create("only-in-copy");
  EXPECT_EQ(sql("SELECT count(*) FROM screening"), "2");
  stop();
  state_ = original;
  supervisor_ = supervisor_of_original;
  EXPECT_EQ(pid_of_postmaster(), of_original);
  EXPECT_EQ(sql("SELECT count(*) FROM screening"), "1");
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
