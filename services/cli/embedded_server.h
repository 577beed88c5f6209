// The embedded server of this user: found, started once even when two commands ask at the same moment, stopped.
#pragma once

#include "connection.h"    // for Connection
#include "state_folder.h"  // for ServerFile

namespace furui::cli {

/// The running embedded server, started and waited for where there is none.
/// throws Failure with the end of the server's log and what to do
ServerFile find_or_start_embedded_server();

/// A connection to it, with its token where it answers on TCP.
Connection connect_to(const ServerFile& server);

/// Whether some command is starting it right now.
bool embedded_server_starts();

/// Asks it to stop and waits. Returns false where none ran.
/// throws Failure where it does not end within a minute
bool stop_embedded_server();

}  // namespace furui::cli
