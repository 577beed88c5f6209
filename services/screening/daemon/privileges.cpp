// Dropping root, dying with the supervisor, and keeping structures out of core dumps.
#include "daemon/privileges.h"

#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "core/error.h"  // for Error

namespace furui::daemon {
namespace {

constexpr const char* kPrefix = "--child-terms=";

[[noreturn]] void fail(const char* what) {
  std::fprintf(stderr, "furuid: %s: %s\n", what, std::strerror(errno));
  _exit(71);
}

}  // namespace

bool is_root() { return geteuid() == 0; }

User system_user() {
  const passwd* entry = getpwnam(kSystemUser);
  if (entry == nullptr || entry->pw_uid == 0)
    throw Error(ErrorCode::kFailedPrecondition,
                "started as root, furuid runs its database, server and workers as the system user 'furui', which is not "
                "there; make it with: useradd --system --home-dir /var/lib/furui --shell /usr/sbin/nologin furui");
  return {entry->pw_uid, entry->pw_gid};
}

std::string to_argument(const ChildTerms& terms) {
  return kPrefix + std::to_string(terms.supervisor) + ":" + (terms.drop ? "1" : "0") + ":" + std::to_string(terms.user.uid) +
         ":" + std::to_string(terms.user.gid) + ":" + std::to_string(terms.death_signal);
}

void become(const User& user) {
  if (user.uid == 0 || user.gid == 0) fail("refusing to run as root");
  if (setgroups(0, nullptr) != 0) fail("setgroups");
  if (setresgid(user.gid, user.gid, user.gid) != 0) fail("setresgid");
  if (setresuid(user.uid, user.uid, user.uid) != 0) fail("setresuid");
  if (setuid(0) == 0) fail("root could be regained");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail("PR_SET_NO_NEW_PRIVS");
}

void obey_child_terms(int& argc, char** argv) {
  if (argc < 2 || std::strncmp(argv[1], kPrefix, std::strlen(kPrefix)) != 0) return;
  int supervisor = 0, drop = 0, death_signal = 0;
  unsigned uid = 0, gid = 0;
  if (std::sscanf(argv[1] + std::strlen(kPrefix), "%d:%d:%u:%u:%d", &supervisor, &drop, &uid, &gid, &death_signal) != 5)
    fail("bad terms");
  if (drop != 0) become({uid, gid});
  // After the change of user, which clears it.
  if (prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0) != 0) fail("PR_SET_PDEATHSIG");
  if (getppid() != supervisor) _exit(0);  // it died before the kernel was told
  for (int i = 1; i + 1 <= argc; ++i) argv[i] = argv[i + 1];
  --argc;
}

void forbid_core_dumps() {
  const rlimit none{0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) fail("RLIMIT_CORE");
  if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) fail("PR_SET_DUMPABLE");
}

}  // namespace furui::daemon
