// Pages of results: candidates, their outcomes, alerts and places.
#include "store/results.h"

#include <map>

#include "store/pool.h"  // for in_raw_transaction

namespace furui {
namespace {

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    text += kDigits[(static_cast<unsigned char>(byte) >> 4) & 15];
    text += kDigits[static_cast<unsigned char>(byte) & 15];
  }
  return text;
}

std::vector<std::string> texts_of(const RawResult& rows, int row, int column) {
  std::vector<std::string> texts;
  if (!rows.is_null(row, column)) each_text(rows.bytes(row, column), [&](std::string_view text) { texts.emplace_back(text); });
  return texts;
}

std::vector<float> floats_of(const RawResult& rows, int row, int column) {
  std::vector<float> values;
  if (!rows.is_null(row, column)) append_floats(rows.bytes(row, column), values);
  return values;
}

/// "{1,2,3}" of a page's ordinals.
std::string ordinals_literal(const std::vector<CandidateRow>& page) {
  std::string literal = "{";
  for (const CandidateRow& row : page) literal += (literal.size() > 1 ? "," : "") + std::to_string(row.ordinal);
  return literal + "}";
}

std::vector<CandidateRow> read_page(RawSession& session, const ResultsQuery& query) {
  const std::string select =
      "SELECT c.ordinal, c.id, c.raw, " + std::string(query.with_fields ? "c.fields" : "NULL::text[]") +
      ", r.structure_sha256, r.standardized_smiles, r.changes, r.warnings, k.rank, k.score, k.filter, k.desirability, k.contribution, "
      "k.expected, k.std, k.meets, k.top, k.stays, k.tie_group, k.front "
      "FROM candidate c LEFT JOIN reading r ON r.screening_id = c.screening_id AND r.ordinal = c.ordinal ";
  const std::string screening = std::to_string(query.screening), ranking = std::to_string(query.ranking),
                    after = std::to_string(query.after), limit = std::to_string(query.limit);
  const RawResult rows =
      query.by_rank
          ? session.query(select + "JOIN ranked k ON k.ranking_id = $2 AND k.ordinal = c.ordinal "
                          "WHERE c.screening_id = $1 AND k.rank > $3::bigint ORDER BY k.rank LIMIT $4", {screening, ranking, std::to_string(std::max<std::int64_t>(query.after, 0)), limit})
          : session.query(select + "LEFT JOIN ranked k ON k.ranking_id = $2 AND k.ordinal = c.ordinal "
                          "WHERE c.screening_id = $1 AND c.ordinal > $3::bigint ORDER BY c.ordinal LIMIT $4", {screening, ranking, after, limit});
  std::vector<CandidateRow> page(static_cast<std::size_t>(rows.rows()));
  for (int row = 0; row < rows.rows(); ++row) {
    CandidateRow& candidate = page[static_cast<std::size_t>(row)];
    candidate.ordinal = rows.int4(row, 0);
    candidate.id = rows.bytes(row, 1);
    candidate.raw = rows.bytes(row, 2);
    candidate.fields = texts_of(rows, row, 3);
    if (!rows.is_null(row, 4)) candidate.structure_sha256_hex = hex(rows.bytes(row, 4));
    if (!rows.is_null(row, 5)) candidate.standardized_smiles = rows.bytes(row, 5);
    candidate.changes = texts_of(rows, row, 6);
    candidate.warnings = texts_of(rows, row, 7);
    if (rows.is_null(row, 11)) continue;  // no place in this ranking (yet)
    RankedPlace& place = candidate.place.emplace();
    if (!rows.is_null(row, 8)) place.rank = rows.int4(row, 8);
    if (!rows.is_null(row, 9)) place.score = rows.float4(row, 9);
    if (!rows.is_null(row, 10)) place.filter = rows.int2(row, 10);
    place.desirability = floats_of(rows, row, 11);
    place.contribution = floats_of(rows, row, 12);
    int column = 13;
    for (auto* number : {&place.expected, &place.std, &place.meets, &place.top, &place.stays}) {
      if (!rows.is_null(row, column)) *number = rows.float4(row, column);
      ++column;
    }
    if (!rows.is_null(row, column)) place.tie_group = rows.int4(row, column);
    if (!rows.is_null(row, column + 1)) place.front = rows.int4(row, column + 1);
  }
  return page;
}

