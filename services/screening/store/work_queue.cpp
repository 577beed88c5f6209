// Leases with epochs, by the database's clock.
#include "store/work_queue.h"

#include "store/commits.h"      // for LeaseLost
#include "store/pool.h"         // for in_transaction
#include "store/screenings.h"   // for ScreeningState
#include "store/text_array.h"   // for integer_elements
#include "store/work_status.h"  // for queue_model_test, work_status

namespace furui {
namespace {

/// Marks work failed for good and its screening and ranking with it; a screening that had ended keeps what it has, and
/// only the ranking that was to be made later fails.
void fail(pqxx::work& transaction, std::int64_t work, const std::string& message) {
  transaction.exec_params("UPDATE work SET state = 4, error = $2, finished_at = now() WHERE id = $1", work, message);
  const auto of = transaction.exec_params1("SELECT coalesce(w.screening_id, 0), coalesce(s.state, 0), coalesce(w.ranking_id, 0) "
                                           "FROM work w LEFT JOIN screening s ON s.id = w.screening_id WHERE w.id = $1", work);
  const auto screening = of[0].as<std::int64_t>();
  if (screening == 0) return;
  if (of[1].as<int>() == static_cast<int>(ScreeningState::kSucceeded)) {
    transaction.exec_params("UPDATE ranking SET state = 5, error = $2, finished_at = now() WHERE id = $1 AND state IN (1, 2, 3)", of[2].as<std::int64_t>(), message);
    transaction.exec_params("SELECT pg_notify('furui_progress', $1)", std::to_string(screening));
    return;
  }
  transaction.exec_params("UPDATE work SET state = 5, finished_at = now() WHERE screening_id = $1 AND state IN (1, 2)", screening);
  transaction.exec_params("UPDATE ranking SET state = 5, error = $2, finished_at = now() WHERE screening_id = $1 AND state IN (1, 2, 3)", screening, message);
  transaction.exec_params("UPDATE screening SET state = 5, error = $2, finished_at = now() WHERE id = $1 AND state IN (2, 3)", screening, message);
  transaction.exec_params("SELECT pg_notify('furui_progress', $1)", std::to_string(screening));
}

/// Locks the work where this lease still holds it.
bool holds(pqxx::work& transaction, const Lease& lease) {
  return !transaction.exec_params("SELECT 1 FROM work WHERE id = $1 AND epoch = $2 AND state = 2 FOR UPDATE", lease.work, lease.epoch).empty();
}

}  // namespace

std::optional<Lease> lease_work(Database& database, const std::string& worker, std::chrono::seconds duration, int max_attempts) {
  return in_transaction(database, [&](pqxx::work& transaction) -> std::optional<Lease> {
    const auto oldest = [&](const std::string& ready) {
      return transaction.exec_params(
          "UPDATE work w SET state = 2, epoch = w.epoch + 1, attempts = w.attempts + 1, worker = $1, gave_way = false, "
          "lease_until = now() + make_interval(secs => $2) "
          "FROM (SELECT id FROM work WHERE " + ready + " ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) ready WHERE w.id = ready.id "
          "RETURNING w.id, w.epoch, w.attempts, w.kind, coalesce(w.screening_id, 0), w.project_id, coalesce(w.first_ordinal, 0), "
          "coalesce(w.rows, 0), w.model_version_ids, coalesce(w.ranking_id, 0)",
          worker, static_cast<double>(duration.count()));
    };
    for (;;) {
      auto rows = oldest("(state = 1 AND blockers = 0 AND not_before <= now()) OR (state = 2 AND lease_until < now())");
      if (rows.empty()) rows = oldest("state = 1 AND blockers = 0 AND gave_way");
      if (rows.empty()) return std::nullopt;
      const auto row = rows[0];
      Lease lease;
      lease.work = row[0].as<std::int64_t>();
      lease.epoch = row[1].as<std::int32_t>();
      lease.attempts = row[2].as<std::int32_t>();
      lease.kind = static_cast<WorkKind>(row[3].as<int>());
      lease.screening = row[4].as<std::int64_t>();
      lease.project = row[5].as<std::int32_t>();
      lease.first_ordinal = row[6].as<std::int32_t>();
      lease.rows = row[7].as<std::int32_t>();
      lease.model_versions = integer_elements(row[8]);
      lease.ranking = row[9].as<std::int64_t>();
      if (lease.attempts > max_attempts) {
        fail(transaction, lease.work, "a piece of the work was tried " + std::to_string(max_attempts) +
             " times and each time its worker was lost: see the worker's log, then screen the list again");
        continue;
      }
      if (lease.screening != 0)
        transaction.exec_params("UPDATE screening SET state = 3, started_at = coalesce(started_at, now()) WHERE id = $1 AND state = 2", lease.screening);
      if (lease.ranking != 0) transaction.exec_params("UPDATE ranking SET state = 3 WHERE id = $1 AND state IN (1, 2)", lease.ranking);
      return lease;
    }
  });
}

HeartbeatAnswer heartbeat(Database& database, const Lease& lease, std::chrono::seconds duration) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    const auto kept = transaction.exec_params(
        "UPDATE work SET lease_until = now() + make_interval(secs => $3) WHERE id = $1 AND epoch = $2 AND state = 2 RETURNING id",
        lease.work, lease.epoch, static_cast<double>(duration.count()));
    if (!kept.empty()) return HeartbeatAnswer::kKeep;
    const auto now = transaction.exec_params("SELECT state FROM work WHERE id = $1", lease.work);
    const bool cancelled = now.empty() || now[0][0].as<int>() == static_cast<int>(WorkState::kCancelled);
    return cancelled ? HeartbeatAnswer::kCancelled : HeartbeatAnswer::kLost;
  });
}

