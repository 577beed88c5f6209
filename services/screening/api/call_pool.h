// A bounded pool of threads on which calls talk to the database, so that gRPC's own threads never wait.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace furui::api {

/// Threads and a queue of fixed size. Thread-safe.
class CallPool {
 public:
  /// threads    at least 1
  /// max_queue  calls that may wait; one more is refused at once
  CallPool(int threads, std::size_t max_queue);
  /// Runs what is queued, then ends.
  ~CallPool();
  CallPool(const CallPool&) = delete;
  CallPool& operator=(const CallPool&) = delete;

  /// Queues a call; it must not throw. Never waits.
  /// throws Error{RESOURCE_EXHAUSTED} with retry_after where the queue is full
  void run(std::function<void()> call);

  /// Calls that wait for a thread now.
  std::size_t waiting() const;

 private:
  void work();

  const std::size_t max_queue_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace furui::api
