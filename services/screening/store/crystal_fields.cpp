// One statement over fields, outcomes and structures.
#include "store/crystal_fields.h"

#include "store/pool.h"  // for in_raw_transaction

namespace furui {

std::vector<CrystalFieldRow> read_crystal_fields(Database& database, std::int64_t screening, std::int32_t model_version, std::int64_t after, int limit) {
  return in_raw_transaction(database, [&](RawSession& session) {
    const RawResult rows = session.query(
        "SELECT f.ordinal, c.id, encode(f.structure_sha256, 'hex'), s.content, o.value, f.forces, f.stress, f.magnetic_moments FROM crystal_field f "
        "JOIN candidate c ON c.screening_id = f.screening_id AND c.ordinal = f.ordinal JOIN screening g ON g.id = f.screening_id "
        "JOIN structure s ON s.project_id = g.project_id AND s.sha256 = f.structure_sha256 "
        "JOIN outcome o ON o.screening_id = f.screening_id AND o.model_version_id = f.model_version_id AND o.ordinal = f.ordinal AND "
        "o.structure_sha256 = f.structure_sha256 "
        "WHERE f.screening_id = $1 AND f.model_version_id = $2::integer AND f.ordinal > $3::bigint ORDER BY f.ordinal LIMIT $4",
        {std::to_string(screening), std::to_string(model_version), std::to_string(after), std::to_string(limit)});
    std::vector<CrystalFieldRow> result;
    for (int row = 0; row < rows.rows(); ++row) {
      CrystalFieldRow& of = result.emplace_back();
      of.ordinal = rows.int4(row, 0);
      of.id = rows.bytes(row, 1);
      of.structure_sha256_hex = rows.bytes(row, 2);
      of.content = rows.bytes(row, 3);
      of.value = floats_of(rows, row, 4);
      of.fields = {std::nullopt, floats_of(rows, row, 5), floats_of(rows, row, 6), floats_of(rows, row, 7)};
    }
    return result;
  });
}

}  // namespace furui
