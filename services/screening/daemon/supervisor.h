// `furuid serve`: one small process that starts the server and the workers, restarts what dies, and ends them in order.
#pragma once

#include "daemon/settings.h"  // for ServeSettings

namespace furui::daemon {

/// Runs until SIGTERM or SIGINT; then drains: no new calls, workers finish or give back what they hold, the server
/// stops its database last. A second signal hurries. Single-threaded; where it is root, it alone is.
///
/// returns  the exit code: 0, or 2 where it could not start for a reason that the log says
/// throws   Error{FAILED_PRECONDITION} where another furuid serves this state folder, or the folder cannot be used
int supervise(ServeSettings settings);

}  // namespace furui::daemon
