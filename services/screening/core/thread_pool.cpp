// Threads that draw blocks one by one. A forward pass makes a hundred short calls, so whoever waits looks for a moment
// before it sleeps: waking up takes as long as many a call.
#include "core/thread_pool.h"

#include <sched.h>

#include <algorithm>
#include <chrono>

namespace furui {
namespace {

constexpr std::chrono::microseconds kLook{40};

/// Whether `ready` became true while looking.
template <typename Ready>
bool soon(const Ready& ready) {
  const auto until = std::chrono::steady_clock::now() + kLook;
  do {
    for (int i = 0; i < 64; ++i) {
      if (ready()) return true;
#if defined(__x86_64__)
      __builtin_ia32_pause();
#endif
    }
  } while (std::chrono::steady_clock::now() < until);
  return false;
}

}  // namespace

int usable_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

ThreadPool::ThreadPool(int threads) {
  for (int thread = 1; thread < threads; ++thread) workers_.emplace_back([this, thread] { serve(thread); });
}

ThreadPool::~ThreadPool() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadPool::for_each(std::size_t blocks, const std::function<void(std::size_t, int)>& run) {
  if (workers_.empty() || blocks < 2) {
    for (std::size_t block = 0; block < blocks; ++block) run(block, 0);
    return;
  }
  {
    const std::lock_guard lock(mutex_);
    run_ = &run;
    blocks_ = blocks;
    next_ = 0;
    active_ = workers_.size();
    error_ = nullptr;
    ++call_;
  }
  wake_.notify_all();
  take_blocks(0);
  const auto all_done = [this] { return active_ == 0; };
  if (!soon(all_done)) {
    std::unique_lock lock(mutex_);
    done_.wait(lock, all_done);
  }
  const std::lock_guard lock(mutex_);
  if (error_) std::rethrow_exception(error_);
}

void ThreadPool::serve(int thread) {
  std::uint64_t seen = 0;
  for (;;) {
    const auto called = [&] { return stop_ || call_ != seen; };
    if (!soon(called)) {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, called);
    }
    {
      const std::lock_guard lock(mutex_);  // what the call consists of was written under it
      if (stop_) return;
      seen = call_;
    }
    take_blocks(thread);
    const std::lock_guard lock(mutex_);
    if (--active_ == 0) done_.notify_one();
  }
}

void ThreadPool::take_blocks(int thread) {
  for (;;) {
    const std::size_t block = next_++;
    if (block >= blocks_) return;
    try {
      (*run_)(block, thread);
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!error_) error_ = std::current_exception();
      next_ = blocks_;
    }
  }
}

}  // namespace furui
