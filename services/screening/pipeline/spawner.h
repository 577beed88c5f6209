// A process that forks children on request, made before the worker has threads, so that forking stays safe.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "pipeline/file_descriptor.h"  // for FileDescriptor, what a child talks through

namespace furui {

/// What a child runs. It starts single-threaded with nothing open but the descriptors it was given (standard
/// input, output and error are /dev/null), cannot dump core or be traced, ignores SIGINT and SIGTERM, and dies
/// with its spawner.
struct ChildProgram {
  std::string name;                                               ///< at most 15 bytes, as `ps` shows it
  std::function<int(std::vector<FileDescriptor> descriptors)> run;  ///< returns the exit code
};

/// How a child ended.
struct ChildEnd {
  bool known = false;  ///< false: the spawner died too, so nothing says how
  int exit_code = -1;  ///< −1 where a signal ended it
  int signal = 0;      ///< 0 where it exited
};

/// A running child.
class Child {
 public:
  pid_t pid() const { return pid_; }
  /// CPU time it has used; nothing where it is gone.
  std::optional<std::chrono::nanoseconds> cpu_time() const;
  /// SIGKILL; no effect where it is gone.
  void kill() noexcept;
  /// Waits for its end; nothing when the time is up.
  std::optional<ChildEnd> wait(std::chrono::milliseconds timeout);

 private:
  friend class Spawner;
  pid_t pid_ = 0;
  FileDescriptor process_;  ///< a pidfd: unlike a pid it can never mean another process
  FileDescriptor status_;
};

/// Forks children from a small single-threaded process (a fork server). Thread-safe.
///
/// A second, idle spawner stands behind the first: where one of them dies, the other makes a new one.
class Spawner {
 public:
  /// Forks the spawners. Call it from main() before any thread, database connection or network library exists.
  ///
  /// prepare   runs once in the spawner, so that its children start with tables already filled
  static std::unique_ptr<Spawner> start(std::vector<ChildProgram> programs, std::function<void()> prepare = {});

  /// Starts programs[program] with these descriptors (at most 6; the child gets copies).
  /// throws std::runtime_error when both spawners are gone or no process can be made
  Child spawn(std::size_t program, std::span<const int> descriptors);

  /// Replaces a spawner that died; spawn() does so too. Called now and then, it keeps the time short in which the
  /// death of the second would end both.
  void replace_dead();

  /// Process ids of the active and the idle spawner, for tests of their death.
  pid_t active_pid() const;
  pid_t idle_pid() const;

 private:
  struct Server {
    pid_t pid = 0;
    FileDescriptor control;
    bool alive() const;
  };
  Spawner() = default;
  std::optional<Child> ask(const Server& server, std::size_t program, std::span<const int> descriptors);
  std::optional<Server> ask_for_server(const Server& from);
  void replace_dead_locked();

  mutable std::mutex mutex_;
  Server active_, idle_;
};

}  // namespace furui
