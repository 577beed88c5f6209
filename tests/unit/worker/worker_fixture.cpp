// Starting workers by /proc/self/exe, uploads, and waiting.
#include "worker_fixture.h"

#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include "store/models.h"
#include "store/profiles.h"
#include "support/postgres_fixture.h"
#include "worker/worker_main.h"

namespace furui::testing {
namespace {

ReadAnswer read_marked(std::string_view raw, const ReadOptions& options) {
  if (raw == "!SEGV") raise(SIGSEGV);
  if (raw.starts_with("!SLOW")) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1500));
    raw = "CCO";
  }
  return read_structure(raw, options);
}

constexpr auto kPatience = std::chrono::seconds(60);

}  // namespace

int run_as_worker(int argc, char** argv) {
  if (argc != 7 || std::string(argv[1]) != "--run-worker") return -1;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  spdlog::set_level(getenv("FURUI_TEST_LOG") ? spdlog::level::debug : spdlog::level::off);
  WorkerOptions options;
  options.database.url = argv[2];
  options.state_folder = argv[3];
  options.leases_in_flight = std::stoi(argv[4]);
  options.drain = std::chrono::milliseconds(std::stoi(argv[5]));
  options.chunk_rows = std::stoi(argv[6]);
  options.lease = std::chrono::seconds(2);
  options.heartbeat = std::chrono::milliseconds(500);
  options.poll = std::chrono::milliseconds(300);
  options.checkpoint = std::chrono::milliseconds(100);
  options.turn = std::chrono::milliseconds(200);
  options.readers = 2;
  options.children.read = read_marked;
  try {
    return worker_main(options);
  } catch (const std::exception& error) {
    fprintf(stderr, "worker: %s\n", error.what());
    return 1;
  }
}

WorkerProcess::WorkerProcess(const std::string& url, const std::filesystem::path& state, const WorkerSettings& settings) {
  const std::string leases = std::to_string(settings.leases), drain = std::to_string(settings.drain.count()),
                    rows = std::to_string(settings.chunk_rows);
  pid_ = fork();
  if (pid_ == 0) {
    execl("/proc/self/exe", "furui_worker_test", "--run-worker", url.c_str(), state.c_str(), leases.c_str(),
          drain.c_str(), rows.c_str(), nullptr);
    _exit(127);
  }
}

WorkerProcess::~WorkerProcess() {
  if (pid_ <= 0) return;
  signal(SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void WorkerProcess::signal(int number) const {
  if (pid_ > 0) kill(pid_, number);
}

int WorkerProcess::wait() {
  int status = 0;
  for (const auto until = std::chrono::steady_clock::now() + kPatience; std::chrono::steady_clock::now() < until;) {
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = -1;
      return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return -1;
}

WorkerTest::WorkerTest() : url_(TestCluster::instance().fresh_database()) {
  DatabaseOptions options;
  options.url = url_;
  database_ = std::make_unique<Database>(options);
  state_ = std::filesystem::temp_directory_path() / ("furui-worker-test-" + std::to_string(getpid()));
  model_ = add_model_version(*database_, "shared", std::filesystem::path(FURUI_SOURCE_DIR) / "tests/golden/dmpnn/binary", "").id;
}

WorkerTest::~WorkerTest() { std::filesystem::remove_all(state_); }

ScreeningRow WorkerTest::submit(const std::vector<std::string>& smiles, const std::string& profile) {
  NewScreening request;
  request.project = "default";
  request.model_versions = {model_};
  if (!profile.empty()) {
    request.profile_version = create_profile_version(*database_, "default", "test", "Test", profile, "").id;
  }
  const ScreeningRow screening = create_screening(*database_, request);
  std::string file = "smiles,name\n";
  for (std::size_t i = 0; i < smiles.size(); ++i) file += smiles[i] + ",row " + std::to_string(i) + "\n";
  begin_file(*database_, screening.id, "list.csv", R"({"format": "csv", "structure_column": "smiles", "id_column": "name"})");
  const Sha256 digest = sha256(file);
  store_file_part(*database_, screening.id, 0, file, digest);
  return finalize_screening(*database_, screening.id, 1, sha256({reinterpret_cast<const char*>(digest.data()), digest.size()}));
}

bool WorkerTest::eventually(const std::function<bool()>& condition) {
  for (const auto until = std::chrono::steady_clock::now() + kPatience; std::chrono::steady_clock::now() < until;) {
    try {
      if (condition()) return true;
    } catch (const std::exception&) {
      // The database may be away: that is what some tests are about.
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

ScreeningRow WorkerTest::wait_for_end(const ScreeningRow& screening) {
  ScreeningRow now;
  EXPECT_TRUE(eventually([&] {
    now = get_screening(*database_, screening.id);
    return now.state >= ScreeningState::kSucceeded;
  })) << "the screening does not end";
  return now;
}

std::vector<CandidateRow> WorkerTest::rows_of(const ScreeningRow& screening) {
  ResultsQuery query;
  query.screening = screening.id;
  query.limit = 100'000;
  std::vector<CandidateRow> rows = read_results(*database_, query);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].ordinal, static_cast<std::int32_t>(i));
    EXPECT_EQ(rows[i].id, "row " + std::to_string(i));
    EXPECT_EQ(rows[i].outcomes.size(), 1U) << "candidate " << i;
  }
  return rows;
}

}  // namespace furui::testing

int main(int argc, char** argv) {
  const int code = furui::testing::run_as_worker(argc, argv);
  if (code >= 0) return code;
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
