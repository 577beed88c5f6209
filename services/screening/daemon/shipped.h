// What comes with furui: model packages, profiles and migrations, found beside the binary and put into the database.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "daemon/privileges.h"    // for User
#include "daemon/state_folder.h"  // for StateFolder
#include "store/database.h"       // for Database

namespace furui::daemon {

/// The build folder that holds models/ and migrations/: the one above the binary's.
/// throws Error{FAILED_PRECONDITION} where they are not there
std::filesystem::path shipped_folder();

/// Copies models/ and migrations/ into <state>/shipped for a user who cannot read them where they are: root opens the
/// files, a child that has become the user writes them.
/// returns <state>/shipped
std::filesystem::path copy_shipped(const std::filesystem::path& from, const StateFolder& state, const User& user);

/// Puts every shipped model and profile into project `shared`, where it is new, and queues a golden test of each
/// model, so that a machine on which it does not reproduce is found out at the start.
///
/// A version that is there with other contents stays as it is, and a warning says so.
/// returns  the golden tests of versions that do not serve before them
std::vector<std::int64_t> register_shipped(Database& database, const std::filesystem::path& shipped);

}  // namespace furui::daemon
