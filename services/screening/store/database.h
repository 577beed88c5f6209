// Connections to PostgreSQL, the only truth: a bounded pool, transactions, and the start-up checks.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace furui {

struct DatabaseOptions {
  std::string url;  ///< libpq connection string or postgresql:// URL
  int connections = 8;
  std::chrono::milliseconds acquire_timeout{5000};  ///< then Error{RESOURCE_EXHAUSTED} with retry_after
};

/// A pool of connections to one database. Thread-safe. The store's functions take it; nobody else sees SQL.
class Database {
 public:
  /// Connects, and checks what furui relies on: fsync, full_page_writes and synchronous_commit on, encoding UTF8,
  /// server version 15 or newer.
  /// throws Error{FAILED_PRECONDITION} naming the setting, its value and what to do; Error{UNAVAILABLE} when the
  ///        server does not answer
  explicit Database(const DatabaseOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  const DatabaseOptions& options() const;

  /// Whether a trivial query answers now.
  bool healthy() noexcept;

  class Pool;
  Pool& pool() { return *pool_; }  ///< for the store's own files

 private:
  std::unique_ptr<Pool> pool_;
};

/// Migrates the database forward, one transaction a file, under an advisory lock; idempotent.
///
/// folder   the migrations/ folder; the ledger holds each file's SHA-256
/// throws   Error{FAILED_PRECONDITION} where the ledger has a newer migration than the folder, or another digest
/// returns  the number of migrations applied
int migrate(Database& database, const std::string& folder);

/// Whether migrations that this binary knows are not applied yet; true of an empty database.
bool schema_is_older(Database& database);

/// Refuses a schema that is older or newer than this binary knows (its newest migration is compiled in).
/// throws Error{FAILED_PRECONDITION}
void check_schema(Database& database);

/// Waits for notifications on a channel, to wake workers and watchers; one connection of its own.
class Listener {
 public:
  Listener(const DatabaseOptions& options, const std::string& channel);
  ~Listener();
  /// Returns true when something came within the time, false otherwise. Reconnects by itself.
  bool wait(std::chrono::milliseconds timeout);

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

/// Channels: workers listen on kWorkChannel; watchers of screenings on kProgressChannel.
inline constexpr const char* kWorkChannel = "furui_work";
inline constexpr const char* kProgressChannel = "furui_progress";

}  // namespace furui
