// Pooled connections: libpqxx for ordinary statements, raw libpq for binary COPY. For the store's own files.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <pqxx/pqxx>
#include <utility>
#include <vector>

#include "core/error.h"         // for Error
#include "store/database.h"     // for Database
#include "store/raw_session.h"  // for RawSession

namespace furui {

/// Connections of both kinds, opened when first needed, at most `connections` of each in use at once.
class Database::Pool {
 public:
  explicit Pool(const DatabaseOptions& options) : options_(options) {}

  const DatabaseOptions& options() const { return options_; }

  std::unique_ptr<pqxx::connection> take();
  void give(std::unique_ptr<pqxx::connection> connection);
  std::unique_ptr<RawSession> take_raw();
  void give(std::unique_ptr<RawSession> session);
  /// Drops idle connections: where one is broken, those beside it are too.
  void forget_idle();

 private:
  void wait_for_place(std::unique_lock<std::mutex>& lock);
  void leave();

  DatabaseOptions options_;
  std::mutex mutex_;
  std::condition_variable freed_;
  int in_use_ = 0;
  std::vector<std::unique_ptr<pqxx::connection>> idle_;
  std::vector<std::unique_ptr<RawSession>> idle_raw_;
};

/// What a lost connection becomes: the caller may try again; a worker does.
[[noreturn]] void throw_unavailable();

/// Runs `body(pqxx::work&)` in one transaction and commits it; a broken connection is dropped and becomes
/// Error{UNAVAILABLE} with retry_after, a full disk Error{RESOURCE_EXHAUSTED} with retry_after.
template <typename Body>
auto in_transaction(Database& database, Body&& body) {
  auto connection = database.pool().take();
  struct Return {
    Database::Pool& pool;
    std::unique_ptr<pqxx::connection>& connection;
    ~Return() { pool.give(std::move(connection)); }
  } giver{database.pool(), connection};
  try {
    pqxx::work transaction(*connection);
    if constexpr (std::is_void_v<decltype(body(transaction))>) {
      body(transaction);
      transaction.commit();
    } else {
      auto result = body(transaction);
      transaction.commit();
      return result;
    }
  } catch (const pqxx::broken_connection&) {
    connection.reset();
    database.pool().forget_idle();
    throw_unavailable();
  } catch (const pqxx::in_doubt_error&) {
    connection.reset();
    database.pool().forget_idle();
    throw_unavailable();
  } catch (const pqxx::insufficient_resources& refused) {
    throw_exhausted(refused.sqlstate());
  }
}

/// Runs `body(RawSession&)` in one transaction and commits it; the same about broken connections.
template <typename Body>
auto in_raw_transaction(Database& database, Body&& body) {
  auto session = database.pool().take_raw();
  struct Return {
    Database::Pool& pool;
    std::unique_ptr<RawSession>& session;
    ~Return() { pool.give(std::move(session)); }
  } giver{database.pool(), session};
  try {
    session->execute("BEGIN");
    if constexpr (std::is_void_v<decltype(body(*session))>) {
      body(*session);
      session->execute("COMMIT");
    } else {
      auto result = body(*session);
      session->execute("COMMIT");
      return result;
    }
  } catch (const BrokenSession&) {
    session.reset();
    database.pool().forget_idle();
    throw_unavailable();
  } catch (...) {
    if (!session->roll_back()) session.reset();
    throw;
  }
}

}  // namespace furui
