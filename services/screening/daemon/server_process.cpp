// The server from the database up, and down again.
#include "daemon/server_process.h"

#include <fcntl.h>
#include <poll.h>
#include <prometheus/registry.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <optional>
#include <random>
#include <thread>

#include "api/listen_address.h"        // for is_unix_address
#include "api/server.h"                // for Server
#include "core/error.h"                // for Error
#include "daemon/control_line.h"       // for ControlLine
#include "daemon/lock_file.h"          // for LockFile
#include "daemon/metrics_endpoint.h"   // for MetricsEndpoint
#include "daemon/server_record.h"      // for ServerRecordFile
#include "daemon/shipped.h"            // for register_shipped
#include "daemon/state_folder.h"       // for StateFolder
#include "pipeline/child_programs.h"   // for start_spawner
#include "pipeline/reader_pool.h"      // for ReaderPool
#include "pipeline/structure_filters.h"  // for check_patterns
#include "store/embedded_cluster.h"    // for EmbeddedCluster
#include "store/work_status.h"         // for work_status

namespace furui::daemon {
namespace {

using namespace std::chrono_literals;

/// Keeps the embedded cluster running while it lives; a crashed one is started again within a second.
class ClusterKeeper {
 public:
  explicit ClusterKeeper(EmbeddedCluster& cluster) : cluster_(cluster), thread_([this] { run(); }) {}
  ~ClusterKeeper() {
    ending_ = true;
    thread_.join();
  }
  ClusterKeeper(const ClusterKeeper&) = delete;
  ClusterKeeper& operator=(const ClusterKeeper&) = delete;

 private:
  void run() {
    auto pause = 200ms;
    while (!ending_) {
      std::this_thread::sleep_for(200ms);
      if (cluster_.running()) continue;
      try {
        spdlog::error("the embedded PostgreSQL is not running; it is started again");
        cluster_.ensure_running();
        pause = 200ms;
      } catch (const std::exception&) {
        spdlog::error("the embedded PostgreSQL does not start; its log is in the state folder's log");
        pause = std::min<std::chrono::milliseconds>(pause * 2, 5000ms);
        for (auto waited = 0ms; waited < pause && !ending_; waited += 100ms) std::this_thread::sleep_for(100ms);
      }
    }
  }

