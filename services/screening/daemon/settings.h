// What furuid was asked to do: its subcommands' settings, from the command line, the environment and a TOML file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace furui::daemon {

/// How and how much is logged. Logs carry ordinals and counts, never structures, ids or cells.
struct LogSettings {
  std::string format = "text";  ///< "text" or "json"
  std::string level = "info";   ///< "debug", "info", "warn", "error"
};

/// What one worker may take, and where its networks run.
struct WorkerSettings {
  std::string device = "auto";              ///< "auto", "cpu", "cuda:N"
  int threads = 0;                          ///< reader processes and CPU threads; 0: one a core
  std::size_t max_smiles_bytes = 4096;
  std::size_t max_record_bytes = std::size_t{1} << 20;
  std::size_t max_heavy_atoms = 500;
  double candidate_cpu_s = 2;               ///< CPU time of one candidate
  double candidate_wall_s = 30;             ///< and its time by the clock
  std::size_t reader_memory_mib = 1024;     ///< of one reader process, beyond what it starts with
};

struct ServeSettings {
  std::filesystem::path state_dir;
  std::string database;  ///< empty: the embedded cluster
  std::string grpc_address;  ///< empty: a Unix socket in the state folder
  bool allow_remote = false;
  std::filesystem::path token_file;  ///< empty: <state>/token, made where a TCP address needs it
  std::string metrics_address;       ///< empty: off
  int workers = 1;
  int call_threads = 8;
  std::size_t max_queue = 256;
  LogSettings log;
  WorkerSettings worker;
};

/// `furuid serve-child`: the server process below the supervisor.
struct ServeChildSettings {
  ServeSettings serve;
  std::filesystem::path shipped;  ///< holds models/ and migrations/
  int control = -1;               ///< a socket to the supervisor
};

struct WorkerCommandSettings {
  std::string database;
  std::filesystem::path state_dir;
  std::filesystem::path shipped;  ///< named by the supervisor; empty: beside the binary
  std::string metrics_address;
  bool allow_remote = false;  ///< for metrics_address
  LogSettings log;
  WorkerSettings worker;
};

struct MigrateSettings {
  std::string database;
  LogSettings log;
};

/// Nothing to do: help or version were printed, or the arguments were wrong.
struct Ended {
  int exit_code = 0;
};

using Command = std::variant<Ended, ServeSettings, ServeChildSettings, WorkerCommandSettings, MigrateSettings>;

/// Reads the arguments; prints help, version and complaints itself.
Command read_arguments(int argc, char** argv);

/// The arguments that make read_arguments return these settings; without `database`, which travels in the
/// environment (kDatabaseVariable), where other users do not see its password.
std::vector<std::string> to_arguments(const ServeChildSettings& settings);
std::vector<std::string> to_arguments(const WorkerCommandSettings& settings);

inline constexpr const char* kDatabaseVariable = "FURUI_DATABASE_URL";

}  // namespace furui::daemon
