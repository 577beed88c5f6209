// First come, first served; a slice ends at its count of rows or of bytes, whichever comes first.
#include "pipeline/slice_queue.h"

#include <algorithm>
#include <chrono>

namespace furui {

bool SliceQueue::complete(const std::shared_ptr<ReadCall>& call, const std::function<bool()>& keep_going) {
  std::unique_lock lock(mutex_);
  call->open = call->order.size();
  if (call->open > 0) calls_.push_back(call);
  work_.notify_all();
  while (call->open > 0) {
    done_.wait_for(lock, std::chrono::milliseconds(50), [&] { return call->open == 0; });
    if (call->open == 0 || call->abandoned || !keep_going) continue;
    lock.unlock();
    const bool wanted = keep_going();
    lock.lock();
    if (!wanted) call->abandoned = true;
    if (call->abandoned) {
      // What no lane holds is given up here; lanes give up the rest when they look.
      call->open -= call->order.size() - call->given_out;
      call->given_out = call->order.size();
      std::erase(calls_, call);
    }
  }
  if (call->fault) std::rethrow_exception(call->fault);
  return !call->abandoned;
}

std::optional<Slice> SliceQueue::take(bool wait) {
  std::unique_lock lock(mutex_);
  if (wait) work_.wait(lock, [&] { return stopped_ || !calls_.empty(); });
  if (stopped_ || calls_.empty()) return std::nullopt;
  const std::shared_ptr<ReadCall> call = calls_.front();
  Slice slice{call, call->given_out, call->given_out, false};
  std::size_t bytes = 0;
  while (slice.end < call->order.size() && slice.size() < call->slice_rows) {
    const std::size_t next = call->questions[call->order[slice.end]].raw.size();
    if (slice.size() > 0 && bytes + next > call->slice_bytes) break;
    bytes += next;
    ++slice.end;
  }
  call->given_out = slice.end;
  if (call->given_out == call->order.size()) calls_.pop_front();
  return slice;
}

void SliceQueue::finished(ReadCall& call, std::size_t count) {
  const std::lock_guard lock(mutex_);
  call.open -= count;
  if (call.open == 0) done_.notify_all();
}

void SliceQueue::fail(ReadCall& call, std::exception_ptr fault) {
  const std::lock_guard lock(mutex_);
  if (!call.fault) call.fault = fault;
  if (!call.abandoned) {
    call.abandoned = true;
    call.open -= call.order.size() - call.given_out;
    call.given_out = call.order.size();
    std::erase_if(calls_, [&](const auto& known) { return known.get() == &call; });
  }
  if (call.open == 0) done_.notify_all();
}

bool SliceQueue::abandoned(const ReadCall& call) const {
  const std::lock_guard lock(mutex_);
  return call.abandoned;
}

void SliceQueue::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  work_.notify_all();
}

bool SliceQueue::stopped() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

}  // namespace furui
