// furui up, down, status: the embedded server.
#include <cstdio>
#include <string>
#include <utility>

#include "commands/command.h"  // for Global
#include "embedded_server.h"   // for find_or_start_embedded_server
#include "json_output.h"       // for print_json
#include "visible_text.h"      // for visible

namespace furui::cli {
namespace {

void print_server(const ServerFile& server, const std::string& state, bool json) {
  if (json) {
    print_json({{"state", state},
                {"version", server.version},
                {"grpc_address", server.grpc_address},
                {"web_url", server.web_url},
                {"data_dir", server.data_dir},
                {"log_dir", server.log_dir},
                {"metrics_address", server.metrics_address},
                {"started_at", server.started_at},
                {"pid", server.pid}});
    return;
  }
  std::printf("%s\n", state.c_str());
  if (server.pid == 0 && state == "stopped") {
    std::printf("  data     %s\n  'furui up' starts it; so does every command that needs it\n", server.data_dir.c_str());
    return;
  }
  const std::pair<const char*, const std::string&> lines[] = {{"version", server.version}, {"address", server.grpc_address},
                                                              {"web", server.web_url},     {"metrics", server.metrics_address},
                                                              {"data", server.data_dir},   {"log", server.log_dir},
                                                              {"started", server.started_at}};
  for (const auto& [what, value] : lines) {
    if (!value.empty()) std::printf("  %-8s %s\n", what, visible(value).c_str());
  }
}

void status(const Global& global) {
  if (!global.server.address.empty()) {
    ServerFile named;
    named.grpc_address = global.server.address;
    print_server(named, Connection(global.server.address, global.server.token_file).serving(2000) ? "running" : "unreachable",
                 global.json);
    return;
  }
  const auto folder = state_folder();
  const auto server = read_server_file(folder);
  if (!server) {
    ServerFile absent;
    absent.data_dir = folder.string();
    print_server(absent, embedded_server_starts() ? "starting" : "stopped", global.json);
    return;
  }
  print_server(*server, connect_to(*server).serving(2000) ? "running" : "starting", global.json);
}

void down(const Global& global) {
  const bool stopped = stop_embedded_server();
  if (global.json) {
    print_json({{"state", "stopped"}, {"was_running", stopped}});
  } else {
    std::printf("%s\n", stopped ? "stopped" : "no embedded server was running");
  }
}

}  // namespace

void add_server_commands(CLI::App& app, Global& global) {
  app.add_subcommand("up", "Start the embedded server, or find it running")->callback([&global] {
    print_server(find_or_start_embedded_server(), "running", global.json);
  });
  app.add_subcommand("down", "Stop the embedded server; nothing stored is lost")->callback([&global] { down(global); });
  app.add_subcommand("status", "Say whether the server runs, and where its data lies")->callback([&global] { status(global); });
}

}  // namespace furui::cli
