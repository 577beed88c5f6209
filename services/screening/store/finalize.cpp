// Finalize freezes a screening's candidates; Delete erases everything of it.
#include "store/chunks.h"          // for chunk_statements
#include "store/pool.h"            // for in_transaction
#include "store/screening_rows.h"  // for screening_by_id
#include "store/screenings.h"      // for the functions below
#include "store/text_array.h"      // for bytea, digest_of

namespace furui {

ScreeningRow finalize_screening(Database& database, std::int64_t screening, int parts, const Sha256& digest) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    transaction.exec_params("SELECT 1 FROM screening WHERE id = $1 FOR UPDATE", screening);
    const ScreeningRow row = screening_by_id(transaction, screening);
    if (row.state != ScreeningState::kUploading) return row;
    const auto stored = transaction.exec_params("SELECT sha256 FROM upload_part WHERE screening_id = $1 ORDER BY seq", screening);
    if (static_cast<int>(stored.size()) != parts)
      throw Error(ErrorCode::kFailedPrecondition, std::to_string(parts) + " parts were sent by your count, " + std::to_string(stored.size()) +
                  " are committed: send the missing ones, then finalize again");
    Sha256Stream all;
    for (const auto& part : stored) {
      const Sha256 known = digest_of(part[0]);
      all.update(bytes_of(known));
    }
    if (all.finish() != digest)
      throw Error(ErrorCode::kInvalidArgument, "the SHA-256 over the parts' digests is not the one of what is stored: delete the screening and upload it again").with_field("sha256");
    transaction.exec_params("UPDATE screening SET state = 2, finalized_at = now(), input_sha256 = $2 WHERE id = $1", screening, bytea(digest));
    if (row.source == ScreeningSource::kFile) {
      transaction.exec_params("INSERT INTO work (project_id, screening_id, kind) SELECT project_id, id, 1 FROM screening WHERE id = $1", screening);
      transaction.exec("SELECT pg_notify('furui_work', '')");
    } else {
      transaction.exec(chunk_statements(screening, row.candidates, row.relaxation ? kRelaxedChunkRows : kChunkRows));
    }
    return screening_by_id(transaction, screening);
  });
}

Erased delete_screening(Database& database, std::int64_t screening) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    transaction.exec_params("SELECT 1 FROM screening WHERE id = $1 FOR UPDATE", screening);
    const ScreeningRow row = screening_by_id(transaction, screening);
    if (row.state == ScreeningState::kQueued || row.state == ScreeningState::kRunning)
      throw Error(ErrorCode::kFailedPrecondition, "the screening '" + row.name + "' is " + to_string(row.state) + ": cancel it first, then delete it");
    // Commits of chunks hold this lock shared: none may add a reading of a structure while we look for unused ones.
    transaction.exec_params("SELECT pg_advisory_xact_lock(1, project_id) FROM screening WHERE id = $1", screening);
    Erased erased;
    const auto count = [&](const std::string& sql) {
      return static_cast<std::int64_t>(transaction.exec_params(sql, screening).affected_rows());
    };
    erased.structures = count(
        "WITH mine AS (SELECT project_id, structure_sha256 FROM reading WHERE screening_id = $1 "
        "UNION SELECT g.project_id, x.final_sha256 FROM relaxation x JOIN screening g ON g.id = x.screening_id WHERE x.screening_id = $1) "
        "DELETE FROM structure s USING mine m WHERE s.project_id = m.project_id AND s.sha256 = m.structure_sha256 AND NOT EXISTS "
        "(SELECT 1 FROM reading r WHERE r.project_id = m.project_id AND r.structure_sha256 = m.structure_sha256 AND r.screening_id <> $1) AND NOT EXISTS "
        "(SELECT 1 FROM relaxation x JOIN screening g ON g.id = x.screening_id WHERE g.project_id = m.project_id AND x.final_sha256 = m.structure_sha256 "
        "AND x.screening_id <> $1)");
    count("DELETE FROM relaxation WHERE screening_id = $1");
    count("DELETE FROM reading WHERE screening_id = $1");
    count("DELETE FROM alert WHERE screening_id = $1");
    erased.outcomes = count("DELETE FROM outcome WHERE screening_id = $1");
    count("DELETE FROM crystal_field WHERE screening_id = $1");
    count("DELETE FROM decomposition WHERE screening_id = $1");
    count("DELETE FROM batch WHERE screening_id = $1");
    erased.candidates = count("DELETE FROM candidate WHERE screening_id = $1");
    count("DELETE FROM ranked WHERE ranking_id IN (SELECT id FROM ranking WHERE screening_id = $1)");
    erased.rankings = count("DELETE FROM ranking WHERE screening_id = $1");
    count("DELETE FROM screening WHERE id = $1");
    return erased;
  });
}

}  // namespace furui
