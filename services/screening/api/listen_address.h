// Where the server may listen, and what callers there must show.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace furui::api {

/// Whether an address is a Unix socket ("unix:PATH").
bool is_unix_address(const std::string& address);

/// Checks an address to listen on.
/// throws Error{INVALID_ARGUMENT} where it is neither a Unix socket of a usable length nor HOST:PORT, or where its
///        host is not loopback and allow_remote is not set
void check_listen_address(const std::string& address, bool allow_remote);

/// The token of a file: its one line, at least 32 characters.
/// throws Error{INVALID_ARGUMENT} where the file is missing, belongs to somebody else, is readable by others, or its
///        token is too short
std::string read_token(const std::filesystem::path& file);

}  // namespace furui::api
