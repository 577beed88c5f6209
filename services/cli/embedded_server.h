// The embedded server of this user: found, started once even when two commands ask at the same moment, stopped.
#pragma once

#include <chrono>

#include "connection.h"    // for Connection
#include "state_folder.h"  // for ServerFile

namespace furui::cli {

/// The running embedded server, started and waited for where there is none.
/// throws Failure with the end of the server's log and what to do
ServerFile find_or_start_embedded_server();

/// A connection to it, with its token where it answers on TCP.
Connection connect_to(const ServerFile& server);

/// Whether it is being started right now: by a command, or because somebody runs furuid itself.
bool embedded_server_starts();

/// What stop_embedded_server stopped.
struct Stopped {
  bool server = false;
  int database = 0;  ///< process id of the PostgreSQL server that a killed server had left; 0: there was none
};

/// Asks the server to stop and waits; then stops the database that a killed one has left.
///
/// patience  how long the server may take
/// throws    Failure where one of them does not end in time, saying what to do
Stopped stop_embedded_server(std::chrono::seconds patience = std::chrono::seconds(60));

}  // namespace furui::cli
