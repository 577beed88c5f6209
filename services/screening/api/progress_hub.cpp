// Rounds over all watchers, woken by LISTEN and at least once a second.
#include "api/progress_hub.h"

#include <spdlog/spdlog.h>

#include "core/error.h"         // for Error
#include "store/work_status.h"  // for work_status

namespace furui::api {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto kAtLeastEvery = 1000ms;
constexpr auto kAtMostEvery = 100ms;  // 10 rounds a second

class WorkWatcher final : public Watcher {
 public:
  WorkWatcher(std::int64_t work, Clock::time_point deadline, std::function<void(bool)> then)
      : work_(work), deadline_(deadline), then_(std::move(then)) {}

  bool look(Round& round) override {
    if (Clock::now() >= deadline_) return finish(false);
    const WorkState state = work_status(round.database(), work_).state;
    const bool open = state == WorkState::kQueued || state == WorkState::kLeased;
    return open ? true : finish(true);
  }
  void give_up() override { finish(false); }

 private:
  bool finish(bool finished) {
    const std::lock_guard lock(mutex_);
    if (then_) std::exchange(then_, nullptr)(finished);
    return false;
  }

  const std::int64_t work_;
  const Clock::time_point deadline_;
  std::mutex mutex_;
  std::function<void(bool)> then_;
};

}  // namespace

const ScreeningRow& Round::screening(std::int64_t id) {
  const auto known = screenings_.find(id);
  if (known != screenings_.end()) return known->second;
  return screenings_.emplace(id, get_screening(database_, id)).first->second;
}

ProgressHub::ProgressHub(Database& database) : database_(database), thread_([this] { run(); }) {}

ProgressHub::~ProgressHub() {
  stop();
  thread_.join();
}

void ProgressHub::add(std::shared_ptr<Watcher> watcher) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_) return watchers_.push_back(std::move(watcher));
  }
  watcher->give_up();
}

void ProgressHub::stop() {
  std::vector<std::shared_ptr<Watcher>> ended;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    ended.swap(watchers_);
  }
  for (const auto& watcher : ended) watcher->give_up();
}

void ProgressHub::wait_for_work(std::int64_t work, Clock::time_point deadline, std::function<void(bool)> then) {
  add(std::make_shared<WorkWatcher>(work, deadline, std::move(then)));
}

void ProgressHub::run() {
  std::unique_ptr<Listener> listener;
  while (!stopping_) {
    try {
      if (!listener) listener = std::make_unique<Listener>(database_.options(), kProgressChannel);
      // Short waits, so that stop() is noticed and a new watcher's first round is soon.
      for (auto waited = 0ms; waited < kAtLeastEvery && !stopping_; waited += kAtMostEvery) {
        if (listener->wait(kAtMostEvery)) break;
      }
    } catch (const std::exception&) {
      std::this_thread::sleep_for(kAtLeastEvery);  // the database is away; look again without being woken
    }
    const auto round_began = Clock::now();
    std::vector<std::shared_ptr<Watcher>> watchers;
    {
      const std::lock_guard lock(mutex_);
      watchers = watchers_;
    }
    Round round(database_);
    for (const auto& watcher : watchers) {
      bool waits = true;
      try {
        waits = watcher->look(round);
      } catch (const std::exception&) {
        continue;  // an unreachable database; the health check says so
      }
      const std::lock_guard lock(mutex_);
      if (!waits) std::erase(watchers_, watcher);
    }
    std::this_thread::sleep_until(round_began + kAtMostEvery);
  }
}

}  // namespace furui::api
