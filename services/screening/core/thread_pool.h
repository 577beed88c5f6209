// A few threads that share blocks of rows among themselves.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace furui {

/// Cores that this process may use (its affinity mask), at least 1.
int usable_cores();

/// Runs blocks on a fixed set of threads, the calling one included. Which thread takes which block never changes
/// a result: blocks write to places of their own.
class ThreadPool {
 public:
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const { return static_cast<int>(workers_.size()) + 1; }

  /// Calls run(block, thread) for block in [0, blocks), thread in [0, threads()), and waits for all of them.
  /// The first exception of a block is thrown again here; blocks not yet begun are then left out.
  void for_each(std::size_t blocks, const std::function<void(std::size_t block, int thread)>& run);

 private:
  void serve(int thread);
  void take_blocks(int thread);

  std::vector<std::thread> workers_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable done_;
  const std::function<void(std::size_t, int)>* run_ = nullptr;
  std::size_t blocks_ = 0;
  std::atomic<std::size_t> next_{0};
  std::atomic<std::size_t> active_{0};   ///< workers still inside the present call
  std::atomic<std::uint64_t> call_{0};   ///< rises with each for_each
  std::atomic<bool> stop_{false};
  std::exception_ptr error_;             ///< under mutex_
};

}  // namespace furui
