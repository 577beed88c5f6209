// Who a process runs as, and what it gives up before it does anything else.
#pragma once

#include <sys/types.h>

#include <string>

namespace furui::daemon {

/// The system user that owns cluster, server and workers where furuid is started as root.
inline constexpr const char* kSystemUser = "furui";

struct User {
  uid_t uid = 0;
  gid_t gid = 0;
};

/// Whether this process is root, so that its children must not be.
bool is_root();

/// The system user.
/// throws Error{FAILED_PRECONDITION} with the command that makes it, where it is not there
User system_user();

/// What a child of the supervisor does first; one text on its command line.
struct ChildTerms {
  pid_t supervisor = 0;
  bool drop = false;  ///< become `user`
  User user;
  int death_signal = 0;  ///< what the kernel sends it when the supervisor dies
};
std::string to_argument(const ChildTerms& terms);

/// Where argv[1] holds ChildTerms: gives up privileges for good, arranges its death with the supervisor's, and takes
/// the argument out. Called at the very start of main. Ends the process where anything of it fails.
void obey_child_terms(int& argc, char** argv);

/// Gives up root for good: groups, ids, and any way back through set-uid programs. Ends the process where it fails.
void become(const User& user);

/// No core dump of this process or what it forks, and no reading of its memory by others of its user: it sees structures.
void forbid_core_dumps();

}  // namespace furui::daemon
