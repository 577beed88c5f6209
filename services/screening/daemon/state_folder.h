// The state folder: where it lies, whose it is, what is in it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "daemon/privileges.h"  // for User

namespace furui::daemon {

/// <state>/postgresql, run, log, backups, cache, spool, shipped; all of one user, none readable by others.
struct StateFolder {
  std::filesystem::path root;

  std::filesystem::path cluster() const { return root / "postgresql"; }
  std::filesystem::path run() const { return root / "run"; }
  std::filesystem::path log() const { return root / "log"; }
  std::filesystem::path backups() const { return root / "backups"; }
  std::filesystem::path cache() const { return root / "cache"; }
  std::filesystem::path spool() const { return root / "spool"; }
  std::filesystem::path shipped() const { return root / "shipped"; }
  std::filesystem::path token() const { return root / "token"; }
};

/// The given folder, else $FURUI_HOME, else /var/lib/furui as root, else ~/.local/share/furui; absolute.
/// throws Error{INVALID_ARGUMENT} where none can be told
std::filesystem::path state_folder_path(const std::filesystem::path& given);

/// Makes the folder and what is in it, mode 0700, and gives it to the owner.
///
/// owner    where root works for somebody; nothing: this process's own user
/// throws   Error{FAILED_PRECONDITION} naming the folder that the owner cannot pass through, or whose it is
StateFolder make_state_folder(const std::filesystem::path& path, const std::optional<User>& owner);

/// "unix:" and a socket path in the run folder; where that would be too long for a socket (107 bytes), one in a
/// folder of mode 0700 under /run/user/UID or /tmp that belongs to this user and no other state folder.
std::string default_socket_address(const StateFolder& state);

}  // namespace furui::daemon
