// `furuid serve-child`: the embedded database, its migrations, shipped models, and the gRPC server.
#pragma once

#include "daemon/settings.h"  // for ServeChildSettings

namespace furui::daemon {

/// Runs until the supervisor says "stop", or is gone; then the database is stopped too (not where the supervisor is
/// gone: the next one finds it running).
///
/// returns  the exit code
/// throws   Error for what the user can fix
int serve(const ServeChildSettings& settings);

}  // namespace furui::daemon
