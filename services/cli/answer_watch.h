// A server that hangs is noticed: no command waits for ever without a word.
#pragma once

#include <grpcpp/grpcpp.h>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace furui::cli {

class Connection;

/// How long a call may be silent before the server is asked, how long the first question may take (each further one
/// twice as long), and when the server is given up.
struct WatchTimes {
  std::chrono::milliseconds silence{3000}, first_question{3000}, give_up{60000};
};

/// Watches over one call while it lives. When the call has been silent for some seconds it asks the server for
/// something small, by the way; where that is not answered either, it says so on stderr once, and cancels the call
/// after a minute. A call that takes long at a server that answers goes on.
class AnswerWatch {
 public:
  AnswerWatch(Connection& connection, grpc::ClientContext& call, const WatchTimes& times = {});
  ~AnswerWatch();
  AnswerWatch(const AnswerWatch&) = delete;
  AnswerWatch& operator=(const AnswerWatch&) = delete;

  /// A message came or went: the server is there.
  void heard();

  /// The call's status; DEADLINE_EXCEEDED where the watch cancelled it.
  grpc::Status verdict(const grpc::Status& status);

 private:
  using Clock = std::chrono::steady_clock;

  void watch();
  bool asked_in_vain(std::chrono::milliseconds patience);

  Connection& connection_;
  grpc::ClientContext& call_;
  const WatchTimes times_;
  std::mutex mutex_;  // of all below
  std::condition_variable changed_;
  Clock::time_point heard_ = Clock::now();
  grpc::ClientContext* question_ = nullptr;  // in flight
  bool over_ = false, gave_up_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace furui::cli
