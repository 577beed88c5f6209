// One thread that looks at what clients wait for whenever PostgreSQL says that something moved, at most 10 times a
// second.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/database.h"    // for Database, Listener
#include "store/screenings.h"  // for ScreeningRow

namespace furui::api {

/// What watchers read in one round; a screening that many watch is read once.
class Round {
 public:
  explicit Round(Database& database) : database_(database) {}
  /// throws Error{NOT_FOUND} where it was deleted
  const ScreeningRow& screening(std::int64_t id);
  Database& database() { return database_; }

 private:
  Database& database_;
  std::map<std::int64_t, ScreeningRow> screenings_;
};

/// Somebody who waits for progress.
class Watcher {
 public:
  virtual ~Watcher() = default;
  /// Looks; returns false when it waits no longer. Runs on the hub's thread; faults and an unreachable database are
  /// tried again in the next round.
  virtual bool look(Round& round) = 0;
  /// The server stops: ends the wait with an error that says so.
  virtual void give_up() = 0;
};

class ProgressHub {
 public:
  explicit ProgressHub(Database& database);
  ~ProgressHub();
  ProgressHub(const ProgressHub&) = delete;
  ProgressHub& operator=(const ProgressHub&) = delete;

  /// Adds a watcher; one that comes after stop() is given up at once.
  void add(std::shared_ptr<Watcher> watcher);
  /// Ends all waits. Watchers are told on the caller's thread.
  void stop();

  /// Calls `then` on the hub's thread once the work is done, failed or cancelled (true), or at the deadline or when
  /// the server stops (false).
  void wait_for_work(std::int64_t work, std::chrono::steady_clock::time_point deadline,
                     std::function<void(bool finished)> then);

 private:
  void run();

  Database& database_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Watcher>> watchers_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace furui::api
