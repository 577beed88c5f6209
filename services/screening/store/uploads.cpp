// Uploads: parts of a file and batches of candidates, each committed before it is acknowledged.
#include <optional>

#include "store/pool.h"            // for in_transaction, in_raw_transaction
#include "store/screening_rows.h"  // for screening_by_id
#include "store/screenings.h"      // for the functions below
#include "store/text_array.h"      // for bytea

namespace furui {
namespace {

/// Locks the screening and checks that it takes this kind of upload.
ScreeningRow lock_for_upload(pqxx::work& transaction, std::int64_t screening, ScreeningSource source) {
  transaction.exec_params("SELECT 1 FROM screening WHERE id = $1 FOR UPDATE", screening);
  ScreeningRow row = screening_by_id(transaction, screening);
  if (row.state != ScreeningState::kUploading)
    throw Error(ErrorCode::kFailedPrecondition, "the screening is finalized, so it takes no more candidates: create a new one");
  if (row.source != ScreeningSource::kNone && row.source != source)
    throw Error(ErrorCode::kFailedPrecondition, source == ScreeningSource::kFile
                ? "the screening holds batches of candidates already; a file needs a screening of its own"
                : "the screening holds a file already; batches of candidates need a screening of their own");
  return row;
}

int committed(pqxx::work& transaction, std::int64_t screening) {
  return transaction.exec_params1("SELECT coalesce(max(seq), -1) FROM upload_part WHERE screening_id = $1", screening)[0].as<int>();
}

/// Whether the part is there already.
/// throws Error{INVALID_ARGUMENT} where it is there with another digest, Error{OUT_OF_RANGE} for a gap
bool is_known(pqxx::work& transaction, std::int64_t screening, int seq, const Sha256& digest) {
  const int last = committed(transaction, screening);
  if (seq > last + 1 || seq < 0)
    throw Error(ErrorCode::kOutOfRange, "part " + std::to_string(seq) + " came, but parts are committed through " + std::to_string(last) +
                ": go on with part " + std::to_string(last + 1));
  if (seq == last + 1) return false;
  const auto known = transaction.exec_params1("SELECT sha256 FROM upload_part WHERE screening_id = $1 AND seq = $2", screening, seq);
  if (digest_of(known[0]) != digest)
    throw Error(ErrorCode::kInvalidArgument, "part " + std::to_string(seq) + " was committed with other bytes: delete the screening and start again");
  return true;
}

[[noreturn]] void refuse_digest(int seq) {
  throw Error(ErrorCode::kInvalidArgument, "part " + std::to_string(seq) + ": its SHA-256 does not fit its bytes; was it damaged on the way? Send it again");
}

}  // namespace

void begin_file(Database& database, std::int64_t screening, const std::string& file_name, const std::string& options_json) {
  in_transaction(database, [&](pqxx::work& transaction) {
    lock_for_upload(transaction, screening, ScreeningSource::kFile);
    transaction.exec_params("UPDATE screening SET source = 1, file_name = $2, file_options = $3::jsonb WHERE id = $1", screening,
                            file_name, options_json);
  });
}

int store_file_part(Database& database, std::int64_t screening, int seq, std::string_view bytes, const Sha256& digest) {
  if (sha256(bytes) != digest) refuse_digest(seq);
  return in_transaction(database, [&](pqxx::work& transaction) {
    lock_for_upload(transaction, screening, ScreeningSource::kFile);
    if (!is_known(transaction, screening, seq, digest))
      transaction.exec_params("INSERT INTO upload_part (screening_id, seq, sha256, rows, bytes) VALUES ($1, $2, $3, 0, $4)", screening,
                              seq, bytea(digest), bytea(bytes));
    return committed(transaction, screening);
  });
}

int store_candidate_batch(Database& database, std::int64_t screening, int seq, const std::vector<std::string>& columns,
                          const std::vector<Candidate>& candidates, const Sha256& digest) {
  std::int64_t first = 0;
  const auto prepare = [&](pqxx::work& transaction) -> std::optional<int> {
    const ScreeningRow row = lock_for_upload(transaction, screening, ScreeningSource::kBatches);
    if (seq > 0 && row.columns != columns)
      throw Error(ErrorCode::kInvalidArgument, "the columns differ from those of the earlier batches: send the same in every stream").with_field("start.columns");
    if (is_known(transaction, screening, seq, digest)) return committed(transaction, screening);
    first = row.candidates;
    return std::nullopt;
  };
  // One libpqxx transaction carries the batch; its rows go by INSERT … SELECT FROM unnest, which is fast enough for
  // structured clients (files have the COPY path).
  return in_transaction(database, [&](pqxx::work& transaction) {
    if (const auto known = prepare(transaction)) return *known;
    std::int64_t ordinal = first;
    for (const Candidate& candidate : candidates) {
      transaction.exec_params(
          "INSERT INTO candidate (screening_id, ordinal, kind, notation, raw, raw_sha256, id, fields) VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text[])",
          screening, ordinal++, static_cast<int>(candidate.kind), static_cast<int>(candidate.notation), bytea(candidate.raw),
          bytea(sha256(candidate.raw)), candidate.id, array_literal(candidate.fields));
    }
    transaction.exec_params("INSERT INTO upload_part (screening_id, seq, sha256, rows, first_ordinal) VALUES ($1, $2, $3, $4, $5)", screening,
                            seq, bytea(digest), static_cast<int>(candidates.size()), first);
    transaction.exec_params("UPDATE screening SET source = 2, columns = $2::text[], candidates = $3 WHERE id = $1", screening,
                            array_literal(columns), ordinal);
    return committed(transaction, screening);
  });
}

int committed_through(Database& database, std::int64_t screening) {
  return in_transaction(database, [&](pqxx::work& transaction) { return committed(transaction, screening); });
}

std::vector<Candidate> read_candidates(Database& database, std::int64_t screening, std::int64_t first, std::int64_t limit) {
  return in_raw_transaction(database, [&](RawSession& session) {
    const RawResult rows = session.query(
        "SELECT kind, notation, raw, id, fields FROM candidate WHERE screening_id = $1 AND ordinal >= $2 ORDER BY ordinal LIMIT $3",
        {std::to_string(screening), std::to_string(first), std::to_string(limit)});
    std::vector<Candidate> candidates(static_cast<std::size_t>(rows.rows()));
    for (int row = 0; row < rows.rows(); ++row) {
      Candidate& candidate = candidates[static_cast<std::size_t>(row)];
      candidate.kind = static_cast<CandidateKind>(rows.int2(row, 0));
      candidate.notation = static_cast<Notation>(rows.int2(row, 1));
      candidate.raw = rows.bytes(row, 2);
      candidate.id = rows.bytes(row, 3);
      each_text(rows.bytes(row, 4), [&](std::string_view field) { candidate.fields.emplace_back(field); });
    }
    return candidates;
  });
}

}  // namespace furui
