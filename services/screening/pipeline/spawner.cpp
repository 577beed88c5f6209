// The worker's side of the spawners: requests, births, deaths, and replacing a spawner that died.
#include "pipeline/spawner.h"

#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <ctime>
#include <stdexcept>
#include <utility>

#include "pipeline/spawner_process.h"  // for run_spawner, the other side

namespace furui {
namespace {

constexpr int kBirthTimeoutMs = 60'000;  // the first birth waits for `prepare`

std::string_view bytes_of(const SpawnRequest& request) {
  return {reinterpret_cast<const char*>(&request), sizeof request};
}

}  // namespace

std::optional<std::chrono::nanoseconds> Child::cpu_time() const {
  clockid_t clock{};
  timespec time{};
  if (clock_getcpuclockid(pid_, &clock) != 0 || clock_gettime(clock, &time) != 0) return std::nullopt;
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

void Child::kill() noexcept {
  if (process_.open()) {
    syscall(SYS_pidfd_send_signal, process_.number(), SIGKILL, nullptr, 0);
  } else if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
  }
}

std::optional<ChildEnd> Child::wait(std::chrono::milliseconds timeout) {
  if (!wait_readable(status_.number(), static_cast<int>(timeout.count()))) return std::nullopt;
  DeathNotice death;
  const Message message = receive_message(status_.number(), &death, sizeof death);
  ChildEnd end;
  if (message.size != sizeof death) return end;
  end.known = true;
  if (WIFSIGNALED(death.status)) {
    end.signal = WTERMSIG(death.status);
  } else {
    end.exit_code = WEXITSTATUS(death.status);
  }
  return end;
}

bool Spawner::Server::alive() const {
  pollfd wanted{control.number(), 0, 0};
  return poll(&wanted, 1, 0) == 0;
}

std::unique_ptr<Spawner> Spawner::start(std::vector<ChildProgram> programs, std::function<void()> prepare) {
  SocketPair control = make_socket_pair(SOCK_SEQPACKET);
  const pid_t pid = fork();
  if (pid < 0) throw std::runtime_error(std::string("cannot start the spawner of readers: ") + std::strerror(errno));
  if (pid == 0) {
    confine_process("furui-spawner", {control.theirs.number()});
    if (prepare) prepare();
    run_spawner(control.theirs, programs);
    _exit(0);
  }
  std::unique_ptr<Spawner> spawner(new Spawner());
  spawner->idle_ = {pid, std::move(control.ours)};
  return spawner;
}

std::optional<Spawner::Server> Spawner::ask_for_server(const Server& from) {
  if (!from.control.open()) return std::nullopt;
  SocketPair control = make_socket_pair(SOCK_SEQPACKET);
  const int attached[] = {control.theirs.number()};
  std::optional<Child> born = ask(from, kSpawnAnotherSpawner, attached);
  if (!born) return std::nullopt;
  return Server{born->pid(), std::move(control.ours)};
}

std::optional<Child> Spawner::ask(const Server& server, std::size_t program, std::span<const int> descriptors) {
  if (!server.control.open()) return std::nullopt;
  SocketPair status = make_socket_pair(SOCK_SEQPACKET);
  std::vector<int> attached{status.theirs.number()};
  attached.insert(attached.end(), descriptors.begin(), descriptors.end());
  const SpawnRequest request{static_cast<std::uint32_t>(program)};
  if (!send_message(server.control.number(), bytes_of(request), attached)) return std::nullopt;
  status.theirs.close();
  if (!wait_readable(status.ours.number(), kBirthTimeoutMs)) return std::nullopt;
  BirthNotice birth;
  Message message = receive_message(status.ours.number(), &birth, sizeof birth);
  if (message.size != sizeof birth) return std::nullopt;
  if (birth.pid <= 0) throw std::runtime_error("the system lets no more processes be made");
  Child child;
  child.pid_ = birth.pid;
  child.status_ = std::move(status.ours);
  if (!message.descriptors.empty()) child.process_ = std::move(message.descriptors.front());
  return child;
}

void Spawner::replace_dead() {
  const std::lock_guard lock(mutex_);
  replace_dead_locked();
}

void Spawner::replace_dead_locked() {
  if (!active_.control.open() || !active_.alive()) {
    if (auto server = ask_for_server(idle_)) active_ = std::move(*server);
  }
  if (!idle_.control.open() || !idle_.alive()) {
    waitpid(idle_.pid, nullptr, WNOHANG);  // the first one is our own child
    if (auto server = ask_for_server(active_)) idle_ = std::move(*server);
  }
}

Child Spawner::spawn(std::size_t program, std::span<const int> descriptors) {
  const std::lock_guard lock(mutex_);
  for (int attempt = 0; attempt < 3; ++attempt) {
    replace_dead_locked();
    if (auto child = ask(active_, program, descriptors)) return std::move(*child);
  }
  throw std::runtime_error("the spawners of reader processes are gone");
}

pid_t Spawner::active_pid() const {
  const std::lock_guard lock(mutex_);
  return active_.pid;
}

pid_t Spawner::idle_pid() const {
  const std::lock_guard lock(mutex_);
  return idle_.pid;
}

}  // namespace furui
