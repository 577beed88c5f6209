// Signals, the server's words, and deaths, in one loop.
#include "daemon/supervisor.h"

#include <poll.h>
#include <signal.h>
#include <spdlog/spdlog.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "api/listen_address.h"        // for check_listen_address
#include "daemon/child.h"              // for Child
#include "daemon/control_line.h"       // for ControlLine
#include "daemon/lock_file.h"          // for LockFile
#include "daemon/log_rotation.h"       // for rotate_log
#include "daemon/metrics_endpoint.h"   // for worker_metrics_address
#include "daemon/privileges.h"         // for system_user
#include "daemon/shipped.h"            // for shipped_folder
#include "daemon/state_folder.h"       // for StateFolder

namespace furui::daemon {
namespace {

using namespace std::chrono_literals;

constexpr auto kWorkersMayDrain = 40s;  // a chunk in hand has 30 s
constexpr auto kServerMayStop = 40s;
constexpr auto kLogLook = 10s;
constexpr std::int64_t kLogBytes = std::int64_t{32} << 20;
constexpr int kKeptLogs = 3;

int signals_as_descriptor() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGTERM, SIGINT, SIGCHLD, SIGHUP}) sigaddset(&signals, number);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

class Supervisor {
 public:
  Supervisor(ServeSettings settings, std::filesystem::path shipped, std::optional<User> run_as)
      : settings_(std::move(settings)), shipped_(std::move(shipped)), server_("server", SIGKILL, run_as),
        signals_(signals_as_descriptor()) {
    for (int i = 0; i < settings_.workers; ++i) workers_.emplace_back("worker " + std::to_string(i), SIGTERM, run_as);
  }
  ~Supervisor() { close(signals_); }
  Supervisor(const Supervisor&) = delete;
  Supervisor& operator=(const Supervisor&) = delete;

  int run() {
    while (!over()) {
      start_what_should_run();
      hurry_what_should_end();
      wait();
    }
    return exit_code_;
  }

 private:
  enum class Phase { kServing, kWorkersDrain, kServerStops };

  bool over() const { return phase_ == Phase::kServerStops && !server_.runs(); }

  void start_what_should_run() {
    const auto now = Clock::now();
    if (phase_ == Phase::kServing && !server_.runs() && now >= server_.restart_at()) start_server();
    for (std::size_t i = 0; i < workers_.size() && phase_ == Phase::kServing && !database_.empty(); ++i) {
      if (!workers_[i].runs() && now >= workers_[i].restart_at()) start_worker(static_cast<int>(i));
    }
    if (phase_ == Phase::kWorkersDrain && std::none_of(workers_.begin(), workers_.end(), [](const Child& w) { return w.runs(); })) {
      phase_ = Phase::kServerStops;
      phase_ends_ = now + kServerMayStop;
      if (control_) control_->say("stop");
    }
  }

  void start_server() {
    auto [mine, theirs] = make_control_line();
    ServeChildSettings child{settings_, shipped_, theirs.socket()};
    server_.start(to_arguments(child), theirs.socket(), database_variable(settings_.database));
    control_ = std::move(mine);
  }

  void start_worker(int index) {
    WorkerCommandSettings worker{"", settings_.state_dir, shipped_, "", settings_.allow_remote, settings_.log, settings_.worker};
    if (!settings_.metrics_address.empty()) worker.metrics_address = worker_metrics_address(settings_.metrics_address, index);
    workers_[static_cast<std::size_t>(index)].start(to_arguments(worker), -1, database_variable(database_));
  }

  static std::vector<std::string> database_variable(const std::string& url) {
    if (url.empty()) return {};
    return {std::string(kDatabaseVariable) + "=" + url};
  }

  void hurry_what_should_end() {
    if (phase_ == Phase::kServing || Clock::now() < phase_ends_) return;
    spdlog::warn("what did not end in time is killed");
    for (const Child& worker : workers_) worker.signal(SIGKILL);
    if (phase_ == Phase::kServerStops) server_.signal(SIGKILL);
    phase_ends_ = Clock::now() + 5s;
  }

