// Pages of results: candidates, their outcomes, alerts and places.
#include "store/results.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "store/pool.h"        // for in_raw_transaction
#include "store/text_array.h"  // for array_literal

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

/// Candidates and their readings; `which` is a condition on c.ordinal with the parameters from $2 on, and an order.
std::vector<CandidateRow> read_candidates(RawSession& session, const ResultsQuery& query, const std::string& which,
                                          std::initializer_list<std::string_view> parameters) {
  const RawResult rows = session.query(
      "SELECT c.ordinal, c.id, c.raw, " + std::string(query.with_fields ? "c.fields" : "NULL::text[]") +
          ", r.structure_sha256, r.standardized_smiles, r.changes, r.warnings, r.formula, r.space_group FROM candidate c "
          "LEFT JOIN reading r ON r.screening_id = c.screening_id AND r.ordinal = c.ordinal WHERE c.screening_id = $1 AND " + which,
      parameters);
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
    if (!rows.is_null(row, 8)) candidate.formula = rows.bytes(row, 8);
    if (!rows.is_null(row, 9)) candidate.space_group = rows.int2(row, 9);
  }
  return page;
}

/// Places by ordinal, in the order of the query.
///
/// Apart from the candidates: joined, a planner that has not yet seen the ranking's rows takes it for a small one, and
/// may read the whole of it for each candidate. `which` is a condition with the parameters from $2 on, and an order that an
/// index has.
std::vector<std::pair<std::int32_t, RankedPlace>> read_places(RawSession& session, const std::string& which,
                                                              std::initializer_list<std::string_view> parameters) {
  const RawResult rows = session.query(
      "SELECT ordinal, rank, score, filter, desirability, contribution, expected, std, meets, top, stays, tie_group, front, filter_detail, pick, pick_group, pick_similarity, also_failed "
      "FROM ranked WHERE ranking_id = $1 AND " + which, parameters);
  std::vector<std::pair<std::int32_t, RankedPlace>> places;
  places.reserve(static_cast<std::size_t>(rows.rows()));
  for (int row = 0; row < rows.rows(); ++row) {
    RankedPlace& place = places.emplace_back(rows.int4(row, 0), RankedPlace{}).second;
    if (!rows.is_null(row, 1)) place.rank = rows.int4(row, 1);
    if (!rows.is_null(row, 3)) place.filter = rows.int2(row, 3);
    place.desirability = floats_of(rows, row, 4);
    place.contribution = floats_of(rows, row, 5);
    int column = 6;
    for (auto* number : {&place.expected, &place.std, &place.meets, &place.top, &place.stays}) {
      if (!rows.is_null(row, column)) *number = rows.float4(row, column);
      ++column;
    }
    if (!rows.is_null(row, 2)) place.score = rows.float4(row, 2);
    if (!rows.is_null(row, column)) place.tie_group = rows.int4(row, column);
    if (!rows.is_null(row, column + 1)) place.front = rows.int4(row, column + 1);
    if (!rows.is_null(row, column + 2)) place.filter_detail = rows.bytes(row, column + 2);
    if (!rows.is_null(row, column + 3)) place.pick = rows.int4(row, column + 3);
    if (!rows.is_null(row, column + 4)) place.pick_group = rows.bytes(row, column + 4);
    if (!rows.is_null(row, column + 5)) place.pick_similarity = rows.float4(row, column + 5);
    if (!rows.is_null(row, column + 6)) place.also_failed = int2_elements(rows.bytes(row, column + 6));
  }
  return places;
}

std::vector<CandidateRow> read_page_by_rank(RawSession& session, const ResultsQuery& query) {
  auto places = read_places(session, query.picks ? "pick > $2::bigint ORDER BY pick LIMIT $3" : "rank > $2::bigint ORDER BY rank LIMIT $3",
                            {std::to_string(query.ranking), std::to_string(std::max<std::int64_t>(query.after, 0)), std::to_string(query.limit)});
  std::vector<std::int32_t> ordinals;
  for (const auto& [ordinal, place] : places) ordinals.push_back(ordinal);
  std::vector<CandidateRow> page =
      read_candidates(session, query, "c.ordinal = ANY ($2::integer[])", {std::to_string(query.screening), array_literal(ordinals)});
  std::map<std::int32_t, RankedPlace*> by_ordinal;
  for (auto& [ordinal, place] : places) by_ordinal[ordinal] = &place;
  for (CandidateRow& candidate : page) candidate.place = std::move(*by_ordinal.at(candidate.ordinal));
  const auto position = [&](const CandidateRow& row) { return query.picks ? row.place->pick : row.place->rank; };
  std::sort(page.begin(), page.end(), [&](const CandidateRow& a, const CandidateRow& b) { return position(a) < position(b); });
  return page;
}

