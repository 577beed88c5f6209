// The state folder and its run/server.json.
#include "state_folder.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "failure.h"  // for Failure

namespace furui::cli {

std::filesystem::path state_folder() {
  if (const char* home = std::getenv("FURUI_HOME"); home != nullptr && *home != '\0')
    return std::filesystem::absolute(home);
  if (geteuid() == 0) return "/var/lib/furui";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
    return std::filesystem::path(home) / ".local/share/furui";
  throw Failure("neither FURUI_HOME nor HOME is set, so there is no place for furui's state: set FURUI_HOME to a folder");
}

std::optional<ServerFile> read_server_file(const std::filesystem::path& state) {
  std::ifstream in(state / "run" / "server.json");
  if (!in) return std::nullopt;
  const auto json = nlohmann::json::parse(in, nullptr, false);
  if (!json.is_object()) return std::nullopt;
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
  // EPERM means that the process is there and belongs to somebody else.
  if (server.pid <= 0 || (kill(server.pid, 0) != 0 && errno == ESRCH)) return std::nullopt;
  return server;
}

}  // namespace furui::cli
