// What an operator wants checked when furui does not work: one finding a check, each with what to do.
#pragma once

#include <string>
#include <vector>

#include "connection.h"  // for ServerChoice

namespace furui::cli {

struct Finding {
  std::string check;   ///< "free disk"
  bool ok = false;
  std::string detail;  ///< what was seen
  std::string advice;  ///< what to do; empty where all is well
};

/// The programs, PostgreSQL, shipped models, and state folder of this machine's embedded server.
std::vector<Finding> diagnose_installation();

/// The server: whether it runs and answers, whether its models serve, and its log's last errors.
///
/// choice  the server that the user named; with none, the embedded one, which is not started
std::vector<Finding> diagnose_server(const ServerChoice& choice);

}  // namespace furui::cli
