// A chunk's results and its state in one transaction that checks the epoch.
#include <map>
#include <stdexcept>

#include "core/error.h"     // for Error
#include "store/commit_parts.h"  // for fence, insert_outcomes, move_on
#include "store/commits.h"  // for commit_chunk
#include "store/pool.h"     // for in_raw_transaction

namespace furui {
namespace {

constexpr std::size_t kStructureBytes = std::size_t{8} << 20;  // of one statement

/// The id of a text that is stored once, such as a standardization's version.
std::int64_t id_of_standardization(RawSession& session, const std::string& version) {
  for (;;) {
    const RawResult known = session.query("SELECT id::bigint FROM standardization WHERE version = $1", {version});
    if (known.rows() == 1) return known.int8(0, 0);
    session.query("INSERT INTO standardization (version) VALUES ($1) ON CONFLICT (version) DO NOTHING", {version});
  }
}

/// New structures, each once; those that the project has already are left alone.
void store_structures(RawSession& session, const Lease& lease, const ChunkResult& result) {
  // By digest, in one order everywhere, so that two commits that share structures wait for each other instead of
  // deadlocking.
  std::map<std::string_view, std::string_view> fresh;
  for (const StoredReading& reading : result.readings) {
    if (reading.fresh && !reading.content.empty()) fresh.emplace(bytes_of(reading.structure), reading.content);
  }
  std::vector<std::string_view> digests, contents;
  std::size_t bytes = 0;
  const auto insert = [&] {
    if (digests.empty()) return;
    BinaryRows project, digest_array, content_array;
    project.int4(lease.project);
    digest_array.bytea_array(digests);
    content_array.bytea_array(contents);
    session.query_binary("INSERT INTO structure (project_id, sha256, kind, content) SELECT $1::integer, sha256, least(get_byte(content, 0), 2), content "
                         "FROM unnest($2::bytea[], $3::bytea[]) AS fresh (sha256, content) ON CONFLICT DO NOTHING",
                         {project.parameter(), digest_array.parameter(), content_array.parameter()});
    digests.clear();
    contents.clear();
    bytes = 0;
  };
  for (const auto& [digest, content] : fresh) {
    digests.push_back(digest);
    contents.push_back(content);
    bytes += content.size();
    if (bytes > kStructureBytes) insert();
  }
  insert();
}

void store_readings(RawSession& session, const Lease& lease, const ChunkResult& result, std::int64_t standardization) {
  BinaryRows rows;
  for (std::size_t row = 0; row < result.readings.size(); ++row) {
    const StoredReading& reading = result.readings[row];
    if (reading.content.empty()) continue;
    rows.begin_row(12);
    rows.int8(lease.screening);
    rows.int4(lease.first_ordinal + static_cast<std::int32_t>(row));
    rows.int4(lease.project);
    rows.int2(reading.notation);
    rows.int2(static_cast<std::int16_t>(standardization));
    rows.bytes(bytes_of(reading.raw_sha256));
    rows.bytes(bytes_of(reading.structure));
    reading.changes.empty() ? rows.null() : rows.text_array(reading.changes);
    reading.warnings.empty() ? rows.null() : rows.text_array(reading.warnings);
    reading.standardized_smiles.empty() ? rows.null() : rows.bytes(reading.standardized_smiles);
    reading.formula.empty() ? rows.null() : rows.bytes(reading.formula);
    reading.space_group == 0 ? rows.null() : rows.int2(static_cast<std::int16_t>(reading.space_group));
  }
  if (rows.size() == 0) return;
  session.begin_copy("reading (screening_id, ordinal, project_id, notation, standardization_id, raw_sha256, structure_sha256, "
                     "changes, warnings, standardized_smiles, formula, space_group)");
  session.copy_rows(rows);
  session.end_copy();
}

void store_alerts(RawSession& session, const Lease& lease, const std::vector<StoredAlert>& alerts) {
  if (alerts.empty()) return;
  BinaryRows rows;
  for (const StoredAlert& alert : alerts) {
    rows.begin_row(5);
    rows.int8(lease.screening);
    rows.int4(lease.first_ordinal + alert.row);
    rows.bytes(alert.catalogue);
    rows.bytes(alert.rule);
    rows.int2_array(alert.atoms.data(), alert.atoms.size());
  }
  session.begin_copy("alert (screening_id, ordinal, catalogue, rule, atoms)");
  session.copy_rows(rows);
  session.end_copy();
}

/// SHA-256 of what models saw of a row; empty where there was nothing.
std::string_view seen_structure(const ChunkResult& result, std::size_t row) {
  if (row < result.relaxations.size() && result.relaxations[row] && !result.relaxations[row]->content.empty()) return bytes_of(result.relaxations[row]->structure);
  return result.readings[row].content.empty() ? std::string_view() : bytes_of(result.readings[row].structure);
}

void store_fields(RawSession& session, const Lease& lease, const ChunkResult& result, const ModelOutcomes& model) {
  BinaryRows rows;
  for (std::size_t row = 0; row < model.fields.size(); ++row) {
    const StoredFields& fields = model.fields[row];
    if (model.predictions.rejection[row] || fields.stress.empty()) continue;
    rows.begin_row(7);
    rows.int8(lease.screening);
    rows.int4(model.computation.model_version);
    rows.int4(lease.first_ordinal + static_cast<std::int32_t>(row));
    rows.bytes(seen_structure(result, row));
    for (const auto* field : {&fields.forces, &fields.stress, &fields.magnetic_moments}) field->empty() ? rows.null() : rows.float4_array(field->data(), field->size());
  }
  if (rows.size() == 0) return;
  session.begin_copy("crystal_field (screening_id, model_version_id, ordinal, structure_sha256, forces, stress, magnetic_moments)");
  session.copy_rows(rows);
  session.end_copy();
}

void store_relaxations(RawSession& session, const Lease& lease, const ChunkResult& result) {
  insert_relaxations(session, lease, result.relaxations, insert_batch(session, lease, *result.relaxing, lease.rows));
  std::size_t relaxed = 0, steps = 0;
  for (const auto& relaxation : result.relaxations) {
    relaxed += relaxation ? 1 : 0;
    steps += relaxation ? relaxation->energy_per_atom.size() - 1 : 0;
  }
  const std::string work = std::to_string(lease.work);
  session.query("UPDATE work SET relaxed = $2::integer, relaxation_steps = $3::bigint WHERE id = $1", {work, std::to_string(relaxed), std::to_string(steps)});
  session.query("DELETE FROM relaxation_checkpoint WHERE work_id = $1", {work});
}

/// Candidates of the chunk with at least one value.
std::int64_t count_predicted(const ChunkResult& result, std::size_t rows) {
  std::int64_t predicted = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    bool any = false;
    for (const ModelOutcomes& model : result.outcomes) any = any || !model.predictions.rejection[row];
    predicted += any ? 1 : 0;
  }
  return predicted;
}

}  // namespace

