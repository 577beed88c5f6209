// Stores a profile's TOML file with the server.
#pragma once

#include <string>

#include "connection.h"  // for Connection

namespace furui::cli {

/// The profile's stored version; the same text again gives the version there is.
/// throws Failure where the file cannot be read, or with the server's complaint about a line
v1::Profile create_profile(Connection& connection, const std::string& parent, const std::string& file);

}  // namespace furui::cli
