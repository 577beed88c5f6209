// Order matters here: fork first, then threads, connections and networks.
#include "worker/worker_main.h"

#include <prometheus/registry.h>

#include <atomic>
#include <csignal>
#include <memory>
#include <string>

#include "molecule/read_molecule.h"   // for load_descriptor_tables
#include "pipeline/child_programs.h"  // for start_spawner
#include "worker/worker.h"            // for Worker

namespace furui {
namespace {

std::atomic<bool> g_stop{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

void stop_on_signals() {
  struct sigaction action{};
  action.sa_handler = [](int) { g_stop = true; };
  action.sa_flags = SA_RESTART;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

}  // namespace

int worker_main(const WorkerOptions& options,
                const std::function<void(std::shared_ptr<prometheus::Registry>)>& ready) {
  stop_on_signals();
  ChildOptions children = options.children;
  if (!children.prepare && !options.descriptor_tables.empty()) {
    children.prepare = [tables = options.descriptor_tables.string()] { load_descriptor_tables(tables); };
  }
  const std::unique_ptr<Spawner> spawner = start_spawner(children);
  auto registry = std::make_shared<prometheus::Registry>();
  if (ready) ready(registry);
  Worker worker(options, *spawner, registry, g_stop);
  worker.run();
  return 0;
}

}  // namespace furui