  void wait() {
    pollfd watched[2] = {{signals_, POLLIN, 0}, {control_ ? control_->socket() : -1, POLLIN, 0}};
    poll(watched, 2, 100);
    if (watched[1].revents != 0) listen();
    signalfd_siginfo signal{};
    while (read(signals_, &signal, sizeof signal) == static_cast<ssize_t>(sizeof signal)) {
      if (signal.ssi_signo == SIGTERM || signal.ssi_signo == SIGINT) stop();
    }
    collect();
    if (Clock::now() >= next_look_at_log_) {
      next_look_at_log_ = Clock::now() + kLogLook;
      if (rotate_log(StateFolder{settings_.state_dir}.log(), kLogBytes, kKeptLogs)) spdlog::info("the log was full and begins anew");
    }
  }

  void listen() {
    const auto lines = control_->lines();
    if (!lines) return control_.reset();
    for (const std::string& line : *lines) {
      if (line.starts_with("database ")) database_ = line.substr(9);
      if (line == "ready") was_ready_ = true;
    }
  }

  void stop() {
    if (phase_ != Phase::kServing) {
      phase_ends_ = Clock::now();
      return;
    }
    spdlog::info("stopping: workers finish or give back what they hold");
    phase_ = Phase::kWorkersDrain;
    phase_ends_ = Clock::now() + kWorkersMayDrain;
    if (control_) control_->say("drain");
    for (const Child& worker : workers_) worker.signal(SIGTERM);
  }

  void collect() {
    int status = 0;
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
      if (pid == server_.pid()) {
        server_.ended();
        control_.reset();
        const bool for_good = !was_ready_ && WIFEXITED(status) && WEXITSTATUS(status) == kExitUserError;
        if (for_good && phase_ == Phase::kServing) {
          exit_code_ = kExitUserError;
          stop();
        }
        report(server_.name(), status);
      }
      for (Child& worker : workers_) {
        if (worker.pid() != pid) continue;
        worker.ended();
        report(worker.name(), status);
      }
    }
  }

  void report(const std::string& name, int status) const {
    if (phase_ != Phase::kServing) return;
    if (WIFSIGNALED(status)) spdlog::error("{} was ended by signal {}; it is started again", name, WTERMSIG(status));
    else spdlog::error("{} ended with exit code {}; it is started again", name, WEXITSTATUS(status));
  }

  const ServeSettings settings_;
  const std::filesystem::path shipped_;
  Child server_;
  std::vector<Child> workers_;
  const int signals_;
  std::optional<ControlLine> control_;
  std::string database_;
  bool was_ready_ = false;
  Phase phase_ = Phase::kServing;
  Clock::time_point phase_ends_{};
  Clock::time_point next_look_at_log_{};
  int exit_code_ = 0;
};

/// Complaints that the user should hear before anything is started.
void check(const ServeSettings& settings) {
  if (!settings.grpc_address.empty()) api::check_listen_address(settings.grpc_address, settings.allow_remote);
  if (!settings.metrics_address.empty()) api::check_listen_address(settings.metrics_address, settings.allow_remote);
}

}  // namespace

int supervise(ServeSettings settings) {
  check(settings);
  std::optional<User> run_as;
  if (is_root()) run_as = system_user();
  const StateFolder state = make_state_folder(state_folder_path(settings.state_dir), run_as);
  settings.state_dir = state.root;
  const LockFile lock(state.run() / "furuid.lock", 0ms,
                      "another furuid serves the state folder " + state.root.string() +
                          " already; 'furui status' shows it, 'furui down' stops it");
  unlink((state.run() / "server.json").c_str());  // of one that was killed
  const std::filesystem::path from = shipped_folder();
  const std::filesystem::path shipped = run_as ? copy_shipped(from, state, *run_as) : from;
  return Supervisor(std::move(settings), shipped, run_as).run();
}

}  // namespace furui::daemon