std::vector<CandidateRow> read_page(RawSession& session, const ResultsQuery& query) {
  if (query.by_rank) return read_page_by_rank(session, query);
  std::vector<CandidateRow> page =
      read_candidates(session, query, "c.ordinal > $2::bigint ORDER BY c.ordinal LIMIT $3",
                      {std::to_string(query.screening), std::to_string(query.after), std::to_string(query.limit)});
  if (query.ranking == 0 || page.empty()) return page;
  auto places = read_places(session, "ordinal >= $2 AND ordinal <= $3 ORDER BY ordinal",
                            {std::to_string(query.ranking), std::to_string(page.front().ordinal), std::to_string(page.back().ordinal)});
  auto next = places.begin();
  for (CandidateRow& candidate : page) {
    while (next != places.end() && next->first < candidate.ordinal) ++next;
    if (next != places.end() && next->first == candidate.ordinal) candidate.place = std::move(next->second);
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

void add_relaxations(RawSession& session, const ResultsQuery& query, const std::map<std::int32_t, CandidateRow*>& by_ordinal, const std::string& ordinals) {
  const RawResult rows = session.query(
      "SELECT ordinal, status, cardinality(volume) - 1, energy_per_atom[cardinality(volume)], largest_force[cardinality(volume)], "
      "volume[cardinality(volume)] / sites::real, coalesce(encode(final_sha256, 'hex'), ''), changes, coalesce(detail, ''), batch_id "
      "FROM relaxation WHERE screening_id = $1 AND ordinal = ANY ($2::integer[])",
      {std::to_string(query.screening), ordinals});
  for (int row = 0; row < rows.rows(); ++row) {
    RelaxationEnd end{static_cast<RelaxationStatus>(rows.int2(row, 1)), rows.int4(row, 2), rows.float4(row, 3), rows.float4(row, 4), rows.float4(row, 5),
                      std::string(rows.bytes(row, 6)), {}, std::string(rows.bytes(row, 8)), rows.int8(row, 9)};
    if (!rows.is_null(row, 7)) each_text(rows.bytes(row, 7), [&](std::string_view text) { end.changes.emplace_back(text); });
    by_ordinal.at(rows.int4(row, 0))->relaxation = std::move(end);
  }
}

void add_products(RawSession& session, const ResultsQuery& query, const std::map<std::int32_t, CandidateRow*>& by_ordinal, const std::string& ordinals) {
  const RawResult rows = session.query(
      "SELECT d.ordinal, d.model_version_id, d.formulas, d.sources, d.shares FROM decomposition d "
      "JOIN screening_model m ON m.screening_id = d.screening_id AND m.model_version_id = d.model_version_id "
      "WHERE d.screening_id = $1 AND d.ordinal = ANY ($2::integer[]) ORDER BY d.ordinal, m.position",
      {std::to_string(query.screening), ordinals});
  for (int row = 0; row < rows.rows(); ++row) {
    std::vector<std::string> formulas, sources;
    each_text(rows.bytes(row, 2), [&](std::string_view text) { formulas.emplace_back(text); });
    each_text(rows.bytes(row, 3), [&](std::string_view text) { sources.emplace_back(text); });
    const std::vector<float> shares = floats_of(rows, row, 4);
    for (std::size_t i = 0; i < formulas.size(); ++i)
      by_ordinal.at(rows.int4(row, 0))->products.push_back({rows.int4(row, 1), std::move(formulas[i]), std::move(sources[i]), shares[i]});
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
    std::vector<std::int32_t> of_page;
    for (const CandidateRow& row : page) of_page.push_back(row.ordinal);
    const std::string ordinals = array_literal(of_page);
    add_outcomes(session, query, by_ordinal, ordinals);
    const RawResult has = session.query(
        "SELECT relaxation IS NOT NULL, EXISTS (SELECT 1 FROM screening_model m WHERE m.screening_id = s.id AND m.assesses) FROM screening s WHERE s.id = $1",
        {std::to_string(query.screening)});
    if (has.rows() == 1 && has.boolean(0, 0)) add_relaxations(session, query, by_ordinal, ordinals);
    if (has.rows() == 1 && has.boolean(0, 1)) add_products(session, query, by_ordinal, ordinals);
    if (query.with_alerts) add_alerts(session, query, by_ordinal, ordinals);
    return page;
  });
}

std::map<std::int32_t, RankedPlace> read_places(Database& database, std::int64_t ranking, const std::vector<std::int32_t>& ordinals) {
  return in_raw_transaction(database, [&](RawSession& session) {
    auto places = read_places(session, "ordinal = ANY ($2::integer[])", {std::to_string(ranking), array_literal(ordinals)});
    return std::map<std::int32_t, RankedPlace>(std::make_move_iterator(places.begin()), std::make_move_iterator(places.end()));
  });
}

std::map<std::int32_t, std::string> read_ids(Database& database, std::int64_t screening, const std::vector<std::int32_t>& ordinals) {
  return in_raw_transaction(database, [&](RawSession& session) {
    const RawResult rows = session.query("SELECT ordinal, id FROM candidate WHERE screening_id = $1 AND ordinal = ANY ($2::integer[])",
                                         {std::to_string(screening), array_literal(ordinals)});
    std::map<std::int32_t, std::string> ids;
    for (int row = 0; row < rows.rows(); ++row) ids[rows.int4(row, 0)] = rows.bytes(row, 1);
    return ids;
  });
}

void read_cells(Database& database, std::int64_t screening, std::size_t column,
                const std::function<void(std::int32_t, std::string_view)>& visit) {
  constexpr std::int64_t kRowsAtOnce = 100'000;
  in_raw_transaction(database, [&](RawSession& session) {
    const std::string id = std::to_string(screening);
    for (std::int64_t first = 0;; first += kRowsAtOnce) {
      const RawResult rows = session.query("SELECT ordinal, coalesce(fields[$2::integer], '') FROM candidate WHERE screening_id = $1 AND ordinal >= $3 AND ordinal < $4",
                                           {id, std::to_string(column + 1), std::to_string(first), std::to_string(first + kRowsAtOnce)});
      for (int row = 0; row < rows.rows(); ++row) visit(rows.int4(row, 0), rows.bytes(row, 1));
      if (rows.rows() == 0) return;
    }
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
