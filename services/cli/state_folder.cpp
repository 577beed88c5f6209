// The state folder and its run/server.json.
#include "state_folder.h"

#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "failure.h"  // for Failure

namespace furui::cli {

std::optional<SeenProcess> look_at_process(int pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  if (!in || !std::getline(in, line)) return std::nullopt;
  const auto begin = line.find('('), end = line.rfind(')');
  if (begin == std::string::npos || end == std::string::npos || end + 2 >= line.size()) return std::nullopt;
  return SeenProcess{line.substr(begin + 1, end - begin - 1), line[end + 2]};
}

void check_readable(const std::filesystem::path& state) {
  if (access(state.c_str(), R_OK | X_OK) == 0 || errno != EACCES) return;
  struct stat status {};
  const bool seen = stat(state.c_str(), &status) == 0;
  if (seen && !S_ISDIR(status.st_mode)) return;
  const passwd* owner = seen ? getpwuid(status.st_uid) : nullptr;
  throw Failure("the state folder " + state.string() + " is another user's" + (owner == nullptr ? "" : std::string(" (") + owner->pw_name + ")") +
                ", so its server cannot be seen: use sudo, ask its owner, or set FURUI_HOME to a folder of yours");
}

bool server_process_lives(int pid) {
  // EPERM means that the process is there and belongs to somebody else.
  if (pid <= 0 || (kill(pid, 0) != 0 && errno == ESRCH)) return false;
  const auto seen = look_at_process(pid);
  if (!seen) return true;
  // A dead process that nobody has waited for yet, or another program that got the number after a crash.
  return !seen->dead() && seen->name.rfind("furui", 0) == 0;
}

std::filesystem::path state_folder() {
  if (const char* home = std::getenv("FURUI_HOME"); home != nullptr && *home != '\0')
    return std::filesystem::absolute(home);
  if (geteuid() == 0) return "/var/lib/furui";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
    return std::filesystem::path(home) / ".local/share/furui";
  throw Failure("neither FURUI_HOME nor HOME is set, so there is no place for furui's state: set FURUI_HOME to a folder");
}

std::optional<ServerFile> read_server_record(const std::filesystem::path& state) {
  std::ifstream in(state / "run" / "server.json");
  if (!in) return std::nullopt;
  const auto json = nlohmann::json::parse(in, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  for (const auto& [key, value] : json.items()) {
    if (key == "pid" ? !value.is_number_integer() : !value.is_string()) return std::nullopt;
  }
  ServerFile server;
  server.pid = json.value("pid", 0);
  server.version = json.value("version", "");
  server.grpc_address = json.value("grpc_address", "");
  server.web_url = json.value("web_url", "");
  server.data_dir = json.value("data_dir", "");
  server.log_dir = json.value("log_dir", "");
  server.metrics_address = json.value("metrics_address", "");
  server.token_file = json.value("token_file", "");
  server.started_at = json.value("started_at", "");
  // A copied state folder holds the original's words: they are about another server.
  std::error_code gone;
  if (!std::filesystem::equivalent(server.data_dir, state, gone) || gone) return std::nullopt;
  return server;
}

std::optional<ServerFile> read_server_file(const std::filesystem::path& state) {
  auto server = read_server_record(state);
  if (server && !server_process_lives(server->pid)) return std::nullopt;
  return server;
}

}  // namespace furui::cli
