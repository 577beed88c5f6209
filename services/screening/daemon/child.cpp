// fork and exec of /proc/self/exe: as root, because an unprivileged process may not be able to open the binary; the
// child gives up its privileges at the start of its main.
#include "daemon/child.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace furui::daemon {
namespace {

using namespace std::chrono_literals;

[[noreturn]] void execute(const std::vector<std::string>& arguments, int inherited) {
  setpgid(0, 0);  // Ctrl-C is for the supervisor, which then ends the others in order
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  if (inherited >= 0) fcntl(inherited, F_SETFD, 0);
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  execv("/proc/self/exe", argv.data());
  _exit(127);
}

}  // namespace

void Child::start(const std::vector<std::string>& arguments, int inherited, const std::vector<std::string>& environment) {
  ChildTerms terms{getpid(), run_as_.has_value(), run_as_.value_or(User{}), death_signal_};
  std::vector<std::string> all = {"furuid", to_argument(terms)};
  all.insert(all.end(), arguments.begin(), arguments.end());
  const pid_t pid = fork();
  if (pid < 0) throw std::runtime_error("fork failed: the machine is out of processes or memory");
  if (pid == 0) {
    for (const std::string& variable : environment) putenv(const_cast<char*>(variable.c_str()));
    execute(all, inherited);
  }
  pid_ = pid;
  started_at_ = Clock::now();
}

void Child::ended() {
  pid_ = -1;
  const auto now = Clock::now();
  if (now - started_at_ > 30s) back_off_ = 100ms;
  restart_at_ = now + back_off_;
  back_off_ = std::min<std::chrono::milliseconds>(back_off_ * 2, 10s);
}

void Child::signal(int number) const {
  if (runs()) kill(pid_, number);
}

}  // namespace furui::daemon
