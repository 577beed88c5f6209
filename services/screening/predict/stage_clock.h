// Time by stage, on the wall and on the cores, for the bench driver.
#pragma once

#include <time.h>

#include <array>
#include <chrono>
#include <cstddef>

namespace furui {

enum class PredictStage : std::size_t { kHash, kTransfer, kMultiply, kGather, kReadout, kCount };

/// Time spent in a stage. On a busy machine core seconds say what work cost, wall seconds how long it took.
struct StageSeconds {
  double wall = 0;
  double core = 0;  ///< CPU time of all threads of this process
};

/// Times of each stage since the last reset. Used from the calling thread only.
class StageClock {
 public:
  void add(PredictStage stage, StageSeconds spent) {
    StageSeconds& sum = seconds_[static_cast<std::size_t>(stage)];
    sum.wall += spent.wall;
    sum.core += spent.core;
  }
  StageSeconds seconds(PredictStage stage) const { return seconds_[static_cast<std::size_t>(stage)]; }
  void reset() { seconds_.fill({}); }

  static StageSeconds now() {
    timespec core{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &core);
    return {std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(),
            static_cast<double>(core.tv_sec) + 1e-9 * static_cast<double>(core.tv_nsec)};
  }

 private:
  std::array<StageSeconds, static_cast<std::size_t>(PredictStage::kCount)> seconds_{};
};

/// Adds the time from its construction to its end to a stage; nothing where the clock is nullptr.
class StageTimer {
 public:
  StageTimer(StageClock* clock, PredictStage stage) : clock_(clock), stage_(stage) {}
  ~StageTimer() {
    if (clock_ == nullptr) return;
    const StageSeconds end = StageClock::now();
    clock_->add(stage_, {end.wall - start_.wall, end.core - start_.core});
  }
  StageTimer(const StageTimer&) = delete;
  StageTimer& operator=(const StageTimer&) = delete;

 private:
  StageClock* clock_;
  PredictStage stage_;
  StageSeconds start_ = StageClock::now();
};

}  // namespace furui
