// A process that the supervisor keeps alive: started, restarted with back-off, ended.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "daemon/privileges.h"  // for User

namespace furui::daemon {

using Clock = std::chrono::steady_clock;

/// Exit code of a child whose start failed for a reason that its user can fix; it is not tried again.
inline constexpr int kExitUserError = 2;

class Child {
 public:
  /// name          for logs
  /// death_signal  what the kernel sends the child when the supervisor dies
  /// run_as        who it becomes, where the supervisor is root
  Child(std::string name, int death_signal, std::optional<User> run_as)
      : name_(std::move(name)), death_signal_(death_signal), run_as_(run_as) {}

  /// Executes this binary again with these arguments.
  ///
  /// inherited    descriptor that the child keeps open, or −1
  /// environment  NAME=VALUE to add
  void start(const std::vector<std::string>& arguments, int inherited, const std::vector<std::string>& environment);

  const std::string& name() const { return name_; }
  pid_t pid() const { return pid_; }
  bool runs() const { return pid_ > 0; }
  /// Its end was collected: sets when it may start again. Back-off doubles from 0.1 s to 10 s and starts anew after
  /// 30 s of life.
  void ended();
  /// When it may start again.
  Clock::time_point restart_at() const { return restart_at_; }
  /// Sends a signal to it, where it runs.
  void signal(int number) const;

 private:
  std::string name_;
  int death_signal_;
  std::optional<User> run_as_;
  pid_t pid_ = -1;
  Clock::time_point started_at_{}, restart_at_{};
  std::chrono::milliseconds back_off_{100};
};

}  // namespace furui::daemon
