// Rows of batch and outcome, and the counts of a screening.
#include "store/commit_parts.h"

#include <stdexcept>

#include "store/pool.h"  // for RawSession, BinaryRows

namespace furui {
namespace {

std::int64_t id_of_environment(RawSession& session, const std::string& facts_json) {
  const std::string digest = to_hex(sha256(facts_json));
  for (;;) {
    const RawResult known = session.query("SELECT id::bigint FROM software_environment WHERE sha256 = decode($1, 'hex')", {digest});
    if (known.rows() == 1) return known.int8(0, 0);
    session.query("INSERT INTO software_environment (sha256, facts) VALUES (decode($1, 'hex'), $2::jsonb) ON CONFLICT (sha256) DO NOTHING",
                  {digest, facts_json});
  }
}

}  // namespace

void fence(RawSession& session, const Lease& lease) {
  const RawResult held = session.query("UPDATE work SET state = 3, finished_at = now() WHERE id = $1 AND epoch = $2 AND state = 2",
                                       {std::to_string(lease.work), std::to_string(lease.epoch)});
  if (held.affected() != 1) throw LeaseLost{};
}

std::int64_t insert_batch(RawSession& session, const Lease& lease, const Computation& computation, std::int64_t rows) {
  const std::int64_t environment = id_of_environment(session, computation.environment_json);
  return session
      .query("INSERT INTO batch (screening_id, work_id, epoch, model_version_id, software_environment_id, device, worker, rows, started_at, finished_at) "
             "SELECT $1, $2, $3, $4, $5, $6, w.worker, $7, $8::timestamptz, $9::timestamptz FROM work w WHERE w.id = $2 RETURNING id",
             {std::to_string(lease.screening), std::to_string(lease.work), std::to_string(lease.epoch), std::to_string(computation.model_version),
              std::to_string(environment), computation.device, std::to_string(rows), computation.started_at, computation.finished_at})
      .int8(0, 0);
}

void insert_outcomes(RawSession& session, const Lease& lease, std::int32_t model_version, const Predictions& predictions,
                     const std::function<std::string_view(std::size_t row)>& structure, std::int64_t batch) {
  const std::size_t columns = predictions.columns;
  BinaryRows rows;
  for (std::size_t row = 0; row < predictions.rows; ++row) {
    const auto& rejection = predictions.rejection[row];
    rows.begin_row(11);
    rows.int8(lease.screening);
    rows.int4(model_version);
    rows.int4(lease.first_ordinal + static_cast<std::int32_t>(row));
    rows.bytes(structure(row));
    rows.int8(batch);
    if (rejection) {
      rows.null();
      rows.null();
    } else {
      rows.float4_array(predictions.value.data() + row * columns, columns);
      predictions.std.empty() ? rows.null() : rows.float4_array(predictions.std.data() + row * columns, columns);
    }
    rows.int2(static_cast<std::int16_t>(predictions.domain[row]));
    if (rejection) {
      rows.int2(static_cast<std::int16_t>(rejection->stage));
      rows.int2(static_cast<std::int16_t>(rejection->reason));
      rows.bytes(rejection->detail);
    } else {
      rows.null();
      rows.null();
      const bool noted = !predictions.domain_note.empty() && !predictions.domain_note[row].empty();
      noted ? rows.bytes(predictions.domain_note[row]) : rows.null();
    }
  }
  session.begin_copy("outcome (screening_id, model_version_id, ordinal, structure_sha256, batch_id, value, std, domain, stage, reason, detail)");
  session.copy_rows(rows);
  if (session.end_copy() != static_cast<std::int64_t>(predictions.rows)) throw std::logic_error("outcomes were not all stored");
}

void move_on(RawSession& session, const Lease& lease, std::int64_t predicted, std::int64_t rejected) {
  const std::string screening = std::to_string(lease.screening);
  session.query("UPDATE screening SET predicted = predicted + $2::bigint, rejected = rejected + $3::bigint WHERE id = $1",
                {screening, std::to_string(predicted), std::to_string(rejected)});
  const RawResult unblocked = session.query(
      "UPDATE work SET blockers = blockers - 1 WHERE id = (SELECT unblocks FROM work WHERE id = $1) RETURNING blockers", {std::to_string(lease.work)});
  if (unblocked.rows() == 1 && unblocked.int4(0, 0) == 0) session.execute("SELECT pg_notify('furui_work', '')");
  session.query("UPDATE screening SET state = 4, finished_at = now() WHERE id = $1 AND state IN (2, 3) AND NOT EXISTS "
                "(SELECT 1 FROM work WHERE screening_id = $1 AND state IN (1, 2))", {screening});
  session.query("SELECT pg_notify('furui_progress', $1)", {screening});
}

}  // namespace furui
