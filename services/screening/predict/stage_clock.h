// Wall time by stage, for the bench driver.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>

namespace furui {

enum class PredictStage : std::size_t { kHash, kTransfer, kMultiply, kGather, kReadout, kCount };

/// Seconds spent in each stage since the last reset. Used from the calling thread only.
class StageClock {
 public:
  void add(PredictStage stage, double seconds) { seconds_[static_cast<std::size_t>(stage)] += seconds; }
  double seconds(PredictStage stage) const { return seconds_[static_cast<std::size_t>(stage)]; }
  void reset() { seconds_.fill(0); }

 private:
  std::array<double, static_cast<std::size_t>(PredictStage::kCount)> seconds_{};
};

/// Adds the time from its construction to its end to a stage; nothing where the clock is nullptr.
class StageTimer {
 public:
  StageTimer(StageClock* clock, PredictStage stage) : clock_(clock), stage_(stage) {}
  ~StageTimer() {
    if (clock_ == nullptr) return;
    clock_->add(stage_, std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count());
  }
  StageTimer(const StageTimer&) = delete;
  StageTimer& operator=(const StageTimer&) = delete;

 private:
  StageClock* clock_;
  PredictStage stage_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace furui