void add_outcomes(RawSession& session, const ResultsQuery& query, const std::map<std::int32_t, CandidateRow*>& by_ordinal, const std::string& ordinals) {
  const RawResult rows = session.query(
      "SELECT o.ordinal, o.model_version_id, o.value, o.std, o.domain, o.stage, o.reason, o.detail, o.batch_id FROM outcome o "
      "JOIN screening_model m ON m.screening_id = o.screening_id AND m.model_version_id = o.model_version_id "
      "WHERE o.screening_id = $1 AND o.ordinal = ANY ($2::integer[]) ORDER BY o.ordinal, m.position",
      {std::to_string(query.screening), ordinals});
  for (int row = 0; row < rows.rows(); ++row) {
    OutcomeRow outcome;
    outcome.model_version = rows.int4(row, 1);
    outcome.value = floats_of(rows, row, 2);
    outcome.std = floats_of(rows, row, 3);
    outcome.domain = static_cast<Domain>(rows.int2(row, 4));
    if (!rows.is_null(row, 6))
      outcome.rejection = Rejection{static_cast<Stage>(rows.int2(row, 5)), static_cast<Reason>(rows.int2(row, 6)), std::string(rows.bytes(row, 7))};
    else if (!rows.is_null(row, 7))
      outcome.domain_note = rows.bytes(row, 7);
    outcome.batch = rows.int8(row, 8);
    by_ordinal.at(rows.int4(row, 0))->outcomes.push_back(std::move(outcome));
  }
}

void add_alerts(RawSession& session, const ResultsQuery& query, const std::map<std::int32_t, CandidateRow*>& by_ordinal, const std::string& ordinals) {
  const RawResult rows = session.query(
      "SELECT ordinal, catalogue, rule, atoms FROM alert WHERE screening_id = $1 AND ordinal = ANY ($2::integer[]) ORDER BY ordinal, catalogue, rule",
      {std::to_string(query.screening), ordinals});
  for (int row = 0; row < rows.rows(); ++row)
    by_ordinal.at(rows.int4(row, 0))->alerts.push_back({std::string(rows.bytes(row, 1)), std::string(rows.bytes(row, 2)), int2_elements(rows.bytes(row, 3))});
}

}  // namespace

std::vector<CandidateRow> read_results(Database& database, const ResultsQuery& query) {
  return in_raw_transaction(database, [&](RawSession& session) {
    std::vector<CandidateRow> page = read_page(session, query);
    if (page.empty()) return page;
    std::map<std::int32_t, CandidateRow*> by_ordinal;
    for (CandidateRow& row : page) by_ordinal[row.ordinal] = &row;
    const std::string ordinals = ordinals_literal(page);
    add_outcomes(session, query, by_ordinal, ordinals);
    if (query.with_alerts) add_alerts(session, query, by_ordinal, ordinals);
    return page;
  });
}

Provenance get_provenance(Database& database, std::int64_t batch) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    const auto rows = transaction.exec_params(
        "SELECT e.facts::text, b.device, b.worker, to_char(b.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), "
        "to_char(b.finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), "
        "coalesce((SELECT t.version FROM reading r JOIN standardization t ON t.id = r.standardization_id WHERE r.screening_id = b.screening_id LIMIT 1), '') "
        "FROM batch b JOIN software_environment e ON e.id = b.software_environment_id WHERE b.id = $1", batch);
    if (rows.empty()) throw Error(ErrorCode::kNotFound, "there is no such batch");
    const auto row = rows[0];
    return Provenance{row[0].as<std::string>(), row[1].as<std::string>(), row[2].as<std::string>(), row[3].as<std::string>(), row[4].as<std::string>(), row[5].as<std::string>()};
  });
}

}  // namespace furui
