// What every command shares: the chosen server, --json, and how a command adds itself.
#pragma once

#include <CLI/CLI.hpp>

#include <cstdio>
#include <string>

#include "connection.h"  // for ServerChoice

namespace furui::cli {

/// Options that stand before or after any command.
struct Global {
  ServerChoice server;
  bool json = false;
  std::FILE* json_out = stdout;  ///< stderr where stdout is the CSV
  int exit_code = 0;  ///< set by the command that ran

  /// "projects/default/screenings/NAME" of a short or full name.
  std::string screening(const std::string& name) const {
    return name.rfind("projects/", 0) == 0 ? name : server.parent() + "/screenings/" + name;
  }
  /// "projects/default/models/NAME/versions/V" of "NAME/V", "projects/default/models/NAME" of "NAME".
  std::string versioned(const std::string& collection, const std::string& name) const {
    if (name.rfind("projects/", 0) == 0) return name;
    const auto slash = name.find('/');
    const std::string resource = server.parent() + "/" + collection + "/" + name.substr(0, slash);
    return slash == std::string::npos ? resource : resource + "/versions/" + name.substr(slash + 1);
  }
};

// One function a command, each in its own file: adds the subcommand with its options and what it does.
void add_server_commands(CLI::App& app, Global& global);     // up, down, status
void add_doctor(CLI::App& app, Global& global);
void add_screen_commands(CLI::App& app, Global& global);     // screen, predict
void add_relax(CLI::App& app, Global& global);
void add_follow_commands(CLI::App& app, Global& global);     // list, watch, cancel, delete
void add_results(CLI::App& app, Global& global);
void add_ranking_commands(CLI::App& app, Global& global);    // rank, compare
void add_explain(CLI::App& app, Global& global);
void add_model_commands(CLI::App& app, Global& global);      // model add, list, show, test, remove
void add_profile_commands(CLI::App& app, Global& global);    // profiles

}  // namespace furui::cli
