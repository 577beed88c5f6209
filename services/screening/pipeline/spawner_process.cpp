// Forking on request. Single-threaded throughout: the only place of the worker where fork() is called.
#include "pipeline/spawner_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <exception>
#include <map>
#include <string_view>
#include <utility>

namespace furui {
namespace {

constexpr int kUncaughtExit = 70;  // EX_SOFTWARE of sysexits.h

template <typename T>
std::string_view bytes_of(const T& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

void close_all_but(std::vector<int> keep) {
  std::sort(keep.begin(), keep.end());
  unsigned first = 3;
  for (int number : keep) {
    if (number < 3) continue;
    if (static_cast<unsigned>(number) > first) close_range(first, static_cast<unsigned>(number) - 1, 0);
    first = static_cast<unsigned>(number) + 1;
  }
  close_range(first, ~0U, 0);
}

class SpawnerProcess {
 public:
  SpawnerProcess(const FileDescriptor& control, const std::vector<ChildProgram>& programs)
      : control_(control), programs_(programs) {
    sigset_t child_ended;
    sigemptyset(&child_ended);
    sigaddset(&child_ended, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child_ended, nullptr);
    ended_ = FileDescriptor(signalfd(-1, &child_ended, SFD_CLOEXEC | SFD_NONBLOCK));
  }

  void run() {
    for (;;) {
      pollfd wanted[2] = {{control_.number(), POLLIN, 0}, {ended_.number(), POLLIN, 0}};
      if (poll(wanted, 2, -1) < 0) continue;
      if (wanted[1].revents != 0) reap();
      if (wanted[0].revents != 0 && !serve_one()) break;
    }
    for (const auto& [pid, status] : children_) ::kill(pid, SIGKILL);
  }

 private:
  bool serve_one() {
    SpawnRequest request;
    Message message = receive_message(control_.number(), &request, sizeof request);
    if (message.size == 0) return false;
    if (message.size != sizeof request || message.descriptors.empty()) return true;
    FileDescriptor status = std::move(message.descriptors.front());
    message.descriptors.erase(message.descriptors.begin());
    const bool known = request.program == kSpawnAnotherSpawner ? message.descriptors.size() == 1
                                                               : request.program < programs_.size();
    const pid_t parent = getpid();
    const pid_t pid = known ? fork() : -1;
    if (pid == 0) _exit(be_born(request.program, parent, std::move(message.descriptors)));
    const BirthNotice birth{pid};
    const FileDescriptor process(pid > 0 ? static_cast<int>(syscall(SYS_pidfd_open, pid, 0)) : -1);
    const int attached = process.number();
    send_message(status.number(), bytes_of(birth),
                 process.open() ? std::span<const int>(&attached, 1) : std::span<const int>());
    if (pid > 0) children_.emplace(pid, std::move(status));
    return true;
  }

  int be_born(std::uint32_t program, pid_t parent, std::vector<FileDescriptor> descriptors) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    std::vector<int> keep;
    for (const FileDescriptor& descriptor : descriptors) keep.push_back(descriptor.number());
    if (program == kSpawnAnotherSpawner) {
      confine_process("furui-spawner", keep);
      children_.clear();
      run_spawner(descriptors.front(), programs_);
      return 0;
    }
    confine_process(programs_[program].name.c_str(), keep);
    // A child may hang where no closed socket wakes it, so it dies with its spawner.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) return 0;
    try {
      return programs_[program].run(std::move(descriptors));
    } catch (const std::exception&) {
      return kUncaughtExit;
    }
  }

  void reap() {
    signalfd_siginfo ignored;
    while (read(ended_.number(), &ignored, sizeof ignored) > 0) {
    }
    int status = 0;
    for (pid_t pid = 0; (pid = waitpid(-1, &status, WNOHANG)) > 0;) {
      const auto child = children_.find(pid);
      if (child == children_.end()) continue;
      send_message(child->second.number(), bytes_of(DeathNotice{status}));
      children_.erase(child);
    }
  }

  const FileDescriptor& control_;
  const std::vector<ChildProgram>& programs_;
  FileDescriptor ended_;
  std::map<pid_t, FileDescriptor> children_;
};

}  // namespace

void run_spawner(const FileDescriptor& control, const std::vector<ChildProgram>& programs) {
  SpawnerProcess(control, programs).run();
}

void confine_process(const char* name, const std::vector<int>& keep) {
  const int nothing = open("/dev/null", O_RDWR);
  for (int stream = 0; stream < 3 && nothing >= 0; ++stream) dup2(nothing, stream);
  close_all_but(keep);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  prctl(PR_SET_DUMPABLE, 0);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  prctl(PR_SET_NAME, name);
  for (int signal_number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) signal(signal_number, SIG_IGN);
  for (int signal_number : {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL}) signal(signal_number, SIG_DFL);
}

}  // namespace furui