void give_back(Database& database, const Lease& lease) {
  in_transaction(database, [&](pqxx::work& transaction) {
    transaction.exec_params("UPDATE work SET state = 1, attempts = attempts - 1, lease_until = NULL WHERE id = $1 AND epoch = $2 AND state = 2",
                            lease.work, lease.epoch);
    transaction.exec("SELECT pg_notify('furui_work', '')");
  });
}

bool give_way(Database& database, const Lease& lease, std::chrono::milliseconds turn) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    const auto given = transaction.exec_params(
        "UPDATE work SET state = 1, attempts = attempts - 1, lease_until = NULL, gave_way = true, not_before = now() + make_interval(secs => $4) "
        "WHERE id = $1 AND epoch = $2 AND state = 2 AND EXISTS (SELECT 1 FROM work other WHERE other.state = 1 AND other.blockers = 0 "
        "AND other.not_before <= now() AND other.screening_id IS DISTINCT FROM $3)",
        lease.work, lease.epoch, lease.screening, static_cast<double>(turn.count()) / 1000);
    if (given.affected_rows() == 0) return false;
    transaction.exec("SELECT pg_notify('furui_work', '')");
    return true;
  });
}

void finish_work(Database& database, const Lease& lease) {
  in_transaction(database, [&](pqxx::work& transaction) {
    if (!holds(transaction, lease)) throw LeaseLost{};
    transaction.exec_params("UPDATE work SET state = 3, finished_at = now() WHERE id = $1", lease.work);
    // Each start tests each model: what nobody waits for any more would pile up.
    transaction.exec("DELETE FROM work WHERE screening_id IS NULL AND state IN (3, 4) AND finished_at < now() - interval '1 hour'");
    transaction.exec("SELECT pg_notify('furui_progress', '')");
  });
}

void retry_later(Database& database, const Lease& lease, std::chrono::milliseconds delay, int max_attempts, const std::string& error) {
  in_transaction(database, [&](pqxx::work& transaction) {
    if (!holds(transaction, lease)) return;
    if (lease.attempts >= max_attempts) {
      fail(transaction, lease.work, error);
      return;
    }
    transaction.exec_params("UPDATE work SET state = 1, lease_until = NULL, error = $2, not_before = now() + make_interval(secs => $3) WHERE id = $1",
                            lease.work, error, static_cast<double>(delay.count()) / 1000);
  });
}

void fail_work(Database& database, const Lease& lease, const std::string& message) {
  in_transaction(database, [&](pqxx::work& transaction) {
    if (holds(transaction, lease)) fail(transaction, lease.work, message);
  });
}

std::int64_t queue_model_test(Database& database, std::int32_t model_version) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    const auto row = transaction.exec_params1(
        "INSERT INTO work (project_id, kind, model_version_ids) SELECT project_id, 4, ARRAY[id] FROM model_version WHERE id = $1 RETURNING id", model_version);
    transaction.exec("SELECT pg_notify('furui_work', '')");
    return row[0].as<std::int64_t>();
  });
}

WorkStatus work_status(Database& database, std::int64_t work) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    const auto rows = transaction.exec_params("SELECT state, error FROM work WHERE id = $1", work);
    if (rows.empty()) throw Error(ErrorCode::kNotFound, "there is no such work");
    return WorkStatus{static_cast<WorkState>(rows[0][0].as<int>()), rows[0][1].as<std::string>()};
  });
}

std::map<std::pair<WorkKind, WorkState>, std::int64_t> count_unfinished_work(Database& database) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    std::map<std::pair<WorkKind, WorkState>, std::int64_t> counts;
    for (const auto& row : transaction.exec("SELECT kind, state, count(*) FROM work WHERE state IN (1, 2) GROUP BY 1, 2"))
      counts[{static_cast<WorkKind>(row[0].as<int>()), static_cast<WorkState>(row[1].as<int>())}] = row[2].as<std::int64_t>();
    return counts;
  });
}

}  // namespace furui
