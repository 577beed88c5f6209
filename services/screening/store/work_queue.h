// The queue of chunks: leases with epochs, heartbeats, fenced commits (RELIABILITY.md).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/database.h"  // for Database

namespace furui {

/// The numbers are stored: never change or reuse one.
enum class WorkKind : std::uint8_t { kSplit = 1, kPredict = 2, kRank = 3, kTestModel = 4, kHull = 5 };
enum class WorkState : std::uint8_t { kQueued = 1, kLeased = 2, kDone = 3, kFailed = 4, kCancelled = 5 };

/// A lease on one piece of work.
struct Lease {
  std::int64_t work = 0;
  std::int32_t epoch = 0;
  std::int32_t attempts = 0;  ///< this one included
  WorkKind kind = WorkKind::kPredict;
  std::int64_t screening = 0;
  std::int32_t project = 0;   ///< project id
  std::int32_t first_ordinal = 0;
  std::int32_t rows = 0;
  std::vector<std::int32_t> model_versions;
  std::int64_t ranking = 0;
};

/// Leases the oldest ready work, or work whose lease ran out, or, where there is none, what gave way; commits before returning. Work that ran out of
/// attempts is failed (with its screening) instead of leased.
std::optional<Lease> lease_work(Database& database, const std::string& worker, std::chrono::seconds duration,
                                int max_attempts);

enum class HeartbeatAnswer { kKeep, kLost, kCancelled };
/// Extends the lease where the epoch still matches.
HeartbeatAnswer heartbeat(Database& database, const Lease& lease, std::chrono::seconds duration);

/// Gives work back unfinished (drain): queued again at once, without counting the attempt.
void give_back(Database& database, const Lease& lease);

/// Gives work back whose part so far is stored, where work of another screening is ready, or a model's test: for `turn` it then goes
/// first. Without counting the attempt. False, and nothing happens, where no other is ready.
bool give_way(Database& database, const Lease& lease, std::chrono::milliseconds turn);

/// Marks work done that stores no results of its own (a golden test, after set_model_state).
/// throws LeaseLost where the epoch has moved on
void finish_work(Database& database, const Lease& lease);

/// A transient fault: queued again after `delay`; fails for good (with its screening) past max_attempts.
void retry_later(Database& database, const Lease& lease, std::chrono::milliseconds delay, int max_attempts,
                 const std::string& error);

/// A permanent fault or the caller's error found late (a file that cannot be split): fails work and screening with
/// this message for the user.
void fail_work(Database& database, const Lease& lease, const std::string& message);

}  // namespace furui
