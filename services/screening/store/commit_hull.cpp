// The energies or structures of a screening in, outcomes of what assesses it out.
#include <stdexcept>

#include "core/composition.h"    // for amounts_of, composition_of, reduced_formula
#include "core/crystal.h"        // for parse_crystal
#include "core/error.h"          // for Error
#include "store/commit_parts.h"  // for fence, insert_outcomes, move_on
#include "store/hulls.h"         // for the functions below
#include "store/pool.h"          // for in_raw_transaction

namespace furui {
namespace {

constexpr std::int64_t kRowsAtOnce = 10'000;

HullEntry entry_of(const RawResult& rows, int row) {
  HullEntry entry;
  entry.ordinal = rows.int4(row, 0);
  entry.id = rows.bytes(row, 1);
  const std::string_view digest = rows.bytes(row, 2);
  if (!digest.empty()) entry.structure = digest_from(digest);
  if (!rows.is_null(row, 5)) {
    entry.rejection = Rejection{static_cast<Stage>(rows.int2(row, 4)), static_cast<Reason>(rows.int2(row, 5)), std::string(rows.is_null(row, 6) ? "" : rows.bytes(row, 6))};
    return entry;
  }
  const Crystal crystal = parse_crystal(rows.bytes(row, 7));
  entry.formula = reduced_formula(amounts_of(crystal));
  entry.composition = composition_of(amounts_of(crystal));
  entry.energy_per_atom = rows.float4(row, 3);
  return entry;
}

void insert_decompositions(RawSession& session, const Lease& lease, const HullResult& result) {
  BinaryRows rows;
  for (std::size_t row = 0; row < result.decompositions.size(); ++row) {
    const StoredDecomposition& decomposition = result.decompositions[row];
    if (decomposition.formulas.empty()) continue;
    rows.begin_row(6);
    rows.int8(lease.screening);
    rows.int4(result.computation.model_version);
    rows.int4(static_cast<std::int32_t>(row));
    rows.text_array(decomposition.formulas);
    rows.text_array(decomposition.sources);
    rows.float4_array(decomposition.shares.data(), decomposition.shares.size());
  }
  if (rows.size() == 0) return;
  session.begin_copy("decomposition (screening_id, model_version_id, ordinal, formulas, sources, shares)");
  session.copy_rows(rows);
  session.end_copy();
}

}  // namespace

std::vector<HullEntry> read_hull_entries(Database& database, std::int64_t screening, std::int32_t model_version, std::size_t column) {
  return in_raw_transaction(database, [&](RawSession& session) {
    const std::string id = std::to_string(screening);
    const RawResult of = session.query("SELECT candidates, name FROM screening WHERE id = $1", {id});
    if (of.rows() != 1) throw Error(ErrorCode::kFailedPrecondition, "a competing screening was deleted; screen again without it");
    const std::int64_t candidates = of.int8(0, 0);
    std::vector<HullEntry> entries;
    for (std::int64_t first = 0; first < candidates; first += kRowsAtOnce) {
      const RawResult rows = session.query(
          "SELECT o.ordinal, c.id, o.structure_sha256, o.value[$5::integer], o.stage, o.reason, o.detail, s.content FROM outcome o "
          "JOIN candidate c ON c.screening_id = o.screening_id AND c.ordinal = o.ordinal JOIN screening g ON g.id = o.screening_id "
          "LEFT JOIN structure s ON s.project_id = g.project_id AND s.sha256 = o.structure_sha256 "
          "WHERE o.screening_id = $1 AND o.model_version_id = $2 AND o.ordinal >= $3::bigint AND o.ordinal < $4::bigint ORDER BY o.ordinal",
          {id, std::to_string(model_version), std::to_string(first), std::to_string(first + kRowsAtOnce), std::to_string(column + 1)});
      for (int row = 0; row < rows.rows(); ++row) entries.push_back(entry_of(rows, row));
    }
    if (static_cast<std::int64_t>(entries.size()) != candidates)
      throw Error(ErrorCode::kFailedPrecondition, "screening '" + std::string(of.bytes(0, 1)) + "' has not the energies of all its candidates by the model of this hull; "
                                                      "screen it again by that model, to its end");
    return entries;
  });
}

std::vector<StructureEntry> read_structures(Database& database, std::int64_t screening) {
  return in_raw_transaction(database, [&](RawSession& session) {
    const std::string id = std::to_string(screening);
    const std::int64_t candidates = session.query("SELECT candidates FROM screening WHERE id = $1", {id}).int8(0, 0);
    std::vector<StructureEntry> entries(static_cast<std::size_t>(candidates));
    for (std::int64_t first = 0; first < candidates; first += kRowsAtOnce) {
      const RawResult rows = session.query(
          "SELECT c.ordinal, s.sha256, s.content, o.stage, o.reason, o.detail FROM candidate c JOIN screening g ON g.id = c.screening_id "
          "LEFT JOIN reading r ON r.screening_id = c.screening_id AND r.ordinal = c.ordinal "
          "LEFT JOIN relaxation x ON x.screening_id = c.screening_id AND x.ordinal = c.ordinal "
          "LEFT JOIN structure s ON s.project_id = g.project_id AND s.sha256 = CASE WHEN x.ordinal IS NULL THEN r.structure_sha256 ELSE x.final_sha256 END "
          "LEFT JOIN LATERAL (SELECT stage, reason, detail FROM outcome o WHERE o.screening_id = c.screening_id AND o.ordinal = c.ordinal AND reason IS NOT NULL "
          "ORDER BY model_version_id LIMIT 1) o ON s.content IS NULL "
          "WHERE c.screening_id = $1 AND c.ordinal >= $2::bigint AND c.ordinal < $3::bigint",
          {id, std::to_string(first), std::to_string(first + kRowsAtOnce)});
      for (int row = 0; row < rows.rows(); ++row) {
        StructureEntry& entry = entries.at(static_cast<std::size_t>(rows.int4(row, 0)));
        if (!rows.is_null(row, 2)) {
          entry.structure = digest_from(rows.bytes(row, 1));
          entry.content = rows.bytes(row, 2);
        } else if (!rows.is_null(row, 4)) {
          entry.rejection = Rejection{static_cast<Stage>(rows.int2(row, 3)), static_cast<Reason>(rows.int2(row, 4)), std::string(rows.is_null(row, 5) ? "" : rows.bytes(row, 5))};
        } else {
          throw std::logic_error("a candidate without a structure that no model rejected");
        }
      }
    }
    return entries;
  });
}

void commit_hull(Database& database, const Lease& lease, const std::vector<HullResult>& results) {
  in_raw_transaction(database, [&](RawSession& session) {
    fence(session, lease);
    for (const HullResult& result : results) {
      const std::int64_t batch = insert_batch(session, lease, result.computation, static_cast<std::int64_t>(result.predictions.rows));
      const auto structure = [&](std::size_t row) {
        const Sha256& digest = result.structures[row];
        return digest == Sha256{} ? std::string_view() : bytes_of(digest);
      };
      insert_outcomes(session, lease, result.computation.model_version, result.predictions, structure, batch);
      insert_decompositions(session, lease, result);
    }
    move_on(session, lease, 0, 0);
  });
}

}  // namespace furui
