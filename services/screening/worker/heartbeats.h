// Keeps the leases of everything in hand, on a thread of its own, and hears of cancels and losses.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

#include "store/database.h"  // for Database
#include "worker/flight.h"   // for Flight

namespace furui {

class Heartbeats {
 public:
  /// every_beat  called after each round, such as to look after the spawners; must not throw
  Heartbeats(Database& database, std::chrono::seconds lease, std::chrono::milliseconds interval,
             std::function<void()> every_beat);
  ~Heartbeats();
  Heartbeats(const Heartbeats&) = delete;
  Heartbeats& operator=(const Heartbeats&) = delete;

  /// Keeps the flight's lease until the returned handle is gone.
  std::shared_ptr<Flight> keep(const Lease& lease);
  /// Stops every flight in hand for this reason.
  void stop_all(Wanted reason);

 private:
  void run();
  void beat(Flight& flight);

  Database& database_;
  std::chrono::seconds lease_;
  std::chrono::milliseconds interval_;
  std::function<void()> every_beat_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::list<std::weak_ptr<Flight>> flights_;
  bool ending_ = false;
  bool silent_ = false;  ///< the database did not answer the last time; said once
  std::thread thread_;
};

}  // namespace furui
