// The PostgreSQL server of a state folder, which outlives a furuid that was killed.
#pragma once

#include <filesystem>

namespace furui::cli {

/// Process id of the PostgreSQL server that runs on the state folder's cluster; 0 where none does, or where this
/// user cannot tell.
int embedded_database(const std::filesystem::path& state);

/// Stops it as its own server would (fast shutdown: nothing committed is lost) and waits. Only for when no furuid
/// serves the folder.
/// returns  the process id that it had; 0 where none ran
/// throws   Failure where it is another user's, or does not end within a minute
int stop_embedded_database(const std::filesystem::path& state);

}  // namespace furui::cli
