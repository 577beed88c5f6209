// Rows of relaxation and relaxation_checkpoint, and structures that were relaxed from others.
#include "store/relaxations.h"

#include <map>
#include <string_view>

#include "store/commits.h"  // for LeaseLost
#include "store/pool.h"     // for in_raw_transaction
#include "store/text_array.h"  // for array_literal

namespace furui {
namespace {

/// Those that the project has already are left alone.
void insert_structures(RawSession& session, const Lease& lease, const std::vector<std::optional<StoredRelaxation>>& relaxations) {
  std::map<std::string_view, const StoredRelaxation*> by_digest;  // each once, and in one order for all workers
  for (const auto& relaxation : relaxations) {
    if (relaxation && !relaxation->content.empty()) by_digest.emplace(bytes_of(relaxation->structure), &*relaxation);
  }
  if (by_digest.empty()) return;
  std::vector<std::string_view> digests, contents, parents;
  for (const auto& [digest, relaxation] : by_digest) {
    digests.push_back(digest);
    contents.push_back(relaxation->content);
    parents.push_back(bytes_of(relaxation->start));
  }
  BinaryRows project, digest_array, content_array, parent_array;
  project.int4(lease.project);
  digest_array.bytea_array(digests);
  content_array.bytea_array(contents);
  parent_array.bytea_array(parents);
  session.query_binary("INSERT INTO structure (project_id, sha256, kind, content, origin, parent_sha256) SELECT $1::integer, sha256, 2, content, 2, parent "
                       "FROM unnest($2::bytea[], $3::bytea[], $4::bytea[]) AS fresh (sha256, content, parent) ON CONFLICT DO NOTHING",
                       {project.parameter(), digest_array.parameter(), content_array.parameter(), parent_array.parameter()});
}

}  // namespace

void insert_relaxations(RawSession& session, const Lease& lease, const std::vector<std::optional<StoredRelaxation>>& relaxations, std::int64_t batch) {
  insert_structures(session, lease, relaxations);
  BinaryRows rows;
  for (std::size_t row = 0; row < relaxations.size(); ++row) {
    if (!relaxations[row]) continue;
    const StoredRelaxation& relaxation = *relaxations[row];
    rows.begin_row(12);
    rows.int8(lease.screening);
    rows.int4(lease.first_ordinal + static_cast<std::int32_t>(row));
    rows.bytes(bytes_of(relaxation.start));
    relaxation.content.empty() ? rows.null() : rows.bytes(bytes_of(relaxation.structure));
    rows.int8(batch);
    rows.int2(static_cast<std::int16_t>(relaxation.status));
    rows.int4(relaxation.sites);
    for (const auto* numbers : {&relaxation.energy_per_atom, &relaxation.largest_force, &relaxation.volume}) rows.float4_array(numbers->data(), numbers->size());
    relaxation.changes.empty() ? rows.null() : rows.text_array(relaxation.changes);
    relaxation.detail.empty() ? rows.null() : rows.bytes(relaxation.detail);
  }
  if (rows.size() == 0) return;
  session.begin_copy("relaxation (screening_id, ordinal, start_sha256, final_sha256, batch_id, status, sites, energy_per_atom, largest_force, volume, changes, detail)");
  session.copy_rows(rows);
  session.end_copy();
}

std::vector<RelaxationCheckpoint> read_checkpoints(Database& database, const Lease& lease) {
  return in_raw_transaction(database, [&](RawSession& session) {
    const RawResult rows = session.query("SELECT ordinal, start_sha256, content FROM relaxation_checkpoint WHERE work_id = $1 ORDER BY ordinal", {std::to_string(lease.work)});
    std::vector<RelaxationCheckpoint> checkpoints;
    for (int row = 0; row < rows.rows(); ++row)
      checkpoints.push_back({rows.int4(row, 0) - lease.first_ordinal, digest_from(rows.bytes(row, 1)), std::string(rows.bytes(row, 2))});
    return checkpoints;
  });
}

void store_checkpoints(Database& database, const Lease& lease, const std::vector<RelaxationCheckpoint>& checkpoints, std::int64_t relaxed, std::int64_t steps) {
  in_raw_transaction(database, [&](RawSession& session) {
    const std::string work = std::to_string(lease.work);
    // Who gets on is not what kills its workers: machines that are taken away often may take many.
    const RawResult fence = session.query("UPDATE work SET attempts = CASE WHEN $4::bigint > relaxation_steps THEN 1 ELSE attempts END, "
                                          "relaxed = $3::integer, relaxation_steps = $4::bigint WHERE id = $1 AND epoch = $2 AND state = 2",
                                          {work, std::to_string(lease.epoch), std::to_string(relaxed), std::to_string(steps)});
    if (fence.affected() != 1) throw LeaseLost{};
    std::vector<std::int32_t> ordinals;
    BinaryRows rows;
    for (const RelaxationCheckpoint& checkpoint : checkpoints) {
      ordinals.push_back(lease.first_ordinal + checkpoint.row);
      rows.begin_row(4);
      rows.int8(lease.work);
      rows.int4(lease.first_ordinal + checkpoint.row);
      rows.bytes(bytes_of(checkpoint.start));
      rows.bytes(checkpoint.content);
    }
    if (rows.size() > 0) {
      session.query("DELETE FROM relaxation_checkpoint WHERE work_id = $1 AND ordinal = ANY ($2::integer[])", {work, array_literal(ordinals)});
      session.begin_copy("relaxation_checkpoint (work_id, ordinal, start_sha256, content)");
      session.copy_rows(rows);
      session.end_copy();
    }
    session.query("SELECT pg_notify('furui_progress', $1)", {std::to_string(lease.screening)});
  });
}

std::vector<RelaxationRow> read_relaxations(Database& database, std::int64_t screening, std::int64_t after, int limit) {
  return in_raw_transaction(database, [&](RawSession& session) {
    const RawResult rows = session.query(
        "SELECT r.ordinal, c.id, r.status, encode(r.start_sha256, 'hex'), coalesce(encode(r.final_sha256, 'hex'), ''), coalesce(f.content, ''), "
        "r.energy_per_atom, r.largest_force, r.volume, r.changes, coalesce(r.detail, ''), r.sites "
        "FROM relaxation r JOIN candidate c ON c.screening_id = r.screening_id AND c.ordinal = r.ordinal JOIN screening g ON g.id = r.screening_id "
        "LEFT JOIN structure f ON f.project_id = g.project_id AND f.sha256 = r.final_sha256 "
        "WHERE r.screening_id = $1 AND r.ordinal > $2::bigint ORDER BY r.ordinal LIMIT $3",
        {std::to_string(screening), std::to_string(after), std::to_string(limit)});
    std::vector<RelaxationRow> result;
    for (int row = 0; row < rows.rows(); ++row) {
      RelaxationRow& relaxation = result.emplace_back();
      relaxation.ordinal = rows.int4(row, 0);
      relaxation.id = rows.bytes(row, 1);
      relaxation.status = static_cast<RelaxationStatus>(rows.int2(row, 2));
      relaxation.start_sha256_hex = rows.bytes(row, 3);
      relaxation.final_sha256_hex = rows.bytes(row, 4);
      relaxation.content = rows.bytes(row, 5);
      relaxation.energy_per_atom = floats_of(rows, row, 6);
      relaxation.largest_force = floats_of(rows, row, 7);
      relaxation.volume = floats_of(rows, row, 8);
      if (!rows.is_null(row, 9)) each_text(rows.bytes(row, 9), [&](std::string_view text) { relaxation.changes.emplace_back(text); });
      relaxation.detail = rows.bytes(row, 10);
      relaxation.sites = rows.int4(row, 11);
    }
    return result;
  });
}

}  // namespace furui
