// The worker: leases work, does it, commits it under its epoch; until it is told to stop.
#pragma once

#include <atomic>
#include <memory>

#include "pipeline/spawner.h"       // for Spawner
#include "worker/worker_options.h"  // for WorkerOptions

namespace prometheus {
class Registry;
}

namespace furui {

class Worker {
 public:
  /// Connects to the database; where it does not answer, waits for it as long as `stop` is false.
  ///
  /// spawner   outlives the worker; made by start_spawner(options.children) before any thread
  /// registry  gets the worker's metrics
  /// throws    Error{FAILED_PRECONDITION} for a database that cannot be used, or a device that is not there
  Worker(const WorkerOptions& options, Spawner& spawner, std::shared_ptr<prometheus::Registry> registry,
         const std::atomic<bool>& stop);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Works until `stop` is set; then takes no new lease, finishes what is in hand within options.drain, and gives
  /// back what is not finished by then.
  void run();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace furui
