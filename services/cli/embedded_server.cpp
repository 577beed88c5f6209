// Starting and stopping furuid under the state folder's lock.
#include "embedded_server.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <thread>

#include "connection.h"  // for Connection, to see it serve
#include "failure.h"     // for Failure
#include "installation.h"  // for server_program
#include "server_log.h"  // for last_lines

namespace furui::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kStartTimeout{120};
constexpr std::chrono::seconds kStopTimeout{60};

/// An exclusive lock on a file while it lives; waits for it.
class FileLock {
 public:
  explicit FileLock(const fs::path& file) : descriptor_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (descriptor_ < 0 || flock(descriptor_, LOCK_EX) != 0)
      throw Failure("the state folder's lock " + file.string() + " cannot be taken; is the folder yours? FURUI_HOME names another");
  }
  ~FileLock() { close(descriptor_); }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int descriptor_;
};

fs::path server_binary() {
  const fs::path binary = server_program();
  if (!fs::exists(binary)) throw Failure("furuid is not beside furui (" + binary.string() + "): build it, or name a running server with --server");
  return binary;
}

std::string end_of(const fs::path& log, std::size_t lines) {
  std::string text;
  for (const std::string& line : last_lines(log, lines)) text += "    " + line + "\n";
  return text;
}

/// Starts furuid detached from this terminal; gives its pid, as the child of this process.
pid_t launch(const fs::path& state, const fs::path& log) {
  const fs::path binary = server_binary();
  const pid_t child = fork();
  if (child < 0) throw Failure("no new process could be started: the machine is out of processes or memory");
  if (child == 0) {
    setsid();
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    const int in = open("/dev/null", O_RDONLY);
    if (out < 0 || in < 0) _exit(126);
    dup2(in, 0);
    dup2(out, 1);
    dup2(out, 2);
    if (chdir("/") != 0) _exit(126);
    execl(binary.c_str(), binary.c_str(), "serve", "--state-dir", state.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  return child;
}

bool serves(const ServerFile& server, int timeout_ms) { return Connection(server.grpc_address, "").serving(timeout_ms); }

}  // namespace

ServerFile find_or_start_embedded_server() {
  const fs::path state = state_folder();
  if (const auto server = read_server_file(state); server && serves(*server, 2000)) return *server;

  std::error_code failed;
  const bool made = fs::create_directories(state / "run", failed);
  fs::create_directories(state / "log", failed);
  if (failed) throw Failure("the state folder " + state.string() + " cannot be made (" + failed.message() + "): set FURUI_HOME to a folder of yours");
  if (made) fs::permissions(state, fs::perms::owner_all);
  const FileLock lock(state / "run" / "up.lock");
  // Whoever held the lock before us may have started it.
  if (const auto server = read_server_file(state); server && serves(*server, 10000)) return *server;

  const fs::path log = state / "log" / "furuid.log";
  std::fprintf(stderr, "starting the embedded server (state in %s) …\n", state.c_str());
  const pid_t child = launch(state, log);
  const auto started = Clock::now();
  auto shown = started;
  while (Clock::now() - started < kStartTimeout) {
    if (const auto server = read_server_file(state); server && serves(*server, 1000)) return *server;
    int status = 0;
    if (waitpid(child, &status, WNOHANG) == child)
      throw Failure("the embedded server ended while starting. The end of its log:\n" + end_of(log, 12) +
                    "'furui doctor' looks for the cause; the whole log: " + log.string());
    if (Clock::now() - shown > std::chrono::seconds(5)) {
      shown = Clock::now();
      std::fprintf(stderr, "  still starting (%lld s)\n",
                   static_cast<long long>(std::chrono::duration_cast<std::chrono::seconds>(shown - started).count()));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  kill(child, SIGTERM);
  throw Failure("the embedded server did not serve within 120 s. The end of its log:\n" + end_of(log, 12) +
                "'furui doctor' looks for the cause; the whole log: " + log.string());
}

bool stop_embedded_server() {
  const fs::path state = state_folder();
  const auto server = read_server_file(state);
  if (!server) return false;
  if (kill(server->pid, SIGTERM) != 0)
    throw Failure("the server (process " + std::to_string(server->pid) + ") belongs to somebody else: ask them, or use sudo");
  const auto asked = Clock::now();
  while (kill(server->pid, 0) == 0) {
    if (Clock::now() - asked > kStopTimeout)
      throw Failure("the server (process " + std::to_string(server->pid) + ") did not stop within 60 s; its log is in " + server->log_dir);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return true;
}

}  // namespace furui::cli
