// One round of heartbeats every interval; a database that does not answer is asked again the next time.
#include "worker/heartbeats.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <utility>
#include <vector>

namespace furui {

Heartbeats::Heartbeats(Database& database, std::chrono::seconds lease, std::chrono::milliseconds interval,
                       std::function<void()> every_beat)
    : database_(database), lease_(lease), interval_(interval), every_beat_(std::move(every_beat)) {
  thread_ = std::thread([this] { run(); });
}

Heartbeats::~Heartbeats() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

std::shared_ptr<Flight> Heartbeats::keep(const Lease& lease) {
  auto flight = std::make_shared<Flight>(lease);
  const std::lock_guard lock(mutex_);
  flights_.push_back(flight);
  return flight;
}

void Heartbeats::stop_all(Wanted reason) {
  const std::lock_guard lock(mutex_);
  for (const auto& weak : flights_) {
    if (auto flight = weak.lock()) flight->stop(reason);
  }
}

void Heartbeats::beat(Flight& flight) {
  try {
    switch (heartbeat(database_, flight.lease(), lease_)) {
      case HeartbeatAnswer::kKeep: break;
      case HeartbeatAnswer::kLost: flight.stop(Wanted::kLost); break;
      case HeartbeatAnswer::kCancelled: flight.stop(Wanted::kCancelled); break;
    }
    silent_ = false;
  } catch (const std::exception& error) {
    // The fence decides in the end; a lease that ran out meanwhile is lost there.
    if (!silent_) spdlog::warn("heartbeats fail: {}", error.what());
    silent_ = true;
  }
}

void Heartbeats::run() {
  std::unique_lock lock(mutex_);
  while (!ending_) {
    wake_.wait_for(lock, interval_, [&] { return ending_; });
    if (ending_) return;
    std::vector<std::shared_ptr<Flight>> flights;
    std::erase_if(flights_, [](const auto& weak) { return weak.expired(); });
    for (const auto& weak : flights_) {
      if (auto flight = weak.lock()) flights.push_back(std::move(flight));
    }
    lock.unlock();
    for (const auto& flight : flights) {
      if (flight->keep_going()) beat(*flight);
    }
    flights.clear();
    if (every_beat_) every_beat_();
    lock.lock();
  }
}

}  // namespace furui