  EmbeddedCluster& cluster_;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

/// Brings the schema up to this version; the embedded database is dumped before that, unless it is new.
void migrate_database(Database& database, const std::filesystem::path& migrations, const StateFolder& state,
                      const EmbeddedCluster* cluster, bool fresh) {
  if (cluster != nullptr && schema_is_older(database)) {
    if (!fresh) {
      const std::filesystem::path file = cluster->dump(state.backups());
      spdlog::info("the schema is older; the database was dumped to backups/{} before it is migrated", file.filename().string());
    }
    migrate(database, migrations.string());
  }
  check_schema(database);
}

/// The token file that a TCP address needs: the given one, or the state folder's, made where it is absent.
std::filesystem::path token_file(const ServeSettings& settings, const StateFolder& state) {
  if (!settings.token_file.empty()) return settings.token_file;
  const std::filesystem::path file = state.token();
  const int out = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (out < 0) return file;
  std::random_device random;
  std::string token;
  for (int i = 0; i < 64; ++i) token += "0123456789abcdef"[random() % 16];
  token += "\n";
  const bool written = write(out, token.data(), token.size()) == static_cast<ssize_t>(token.size());
  close(out);
  if (!written) throw std::runtime_error("the token file cannot be written");
  return file;
}

api::ServerOptions server_options(const ServeSettings& settings, const StateFolder& state) {
  api::ServerOptions options;
  options.address = settings.grpc_address.empty() ? default_socket_address(state) : settings.grpc_address;
  options.allow_remote = settings.allow_remote;
  if (!api::is_unix_address(options.address)) options.token_file = token_file(settings, state);
  options.spool = state.spool();
  options.threads = settings.call_threads;
  options.max_queue = settings.max_queue;
  return options;
}

/// Waits until these golden tests are over, so that the first screening after a first start finds its models serving.
/// Where a test takes longer than 60 s the server starts all the same, and the model serves once it is over.
/// It ends early at a word of the supervisor, who may want the server to stop.
void await_tests(Database& database, const std::vector<std::int64_t>& tests, const ControlLine& control) {
  const auto until = std::chrono::steady_clock::now() + 60s;
  for (const std::int64_t test : tests) {
    while (true) {
      const WorkState state = work_status(database, test).state;
      if (state == WorkState::kDone || state == WorkState::kFailed) break;
      if (std::chrono::steady_clock::now() > until) return;
      pollfd watched{control.socket(), POLLIN, 0};
      if (poll(&watched, 1, 20) > 0) return;
    }
  }
}

/// Children of the server itself, for the few patterns of a profile that is to be stored.
std::unique_ptr<Spawner> start_pattern_readers() {
  ChildOptions children;
  children.warm = false;  // most servers are never asked
  return start_spawner(children);
}

/// Waits for the supervisor's word. Returns false where it is gone.
bool obey(ControlLine& control, api::Server& server) {
  while (true) {
    pollfd watched{control.socket(), POLLIN, 0};
    if (poll(&watched, 1, -1) < 0) continue;
    const auto lines = control.lines();
    if (!lines) return false;
    for (const std::string& line : *lines) {
      if (line == "drain") server.drain();
      if (line == "stop") return true;
    }
  }
}

}  // namespace

int serve(const ServeChildSettings& settings) {
  const std::unique_ptr<Spawner> spawner = start_pattern_readers();  // before any thread
  const StateFolder state{settings.serve.state_dir};
  ControlLine control(settings.control);
  fcntl(settings.control, F_SETFD, FD_CLOEXEC);  // the cluster must not hold it
  umask(077);
  // The one before may still be ending; only then the socket is ours.
  const LockFile lock(state.run() / "server.lock", 30s, "an older server process does not end");

  std::optional<EmbeddedCluster> cluster;
  const bool fresh = !std::filesystem::exists(state.cluster());
  DatabaseOptions database_options;
  database_options.url = settings.serve.database;
  database_options.connections = settings.serve.call_threads + 4;  // the hub, the health monitor, two uploads
  if (settings.serve.database.empty()) {
    cluster = EmbeddedCluster::start(state.cluster(), state.log());
    database_options.url = cluster->url();
  }
  bool stopped_in_order = false;
  {
    std::optional<ClusterKeeper> keeper;
    if (cluster) keeper.emplace(*cluster);
    Database database(database_options);
    migrate_database(database, settings.shipped / "migrations", state, cluster ? &*cluster : nullptr, fresh);
    const std::vector<std::int64_t> first_tests = register_shipped(database, settings.shipped);
    control.say("database " + database_options.url);
    if (settings.serve.workers > 0) await_tests(database, first_tests, control);

    const auto registry = std::make_shared<prometheus::Registry>();
    const MetricsEndpoint metrics(settings.serve.metrics_address, settings.serve.allow_remote, registry);
    ReaderPoolOptions one_reader;
    one_reader.readers = 1;
    ReaderPool readers(*spawner, kReaderProgram, one_reader);
    api::ServerOptions options = server_options(settings.serve, state);
    options.check_patterns = [&readers](const Profile& profile) { check_patterns(profile, readers); };
    api::Server server(database, options, *registry);
    const ServerRecordFile record(state.run() / "server.json",
                                  {getppid(), server.address(), state.root.string(), state.log().string(),
                                   settings.serve.metrics_address, options.token_file.string()});
    control.say("ready");
    spdlog::info("serving at {}", server.address());
    stopped_in_order = obey(control, server);
    server.stop(10s);
  }
  if (cluster && stopped_in_order) cluster->stop();
  return 0;
}

}  // namespace furui::daemon
