// postmaster.pid, believed only where /proc agrees: the number may be another program's by now.
#include "embedded_database.h"

#include <signal.h>

#include <cerrno>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>

#include "failure.h"       // for Failure
#include "state_folder.h"  // for look_at_process

namespace furui::cli {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kStopTimeout{60};

}  // namespace

int embedded_database(const fs::path& state) {
  const fs::path data = state / "postgresql" / "data";
  std::ifstream in(data / "postmaster.pid");
  int pid = 0;
  if (!(in >> pid) || pid <= 0) return 0;
  const auto seen = look_at_process(pid);
  if (!seen || seen->name != "postgres" || seen->dead()) return 0;
  // A PostgreSQL server works in its data folder.
  std::error_code failed;
  const fs::path folder = fs::read_symlink("/proc/" + std::to_string(pid) + "/cwd", failed);
  return !failed && fs::equivalent(folder, data, failed) && !failed ? pid : 0;
}

int stop_embedded_database(const fs::path& state) {
  const int pid = embedded_database(state);
  if (pid == 0) return 0;
  const std::string process = "the database (process " + std::to_string(pid) + ")";
  if (kill(pid, SIGINT) != 0 && errno == EPERM) throw Failure(process + " belongs to somebody else: ask them, or use sudo");
  const auto asked = Clock::now();
  while (embedded_database(state) == pid) {
    if (Clock::now() - asked > kStopTimeout)
      throw Failure(process + " did not stop within 60 s; it may still be writing. Wait and say 'furui down' again; 'kill -QUIT " +
                    std::to_string(pid) + "' ends it at once, and what was committed is not lost");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return pid;
}

}  // namespace furui::cli
