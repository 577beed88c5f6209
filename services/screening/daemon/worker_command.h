// `furuid worker`: a worker with its metrics endpoint.
#pragma once

#include "daemon/settings.h"  // for WorkerCommandSettings

namespace furui::daemon {

/// Runs until SIGTERM. Called before this process has any thread: readers are forked from it.
int work(const WorkerCommandSettings& settings);

}  // namespace furui::daemon
