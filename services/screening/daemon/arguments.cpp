// The command line, by CLI11; a TOML file's keys are long options, and the command line goes before the file.
#include <CLI/CLI.hpp>

#include <iostream>

#include "core/error.h"                  // for Error
#include "daemon/configuration_file.h"   // for arguments_of_file
#include "daemon/settings.h"
#include "daemon/version.h"              // for kVersion

namespace furui::daemon {
namespace {

void add_log_options(CLI::App& app, LogSettings& log) {
  app.add_option("--log-format", log.format, "text or json")->check(CLI::IsMember({"text", "json"}))->take_last();
  app.add_option("--log-level", log.level, "debug, info, warn or error")
      ->check(CLI::IsMember({"debug", "info", "warn", "error"}))->take_last();
}

void add_worker_options(CLI::App& app, WorkerSettings& worker) {
  app.add_option("--device", worker.device, "where networks run: auto, cpu or cuda:N")->take_last();
  app.add_option("--threads", worker.threads, "reader processes and CPU threads of a worker; 0: one a core")
      ->check(CLI::Range(0, 1024))->take_last();
  app.add_option("--max-smiles-bytes", worker.max_smiles_bytes, "longest SMILES; longer ones are TOO_LARGE")->take_last();
  app.add_option("--max-record-bytes", worker.max_record_bytes, "longest SDF record or row")->take_last();
  app.add_option("--max-heavy-atoms", worker.max_heavy_atoms, "largest molecule")->take_last();
  app.add_option("--candidate-cpu-seconds", worker.candidate_cpu_s, "CPU time of one candidate, then TIMEOUT")
      ->check(CLI::Range(0.01, 3600.0))->take_last();
  app.add_option("--candidate-wall-seconds", worker.candidate_wall_s, "time of one candidate by the clock")
      ->check(CLI::Range(0.1, 36000.0))->take_last();
  app.add_option("--reader-memory-mib", worker.reader_memory_mib, "memory of one reader process")
      ->check(CLI::Range(64, 1 << 20))->take_last();
}

void add_serve_options(CLI::App& app, ServeSettings& serve) {
  app.add_option("--state-dir", serve.state_dir,
                 "folder of the embedded database, logs and socket (default: $FURUI_HOME, else /var/lib/furui as root, "
                 "else ~/.local/share/furui)")->take_last();
  app.add_option("--database", serve.database, "PostgreSQL URL instead of the embedded cluster")
      ->envname(kDatabaseVariable)->take_last();
  app.add_option("--grpc-address", serve.grpc_address, "unix:PATH or 127.0.0.1:PORT (default: a socket in the state folder)")
      ->take_last();
  app.add_flag("--allow-remote", serve.allow_remote,
               "let --grpc-address and --metrics-address be reached from other machines. Nothing is encrypted: structures "
               "and the token cross the network in the clear")->take_last();
  app.add_option("--token-file", serve.token_file,
                 "file with the token that TCP callers must show (default: STATE/token, made where it is needed)")->take_last();
  app.add_option("--metrics-address", serve.metrics_address,
                 "HOST:PORT for Prometheus (default: off); worker N answers at PORT + 1 + N")->take_last();
  app.add_option("--workers", serve.workers, "worker processes; one uses all cores")->check(CLI::Range(0, 64))->take_last();
  app.add_option("--call-threads", serve.call_threads, "calls that talk to the database at once")
      ->check(CLI::Range(1, 256))->take_last();
  app.add_option("--max-queue", serve.max_queue, "calls that wait for a thread; more are refused")->take_last();
  add_log_options(app, serve.log);
  add_worker_options(app, serve.worker);
}

/// The arguments with those of `--config FILE` put before them, so that the command line, which comes last, wins.
std::vector<std::string> with_configuration(const CLI::App& serve, std::vector<std::string> arguments) {
  if (arguments.empty() || arguments.front() != "serve") return arguments;
  std::string file;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (arguments[i] == "--config" && i + 1 < arguments.size()) file = arguments[i + 1];
    else if (arguments[i].starts_with("--config=")) file = arguments[i].substr(9);
  }
  if (file.empty()) return arguments;
  std::vector<std::string> known;
  for (const CLI::Option* option : serve.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      if (name != "config" && name != "help") known.push_back(name);
    }
  }
  const std::vector<std::string> from_file = arguments_of_file(file, known);
  arguments.insert(arguments.begin() + 1, from_file.begin(), from_file.end());
  return arguments;
}

void put(std::vector<std::string>& arguments, const std::string& option, const std::string& value) {
  if (!value.empty()) arguments.push_back("--" + option + "=" + value);
}