void commit_chunk(Database& database, const Lease& lease, const ChunkResult& result) {
  if (result.readings.size() != static_cast<std::size_t>(lease.rows) || result.outcomes.size() != lease.model_versions.size() ||
      result.relaxations.size() != (result.relaxing ? result.readings.size() : 0))
    throw std::logic_error("a chunk's result is not one reading a candidate and one table a model");
  in_raw_transaction(database, [&](RawSession& session) {
    fence(session, lease);
    session.query("SELECT pg_advisory_xact_lock_shared(1, $1::integer)", {std::to_string(lease.project)});
    const std::int64_t standardization = id_of_standardization(session, result.standardization);
    store_structures(session, lease, result);
    store_readings(session, lease, result, standardization);
    store_alerts(session, lease, result.alerts);
    if (result.relaxing) store_relaxations(session, lease, result);
    for (const ModelOutcomes& model : result.outcomes) {
      if (model.predictions.rows != static_cast<std::size_t>(lease.rows)) throw std::logic_error("a chunk's predictions are not one a candidate");
      insert_outcomes(session, lease, model.computation.model_version, model.predictions, [&](std::size_t row) { return seen_structure(result, row); },
                      insert_batch(session, lease, model.computation, lease.rows));
      store_fields(session, lease, result, model);
    }
    const std::int64_t predicted = count_predicted(result, static_cast<std::size_t>(lease.rows));
    move_on(session, lease, predicted, lease.rows - predicted);
  });
}

}  // namespace furui
