// The whole life of a worker process, for the program that starts it.
#pragma once

#include <functional>
#include <memory>

#include "worker/worker_options.h"  // for WorkerOptions

namespace prometheus {
class Registry;
}

namespace furui {

/// Forks the spawner of readers, then works until SIGTERM or SIGINT.
///
/// Call it while this process has one thread and no connection. It installs handlers for SIGTERM and SIGINT.
/// ready    called once the readers' spawner is forked, when threads may be made: the place to start what serves
///          the metrics; may be empty
/// returns  0 after a clean stop
/// throws   Error{FAILED_PRECONDITION} for a database or device that cannot be used; std::runtime_error otherwise
int worker_main(const WorkerOptions& options,
                const std::function<void(std::shared_ptr<prometheus::Registry>)>& ready = {});

}  // namespace furui
