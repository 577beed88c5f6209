// A door that one piece of work at a time passes, in the order of arrival: what overlaps is different stages.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace furui {

/// A fair mutex. std::mutex is not: the thread that leaves would often be the next to enter.
class StageGate {
 public:
  /// Being inside; leaves when it goes out of scope, or before by leave().
  class Pass {
   public:
    explicit Pass(StageGate& gate) : gate_(&gate) { gate.enter(); }
    ~Pass() { leave(); }
    Pass(Pass&& other) noexcept : gate_(other.gate_) { other.gate_ = nullptr; }
    Pass& operator=(Pass&&) = delete;
    void leave() {
      if (gate_) gate_->exit();
      gate_ = nullptr;
    }

   private:
    StageGate* gate_;
  };

 private:
  void enter() {
    std::unique_lock lock(mutex_);
    const std::uint64_t ticket = next_ticket_++;
    turn_.wait(lock, [&] { return serving_ == ticket; });
  }
  void exit() {
    const std::lock_guard lock(mutex_);
    ++serving_;
    turn_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable turn_;
  std::uint64_t next_ticket_ = 0;
  std::uint64_t serving_ = 0;
};

}  // namespace furui
