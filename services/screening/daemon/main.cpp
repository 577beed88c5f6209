// furuid: the server, its workers and its migrations in one binary.
#include <signal.h>
#include <spdlog/spdlog.h>

#include <filesystem>
#include <iostream>

#include "core/error.h"              // for Error
#include "daemon/child.h"            // for kExitUserError
#include "daemon/logging.h"          // for set_up_logging
#include "daemon/privileges.h"       // for obey_child_terms
#include "daemon/server_process.h"   // for serve
#include "daemon/settings.h"         // for read_arguments
#include "daemon/shipped.h"          // for shipped_folder
#include "daemon/supervisor.h"       // for supervise
#include "daemon/worker_command.h"   // for work
#include "store/database.h"          // for migrate

namespace furui::daemon {
namespace {

int run(const Ended& ended) { return ended.exit_code; }

int run(const ServeSettings& settings) {
  set_up_logging(settings.log, "supervisor");
  return supervise(settings);
}

int run(const ServeChildSettings& settings) {
  forbid_core_dumps();
  set_up_logging(settings.serve.log, "server");
  return serve(settings);
}

int run(const WorkerCommandSettings& settings) {
  forbid_core_dumps();
  set_up_logging(settings.log, "worker");
  return work(settings);
}

int run(const MigrateSettings& settings) {
  set_up_logging(settings.log, "migrate");
  DatabaseOptions options;
  options.url = settings.database;
  options.connections = 1;
  Database database(options);
  const int applied = migrate(database, (shipped_folder() / "migrations").string());
  check_schema(database);
  std::cout << "applied " << applied << " migrations; the schema is up to date\n";
  return 0;
}

}  // namespace
}  // namespace furui::daemon

int main(int argc, char** argv) {
  furui::daemon::obey_child_terms(argc, argv);
  signal(SIGPIPE, SIG_IGN);
  const furui::daemon::Command command = furui::daemon::read_arguments(argc, argv);
  try {
    return std::visit([](const auto& settings) { return furui::daemon::run(settings); }, command);
  } catch (const furui::Error& error) {
    std::cerr << "furuid: " << error.what() << "\n";
    return furui::daemon::kExitUserError;
  } catch (const std::exception& fault) {
    std::cerr << "furuid: a fault: " << fault.what() << "\n";
    return 70;
  }
}
