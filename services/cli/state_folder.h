// Where furui keeps its state on this machine, and what the embedded server says of itself there.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace furui::cli {

/// $FURUI_HOME; else /var/lib/furui as root; else ~/.local/share/furui.
/// throws Failure where none of them can be told
std::filesystem::path state_folder();

/// run/server.json, which exists while the embedded server serves.
struct ServerFile {
  int pid = 0;
  std::string version, grpc_address, web_url, data_dir, log_dir, metrics_address, token_file, started_at;
};

/// Name and state letter of a process, as /proc shows them: "furuid" and 'S'.
struct SeenProcess {
  std::string name;
  char state = '?';
  bool dead() const { return state == 'Z' || state == 'X'; }  ///< and nobody has waited for it yet
  bool suspended() const { return state == 'T'; }
};
std::optional<SeenProcess> look_at_process(int pid);

/// throws Failure where the state folder is there, but is another user's, so that nothing can be said of its server
void check_readable(const std::filesystem::path& state);

/// Whether this process is there, is no zombie, and is furui's.
bool server_process_lives(int pid);

/// What server.json says, whether or not its process lives; nothing where the file is absent or is none.
std::optional<ServerFile> read_server_record(const std::filesystem::path& state);

/// The embedded server's own words, where it serves; nothing where the file is absent or its process is gone.
std::optional<ServerFile> read_server_file(const std::filesystem::path& state);

}  // namespace furui::cli
