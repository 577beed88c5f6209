// The log of each process: lines of text or of JSON on stderr.
#pragma once

#include <string>

#include "daemon/settings.h"  // for LogSettings

namespace furui::daemon {

/// Sets up spdlog's default logger.
/// who  "supervisor", "server" or "worker", in every line
void set_up_logging(const LogSettings& settings, const std::string& who);

}  // namespace furui::daemon
