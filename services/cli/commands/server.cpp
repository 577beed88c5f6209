// furui up, down, status: the embedded server.
#include <cstdio>
#include <string>
#include <utility>

#include "commands/command.h"   // for Global
#include "embedded_database.h"  // for embedded_database
#include "embedded_server.h"    // for find_or_start_embedded_server
#include "failure.h"            // for Failure
#include "json_output.h"        // for print_json
#include "visible_text.h"       // for visible

namespace furui::cli {
namespace {

constexpr int kPatience_ms = 2000;

/// How a server is, in one word, and what else there is to say.
struct ServerState {
  std::string word, detail;
  int left_database = 0;  ///< process id of a PostgreSQL server whose own server was killed
};

void print_server(const ServerFile& server, const ServerState& state, bool json) {
  if (json) {
    nlohmann::ordered_json document = {{"state", state.word},
                                       {"version", server.version},
                                       {"grpc_address", server.grpc_address},
                                       {"web_url", server.web_url},
                                       {"data_dir", server.data_dir},
                                       {"log_dir", server.log_dir},
                                       {"metrics_address", server.metrics_address},
                                       {"started_at", server.started_at},
                                       {"pid", server.pid}};
    if (state.left_database != 0) document["database_pid"] = state.left_database;
    if (!state.detail.empty()) document["detail"] = state.detail;
    return print_json(document);
  }
  std::printf("%s\n", state.word.c_str());
  const std::pair<const char*, const std::string&> lines[] = {{"version", server.version}, {"address", server.grpc_address},
                                                              {"web", server.web_url},     {"metrics", server.metrics_address},
                                                              {"data", server.data_dir},   {"log", server.log_dir},
                                                              {"started", server.started_at}};
  for (const auto& [what, value] : lines) {
    if (!value.empty()) std::printf("  %-8s %s\n", what, visible(value).c_str());
  }
  if (!state.detail.empty()) std::printf("  %s\n", visible_lines(state.detail).c_str());
}

/// What the answer to a small question tells of a server.
ServerState judge(const grpc::Status& status, const std::string& token_file) {
  switch (status.error_code()) {
    case grpc::StatusCode::OK: return {"running", "", 0};
    case grpc::StatusCode::UNAUTHENTICATED: return {"unauthenticated", "it answers, but " + error_text(status, token_file), 0};
    case grpc::StatusCode::DEADLINE_EXCEEDED: return {"unreachable", "a connection is there, but no answer came within 2 s", 0};
    default: return {"unreachable", status.error_message(), 0};
  }
}

/// A server that has said it serves, and gives no answer now.
ServerState state_of_silent(const ServerFile& server) {
  const auto process = look_at_process(server.pid);
  if (process && process->suspended())
    return {"unresponsive", "it is suspended: 'kill -CONT " + std::to_string(server.pid) + "' lets it go on", 0};
  return {"unresponsive", "no answer within 2 s: it may just be restarting; if that stays so, 'furui doctor' looks for the cause", 0};
}

ServerState state_of_stopped(const std::filesystem::path& folder) {
  if (embedded_server_starts()) return {"starting", "", 0};
  const int database = embedded_database(folder);
  if (database == 0) return {"stopped", "'furui up' starts it; so does every command that needs it", 0};
  return {"stopped", "the server was killed, and its database (process " + std::to_string(database) +
                         ") still runs: 'furui up' uses it again, 'furui down' stops it", database};
}

void status(const Global& global) {
  if (!global.server.address.empty()) {
    ServerFile named;
    named.grpc_address = global.server.address;
    Connection connection(global.server.address, global.server.token_file);
    return print_server(named, judge(connection.look(kPatience_ms), connection.token_file()), global.json);
  }
  const auto folder = state_folder();
  check_readable(folder);
  if (const auto server = read_server_file(folder)) {
    const bool serves = connect_to(*server).serving(kPatience_ms);
    return print_server(*server, serves ? ServerState{"running", "", 0} : state_of_silent(*server), global.json);
  }
  ServerFile absent;
  absent.data_dir = folder.string();
  print_server(absent, state_of_stopped(folder), global.json);
}

void down(const Global& global) {
  const Stopped stopped = stop_embedded_server();
  if (global.json) {
    nlohmann::ordered_json document = {{"state", "stopped"}, {"was_running", stopped.server}};
    if (stopped.database != 0) document["database_pid"] = stopped.database;
    return print_json(document);
  }
  if (stopped.server || stopped.database == 0) std::printf("%s\n", stopped.server ? "stopped" : "no embedded server was running");
  if (stopped.database != 0) std::printf("stopped the database (process %d) that a killed server had left\n", stopped.database);
}

/// A user who names a server means that one, and must not find that another was started or stopped.
void refuse_named_server(const Global& global, const std::string& command) {
  if (!global.server.address.empty())
    throw Failure("up and down act on the embedded server of this machine, but --server or FURUI_SERVER names " + global.server.address +
                  ": leave it out for 'furui " + command + "', or start and stop that server where it runs", kExitUsage);
}

}  // namespace

void add_server_commands(CLI::App& app, Global& global) {
  app.add_subcommand("up", "Start the embedded server, or find it running")->callback([&global] {
    refuse_named_server(global, "up");
    print_server(find_or_start_embedded_server(), {"running", "", 0}, global.json);
  });
  app.add_subcommand("down", "Stop the embedded server; nothing stored is lost")->callback([&global] {
    refuse_named_server(global, "down");
    down(global);
  });
  app.add_subcommand("status", "Say whether the server runs, and where its data lies")->callback([&global] { status(global); });
}

}  // namespace furui::cli
