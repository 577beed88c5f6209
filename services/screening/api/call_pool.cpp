// Threads that take calls from one bounded queue, in order.
#include "api/call_pool.h"

#include <chrono>

#include "core/error.h"  // for Error

namespace furui::api {

using namespace std::chrono_literals;

CallPool::CallPool(int threads, std::size_t max_queue) : max_queue_(max_queue) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
}

CallPool::~CallPool() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void CallPool::run(std::function<void()> call) {
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= max_queue_)
      throw Error(ErrorCode::kResourceExhausted,
                  "the server has " + std::to_string(queue_.size()) + " calls waiting, which is its limit; try again",
                  1000ms);
    queue_.push_back(std::move(call));
  }
  wake_.notify_one();
}

std::size_t CallPool::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

void CallPool::work() {
  while (true) {
    std::function<void()> call;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return ending_ || !queue_.empty(); });
      if (queue_.empty()) return;
      call = std::move(queue_.front());
      queue_.pop_front();
    }
    call();
  }
}

}  // namespace furui::api
