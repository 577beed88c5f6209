// Settings to WorkerOptions; root is given up first.
#include "daemon/worker_command.h"

#include <chrono>
#include <cmath>
#include <filesystem>
#include <memory>
#include <optional>

#include "daemon/metrics_endpoint.h"  // for MetricsEndpoint
#include "daemon/privileges.h"        // for become
#include "daemon/shipped.h"           // for shipped_folder
#include "daemon/state_folder.h"      // for make_state_folder
#include "worker/worker_main.h"       // for worker_main

namespace furui::daemon {
namespace {

std::chrono::milliseconds milliseconds_of(double seconds) {
  return std::chrono::milliseconds(std::llround(seconds * 1000));
}

/// Where a worker keeps its cache, and the shipped files that it may read.
struct Place {
  StateFolder state;
  std::filesystem::path shipped;
};

/// Below the supervisor both are named; a worker that somebody started alone sees to them itself, and as root gives
/// them and itself to the system user.
Place place_of(const WorkerCommandSettings& settings) {
  if (!settings.shipped.empty()) return {StateFolder{settings.state_dir}, settings.shipped};
  std::optional<User> user;
  if (is_root()) user = system_user();
  const StateFolder state = make_state_folder(state_folder_path(settings.state_dir), user);
  std::filesystem::path shipped = shipped_folder();
  if (user) {
    shipped = copy_shipped(shipped, state, *user);
    become(*user);
  }
  return {state, shipped};
}

WorkerOptions options_of(const WorkerCommandSettings& settings, const Place& place) {
  WorkerOptions options;
  options.database.url = settings.database;
  options.state_folder = place.state.root;
  const std::filesystem::path tables = place.shipped / "models" / "descriptors" / "sa_fragments.bin";
  if (std::filesystem::exists(tables)) options.descriptor_tables = tables;
  options.device.device = settings.worker.device;
  options.device.threads = settings.worker.threads;
  options.readers = settings.worker.threads;
  options.molecule.max_smiles_bytes = settings.worker.max_smiles_bytes;
  options.molecule.max_record_bytes = settings.worker.max_record_bytes;
  options.molecule.max_heavy_atoms = settings.worker.max_heavy_atoms;
  options.children.reader.cpu = milliseconds_of(settings.worker.candidate_cpu_s);
  options.children.reader.wall = milliseconds_of(settings.worker.candidate_wall_s);
  options.children.reader.memory_bytes = settings.worker.reader_memory_mib << 20;
  return options;
}

}  // namespace

int work(const WorkerCommandSettings& settings) {
  const Place place = place_of(settings);
  forbid_core_dumps();  // again: a change of user resets it
  std::optional<MetricsEndpoint> metrics;
  return worker_main(options_of(settings, place), [&](std::shared_ptr<prometheus::Registry> registry) {
    metrics.emplace(settings.metrics_address, settings.allow_remote, std::move(registry));
  });
}

}  // namespace furui::daemon
