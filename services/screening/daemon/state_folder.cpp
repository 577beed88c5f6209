// Folders made, given away and checked.
#include "daemon/state_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "core/error.h"   // for Error
#include "core/sha256.h"  // for sha256, to name a socket folder

namespace furui::daemon {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxSocketPathBytes = 107;

[[noreturn]] void complain(const std::string& what) { throw Error(ErrorCode::kFailedPrecondition, what); }

bool can_pass(const struct stat& folder, const User& user) {
  if (folder.st_uid == user.uid) return (folder.st_mode & S_IXUSR) != 0;
  if (folder.st_gid == user.gid) return (folder.st_mode & S_IXGRP) != 0;
  return (folder.st_mode & S_IXOTH) != 0;
}

/// Every folder above the state folder must let its owner through.
void check_passage(const fs::path& path, const User& owner) {
  fs::path folder = "/";
  for (const fs::path& part : path.parent_path().relative_path()) {
    folder /= part;
    struct stat status {};
    if (stat(folder.c_str(), &status) != 0) return;  // made by us, with a mode that lets through
    if (!can_pass(status, owner))
      complain("the system user '" + std::string(kSystemUser) + "' cannot pass through " + folder.string() +
               ", so the state folder " + path.string() + " cannot lie there: set FURUI_HOME to a folder elsewhere, such as "
               "/var/lib/furui");
  }
}

void make_parents(const fs::path& path) {
  const mode_t before = umask(022);
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  umask(before);
  if (failed) complain("the folder " + path.parent_path().string() + " cannot be made (" + failed.message() + "): set FURUI_HOME to a folder of yours");
}

/// A folder of mode 0700 that belongs to the owner. A link is refused: root must not be led elsewhere.
void make_private(const fs::path& path, const User& owner) {
  if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    complain("the folder " + path.string() + " cannot be made (" + std::strerror(errno) + "): set FURUI_HOME to a folder of yours");
  const int folder = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) complain(path.string() + " is no folder that can be used (" + std::strerror(errno) + ")");
  struct stat status {};
  bool good = fstat(folder, &status) == 0;
  const bool mine = status.st_uid == geteuid() || status.st_uid == owner.uid;
  if (good && mine && status.st_uid != owner.uid) good = fchown(folder, owner.uid, owner.gid) == 0;
  if (good && mine && (status.st_mode & 0777) != 0700) good = fchmod(folder, 0700) == 0;
  close(folder);
  if (!mine) complain("the folder " + path.string() + " belongs to another user: set FURUI_HOME to a folder of yours");
  if (!good) complain("the folder " + path.string() + " cannot be made private (" + std::strerror(errno) + ")");
}

/// /run/user/UID where it is this user's, else /tmp.
fs::path short_folder() {
  const fs::path run = "/run/user/" + std::to_string(geteuid());
  struct stat status {};
  if (stat(run.c_str(), &status) == 0 && status.st_uid == geteuid()) return run;
  return "/tmp";
}

}  // namespace

fs::path state_folder_path(const fs::path& given) {
  if (!given.empty()) return fs::absolute(given).lexically_normal();
  if (const char* home = std::getenv("FURUI_HOME"); home != nullptr && *home != '\0') return fs::absolute(home).lexically_normal();
  if (is_root()) return "/var/lib/furui";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') return fs::path(home) / ".local/share/furui";
  throw Error(ErrorCode::kInvalidArgument, "neither FURUI_HOME nor HOME is set: name the state folder with --state-dir");
}

StateFolder make_state_folder(const fs::path& path, const std::optional<User>& owner) {
  const User user = owner.value_or(User{geteuid(), getegid()});
  const fs::path tidy = path.has_filename() ? path : path.parent_path();
  if (owner) check_passage(tidy, user);
  make_parents(tidy);
  const StateFolder state{tidy};
  for (const fs::path& folder : {state.root, state.run(), state.log(), state.backups(), state.cache(), state.spool()})
    make_private(folder, user);
  return state;
}

std::string default_socket_address(const StateFolder& state) {
  const fs::path usual = state.run() / "furui.sock";
  if (usual.string().size() <= kMaxSocketPathBytes) return "unix:" + usual.string();
  const fs::path folder = short_folder() / ("furui-" + std::to_string(geteuid()) + "-" + to_hex(sha256(state.root.string())).substr(0, 16));
  make_private(folder, {geteuid(), getegid()});
  return "unix:" + (folder / "furui.sock").string();
}

}  // namespace furui::daemon