void put(std::vector<std::string>& arguments, const LogSettings& log) {
  put(arguments, "log-format", log.format);
  put(arguments, "log-level", log.level);
}

void put(std::vector<std::string>& arguments, const WorkerSettings& worker) {
  put(arguments, "device", worker.device);
  put(arguments, "threads", std::to_string(worker.threads));
  put(arguments, "max-smiles-bytes", std::to_string(worker.max_smiles_bytes));
  put(arguments, "max-record-bytes", std::to_string(worker.max_record_bytes));
  put(arguments, "max-heavy-atoms", std::to_string(worker.max_heavy_atoms));
  put(arguments, "candidate-cpu-seconds", std::to_string(worker.candidate_cpu_s));
  put(arguments, "candidate-wall-seconds", std::to_string(worker.candidate_wall_s));
  put(arguments, "reader-memory-mib", std::to_string(worker.reader_memory_mib));
}

}  // namespace

Command read_arguments(int argc, char** argv) {
  CLI::App app{"furuid: the server of furui, which screens candidate molecules"};
  app.set_version_flag("--version", std::string("furuid ") + kVersion);
  app.require_subcommand(1);

  ServeSettings serve;
  CLI::App& serve_app = *app.add_subcommand("serve", "serve gRPC, with an embedded PostgreSQL cluster and workers");
  add_serve_options(serve_app, serve);
  std::string config;
  serve_app.add_option("--config", config, "TOML file whose keys are these options without dashes, such as workers = 2");

  ServeChildSettings child;
  CLI::App& child_app = *app.add_subcommand("serve-child", "started by serve")->group("");
  add_serve_options(child_app, child.serve);
  child_app.add_option("--shipped", child.shipped)->required();
  child_app.add_option("--control", child.control)->required();

  WorkerCommandSettings worker;
  CLI::App& worker_app = *app.add_subcommand("worker", "compute for a server: takes work from its database");
  worker_app.add_option("--database", worker.database, "PostgreSQL URL")->envname(kDatabaseVariable)->required()->take_last();
  worker_app.add_option("--state-dir", worker.state_dir, "folder for cached model packages")->take_last();
  worker_app.add_option("--shipped", worker.shipped)->group("");
  worker_app.add_option("--metrics-address", worker.metrics_address, "HOST:PORT for Prometheus (default: off)")->take_last();
  worker_app.add_flag("--allow-remote", worker.allow_remote, "let --metrics-address be reached from other machines")->take_last();
  add_log_options(worker_app, worker.log);
  add_worker_options(worker_app, worker.worker);

  MigrateSettings migrate;
  CLI::App& migrate_app = *app.add_subcommand("migrate", "bring a database's schema up to this version");
  migrate_app.add_option("--database", migrate.database, "PostgreSQL URL")->envname(kDatabaseVariable)->required()->take_last();
  add_log_options(migrate_app, migrate.log);

  try {
    std::vector<std::string> arguments = with_configuration(serve_app, {argv + 1, argv + argc});
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes them from the back
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return Ended{app.exit(error) == 0 ? 0 : 2};
  } catch (const Error& error) {
    std::cerr << "furuid: " << error.what() << "\n";
    return Ended{2};
  }
  if (serve_app.parsed()) return serve;
  if (child_app.parsed()) return child;
  if (worker_app.parsed()) return worker;
  return migrate;
}

std::vector<std::string> to_arguments(const ServeChildSettings& settings) {
  const ServeSettings& serve = settings.serve;
  std::vector<std::string> arguments = {"serve-child"};
  put(arguments, "shipped", settings.shipped.string());
  put(arguments, "control", std::to_string(settings.control));
  put(arguments, "state-dir", serve.state_dir.string());
  put(arguments, "grpc-address", serve.grpc_address);
  if (serve.allow_remote) arguments.push_back("--allow-remote");
  put(arguments, "token-file", serve.token_file.string());
  put(arguments, "metrics-address", serve.metrics_address);
  put(arguments, "workers", std::to_string(serve.workers));
  put(arguments, "call-threads", std::to_string(serve.call_threads));
  put(arguments, "max-queue", std::to_string(serve.max_queue));
  put(arguments, serve.log);
  put(arguments, serve.worker);
  return arguments;
}

std::vector<std::string> to_arguments(const WorkerCommandSettings& settings) {
  std::vector<std::string> arguments = {"worker"};
  put(arguments, "state-dir", settings.state_dir.string());
  put(arguments, "shipped", settings.shipped.string());
  put(arguments, "metrics-address", settings.metrics_address);
  if (settings.allow_remote) arguments.push_back("--allow-remote");
  put(arguments, settings.log);
  put(arguments, settings.worker);
  return arguments;
}

}  // namespace furui::daemon
