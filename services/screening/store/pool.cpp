// Taking and giving back connections.
#include "store/pool.h"

#include <chrono>

namespace furui {

void throw_unavailable() {
  throw Error(ErrorCode::kUnavailable, "the database does not answer; try again in a moment", std::chrono::milliseconds(1000));
}

void Database::Pool::wait_for_place(std::unique_lock<std::mutex>& lock) {
  if (!freed_.wait_for(lock, options_.acquire_timeout, [&] { return in_use_ < options_.connections; }))
    throw Error(ErrorCode::kResourceExhausted, "all database connections are busy; try again in a moment",
                std::chrono::milliseconds(500));
  ++in_use_;
}

void Database::Pool::leave() {
  {
    const std::lock_guard lock(mutex_);
    --in_use_;
  }
  freed_.notify_one();
}

std::unique_ptr<pqxx::connection> Database::Pool::take() {
  {
    std::unique_lock lock(mutex_);
    wait_for_place(lock);
    if (!idle_.empty()) {
      auto connection = std::move(idle_.back());
      idle_.pop_back();
      if (connection->is_open()) return connection;
    }
  }
  try {
    return std::make_unique<pqxx::connection>(options_.url);
  } catch (const pqxx::broken_connection&) {
    leave();
    throw_unavailable();
  } catch (...) {
    leave();
    throw;
  }
}

void Database::Pool::give(std::unique_ptr<pqxx::connection> connection) {
  if (connection) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(connection));
  }
  leave();
}

std::unique_ptr<RawSession> Database::Pool::take_raw() {
  {
    std::unique_lock lock(mutex_);
    wait_for_place(lock);
    if (!idle_raw_.empty()) {
      auto session = std::move(idle_raw_.back());
      idle_raw_.pop_back();
      if (session->open()) return session;
    }
  }
  try {
    return std::make_unique<RawSession>(options_.url);
  } catch (const BrokenSession&) {
    leave();
    throw_unavailable();
  } catch (...) {
    leave();
    throw;
  }
}

void Database::Pool::give(std::unique_ptr<RawSession> session) {
  if (session) {
    const std::lock_guard lock(mutex_);
    idle_raw_.push_back(std::move(session));
  }
  leave();
}

void Database::Pool::forget_idle() {
  const std::lock_guard lock(mutex_);
  idle_.clear();
  idle_raw_.clear();
}

}  // namespace furui
