// A chunk's candidates, and the readings of the same raw bytes that the project has already.
#include "store/commits.h"  // for ChunkInput
#include "store/pool.h"     // for in_raw_transaction


namespace furui {
namespace {

std::vector<std::string> texts_of(const RawResult& rows, int row, int column) {
  std::vector<std::string> texts;
  if (!rows.is_null(row, column)) each_text(rows.bytes(row, column), [&](std::string_view text) { texts.emplace_back(text); });
  return texts;
}

}  // namespace

ChunkInput read_chunk(Database& database, const Lease& lease, const std::string& standardization) {
  const std::string screening = std::to_string(lease.screening);
  const std::string first = std::to_string(lease.first_ordinal);
  const std::string end = std::to_string(lease.first_ordinal + lease.rows);
  return in_raw_transaction(database, [&](RawSession& session) {
    ChunkInput chunk;
    const RawResult rows = session.query(
        "SELECT kind, notation, raw, raw_sha256 FROM candidate WHERE screening_id = $1 AND ordinal >= $2 AND ordinal < $3 ORDER BY ordinal",
        {screening, first, end});
    if (rows.rows() != lease.rows) throw std::runtime_error("a chunk's candidates are not all there");
    const auto count = static_cast<std::size_t>(rows.rows());
    chunk.candidates.resize(count);
    chunk.raw_sha256.resize(count);
    chunk.known.resize(count);
    for (int row = 0; row < rows.rows(); ++row) {
      Candidate& candidate = chunk.candidates[static_cast<std::size_t>(row)];
      candidate.kind = static_cast<CandidateKind>(rows.int2(row, 0));
      candidate.notation = static_cast<Notation>(rows.int2(row, 1));
      candidate.raw = rows.bytes(row, 2);
      chunk.raw_sha256[static_cast<std::size_t>(row)] = digest_from(rows.bytes(row, 3));
    }
    // Nothing was ever read this way in this project: no index look-ups for a first library.
    const RawResult any = session.query(
        "SELECT t.id FROM standardization t WHERE t.version = $1 AND EXISTS (SELECT 1 FROM reading r WHERE r.project_id = $2)",
        {standardization, std::to_string(lease.project)});
    if (any.rows() == 0) return chunk;
    const RawResult known = session.query(
        "SELECT c.ordinal, c.notation, r.structure_sha256, s.content, r.changes, r.warnings, r.standardized_smiles, r.formula, r.space_group "
        "FROM candidate c CROSS JOIN LATERAL (SELECT * FROM reading r WHERE r.project_id = $4 AND r.raw_sha256 = c.raw_sha256 "
        "AND r.standardization_id = $5 AND r.notation = c.notation LIMIT 1) r "
        "JOIN structure s ON s.project_id = $4 AND s.sha256 = r.structure_sha256 "
        "WHERE c.screening_id = $1 AND c.ordinal >= $2 AND c.ordinal < $3",
        {screening, first, end, std::to_string(lease.project), std::to_string(any.int2(0, 0))});
    for (int row = 0; row < known.rows(); ++row) {
      const auto at = static_cast<std::size_t>(known.int4(row, 0) - lease.first_ordinal);
      StoredReading& reading = chunk.known[at];
      reading.notation = static_cast<std::uint8_t>(known.int2(row, 1));
      reading.raw_sha256 = chunk.raw_sha256[at];
      reading.structure = digest_from(known.bytes(row, 2));
      reading.content = known.bytes(row, 3);
      reading.changes = texts_of(known, row, 4);
      reading.warnings = texts_of(known, row, 5);
      if (!known.is_null(row, 6)) reading.standardized_smiles = known.bytes(row, 6);
      if (!known.is_null(row, 7)) reading.formula = known.bytes(row, 7);
      if (!known.is_null(row, 8)) reading.space_group = known.int2(row, 8);
    }
    return chunk;
  });
}

}  // namespace furui
