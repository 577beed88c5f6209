// Starting and stopping furuid under the state folder's lock.
#include "embedded_server.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <thread>

#include "embedded_database.h"  // for stop_embedded_database
#include "failure.h"            // for Failure
#include "installation.h"       // for server_program
#include "server_log.h"         // for last_lines

namespace furui::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kStartTimeout{120};
constexpr std::chrono::seconds kAnswerTimeout{60};  // of a server that is there

/// An exclusive lock on a file while it lives; waits for it.
class FileLock {
 public:
  explicit FileLock(const fs::path& file) : descriptor_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
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
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0600);
    const int in = open("/dev/null", O_RDONLY);
    if (out < 0 || in < 0) _exit(126);
    dup2(in, 0);
    dup2(out, 1);
    dup2(out, 2);
    // Nothing else of the caller's: who waits for the end of its pipe would wait for the server's.
    close_range(3, ~0U, 0);
    if (chdir("/") != 0) _exit(126);
    execl(binary.c_str(), binary.c_str(), "serve", "--state-dir", state.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  return child;
}

bool serves(const ServerFile& server, std::chrono::milliseconds patience) {
  return connect_to(server).serving(static_cast<int>(patience.count()));
}

bool is_held(const fs::path& lock) {
  const int descriptor = open(lock.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (descriptor < 0) return false;
  const bool held = flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close(descriptor);
  return held;
}

/// Why the server is still there, and what may be done to it.
std::string did_not_stop(const ServerFile& server, std::chrono::seconds patience) {
  const std::string pid = std::to_string(server.pid);
  const auto seen = look_at_process(server.pid);
  std::string text = "the server (process " + pid + ") did not stop within " + std::to_string(patience.count()) + " s";
  if (seen && seen->suspended()) text += ": it is suspended, and 'kill -CONT " + pid + "' lets it go on";
  return text + ". It may still be giving back its work: wait and say 'furui down' again. Or end it with 'kill -KILL " + pid +
         "' (nothing that is stored is lost, and unfinished screenings go on at the next start), then 'furui down' stops its "
         "database. Its log is in " + server.log_dir;
}

void stop(const ServerFile& server, std::chrono::seconds patience) {
  if (kill(server.pid, SIGTERM) != 0 && errno == EPERM)
    throw Failure("the server (process " + std::to_string(server.pid) + ") belongs to somebody else: ask them, or use sudo");
  const auto asked = Clock::now();
  while (server_process_lives(server.pid)) {
    if (Clock::now() - asked > patience) throw Failure(did_not_stop(server, patience));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

/// The state folder and those of the lock and the log, mode 0700; the folders above it as is usual.
void make_folders(const fs::path& state) {
  std::error_code failed;
  fs::create_directories(state.parent_path(), failed);
  for (const fs::path& folder : {state, state / "run", state / "log"}) {
    if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
      throw Failure("the state folder " + state.string() + " cannot be made (" + std::strerror(errno) + "): set FURUI_HOME to a folder of yours");
  }
}

std::string seconds_since(Clock::time_point start) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - start).count());
}

/// Waits until the server that `child` (0: somebody else's) becomes serves, and says every 5 s that it waits.
ServerFile wait_until_serving(const fs::path& state, const fs::path& log, pid_t child) {
  const auto started = Clock::now();
  auto shown = started;
  const std::string tail = "'furui doctor' looks for the cause; the whole log: " + log.string();
  while (Clock::now() - started < (child != 0 ? kStartTimeout : kAnswerTimeout)) {
    const auto server = read_server_file(state);
    if (server && serves(*server, std::chrono::seconds(1))) return *server;
    int status = 0;
    if (child != 0 && waitpid(child, &status, WNOHANG) == child)
      throw Failure("the embedded server ended while starting. The end of its log:\n" + end_of(log, 12) + tail);
    if (child == 0 && !server) throw Failure("the embedded server ended before it answered. The end of its log:\n" + end_of(log, 12) + tail);
    if (Clock::now() - shown > std::chrono::seconds(5)) {
      shown = Clock::now();
      std::fprintf(stderr, child != 0 ? "  still waiting for it (%s s)\n" : "the embedded server does not answer yet (%s s)\n",
                   seconds_since(started).c_str());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  if (child == 0)
    throw Failure("the embedded server is there, but did not answer within 60 s; 'furui down' and 'furui up' start it anew, and "
                  "nothing that is stored is lost. The end of its log:\n" + end_of(log, 12) + tail);
  kill(child, SIGTERM);
  throw Failure("the embedded server did not answer within 120 s. The end of its log:\n" + end_of(log, 12) + tail);
}

}  // namespace

Connection connect_to(const ServerFile& server) {
  const bool local = server.grpc_address.rfind("unix:", 0) == 0;
  return Connection(server.grpc_address, local ? "" : server.token_file);
}

ServerFile find_or_start_embedded_server() {
  const fs::path state = state_folder();
  check_readable(state);
  if (const auto server = read_server_file(state); server && serves(*server, std::chrono::seconds(2))) return *server;
  const fs::path log = state / "log" / "furuid.log";
  // One that is there is waited for without the lock, or commands would wait for each other, and for minutes.
  if (read_server_file(state)) return wait_until_serving(state, log, 0);
  make_folders(state);
  const FileLock lock(state / "run" / "up.lock");
  // Whoever held the lock before us may have started it.
  if (read_server_file(state)) return wait_until_serving(state, log, 0);
  std::fprintf(stderr, "starting the embedded server (state in %s) …\n", state.c_str());
  return wait_until_serving(state, log, launch(state, log));
}

bool embedded_server_starts() {
  const fs::path folder = state_folder() / "run";
  return is_held(folder / "up.lock") || (is_held(folder / "furuid.lock") && !read_server_file(state_folder()));
}

Stopped stop_embedded_server(std::chrono::seconds patience) {
  const fs::path state = state_folder();
  check_readable(state);
  // A start under way is waited for, or the server would be there a moment after it was said to be stopped.
  std::optional<FileLock> lock;
  std::error_code absent;
  if (fs::exists(state / "run" / "up.lock", absent)) lock.emplace(state / "run" / "up.lock");
  const auto server = read_server_file(state);
  if (!server && is_held(state / "run" / "furuid.lock"))
    throw Failure("a furuid that was started by hand is starting in " + state.string() + ": say 'furui down' again once it serves");
  if (server) stop(*server, patience);
  return {server.has_value(), stop_embedded_database(state)};
}

}  // namespace furui::cli
