// What a ranking reads and writes: columns in, places out.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <span>
#include <vector>

#include "core/error.h"        // for Error
#include "core/number_text.h"  // for shortest
#include "core/prediction.h"   // for Domain
#include "store/commits.h"     // for RankingColumns, commit_ranking
#include "store/pool.h"        // for in_raw_transaction
#include "store/text_array.h"  // for array_literal

namespace furui {
namespace {

constexpr std::int64_t kRowsAtOnce = 100000;
constexpr std::uint32_t kMostFront = 0x7FFFFFFF;

/// Copies one model's columns into place, a range of ordinals at a time so that memory stays flat.
void read_model_columns(RawSession& session, std::int64_t screening, std::int32_t model, const std::vector<std::pair<std::size_t, std::size_t>>& columns,
                        RankingColumns& result) {
  std::string select = "SELECT ordinal, domain";
  for (const auto& [target, column] : columns) {
    const std::string index = std::to_string(column + 1);
    select += ", value[" + index + "], std[" + index + "]";
  }
  select += " FROM outcome WHERE screening_id = $1 AND model_version_id = $2 AND ordinal >= $3 AND ordinal < $4 AND reason IS NULL";
  for (std::int64_t first = 0; first < result.candidates; first += kRowsAtOnce) {
    const RawResult rows = session.query(select, {std::to_string(screening), std::to_string(model), std::to_string(first), std::to_string(first + kRowsAtOnce)});
    for (int row = 0; row < rows.rows(); ++row) {
      const auto ordinal = static_cast<std::size_t>(rows.int4(row, 0));
      result.rejected[ordinal] = 0;
      if (!columns.empty()) result.domain[ordinal] = std::max(result.domain[ordinal], static_cast<Domain>(rows.int2(row, 1)));
      int field = 2;
      for (const auto& [target, column] : columns) {
        if (!rows.is_null(row, field)) result.columns[target].value[ordinal] = rows.float4(row, field);
        if (!rows.is_null(row, field + 1)) result.columns[target].std[ordinal] = rows.float4(row, field + 1);
        field += 2;
      }
    }
  }
}

}  // namespace

void read_graphs(Database& database, std::int64_t screening, const std::vector<std::int32_t>& ordinals,
                 const std::function<void(std::int32_t ordinal, std::string_view bytes)>& visit) {
  in_raw_transaction(database, [&](RawSession& session) {
    const RawResult rows = session.query(
        "SELECT r.ordinal, s.content FROM reading r JOIN structure s ON s.project_id = r.project_id AND s.sha256 = r.structure_sha256 "
        "WHERE r.screening_id = $1 AND r.ordinal = ANY ($2::integer[])", {std::to_string(screening), array_literal(ordinals)});
    for (int row = 0; row < rows.rows(); ++row) visit(rows.int4(row, 0), rows.bytes(row, 1));
  });
}

RankingColumns read_ranking_columns(Database& database, std::int64_t screening, const std::vector<WantedColumn>& wanted,
                                    const std::vector<std::string>& catalogues) {
  return in_raw_transaction(database, [&](RawSession& session) {
    const std::string id = std::to_string(screening);
    RankingColumns result;
    result.candidates = session.query("SELECT candidates FROM screening WHERE id = $1", {id}).int8(0, 0);
    const auto count = static_cast<std::size_t>(result.candidates);
    const float missing = std::numeric_limits<float>::quiet_NaN();
    result.columns.assign(wanted.size(), {std::vector<float>(count, missing), std::vector<float>(count, missing)});
    result.structure.resize(count);
    result.rejected.assign(count, 1);
    result.domain.assign(count, Domain::kUnknown);
    std::map<std::int32_t, std::vector<std::pair<std::size_t, std::size_t>>> by_model;
    for (std::size_t i = 0; i < wanted.size(); ++i) by_model[wanted[i].model_version].emplace_back(i, wanted[i].column);
    // A profile without objectives still ranks every candidate that some model could read.
    const RawResult models = session.query("SELECT model_version_id FROM screening_model WHERE screening_id = $1", {id});
    for (int row = 0; row < models.rows(); ++row) by_model[models.int4(row, 0)];
    for (const auto& [model, columns] : by_model) read_model_columns(session, screening, model, columns, result);
    for (std::int64_t first = 0; first < result.candidates; first += kRowsAtOnce) {
      const RawResult rows = session.query("SELECT ordinal, structure_sha256 FROM reading WHERE screening_id = $1 AND ordinal >= $2 AND ordinal < $3",
                                           {id, std::to_string(first), std::to_string(first + kRowsAtOnce)});
      for (int row = 0; row < rows.rows(); ++row) {
        const std::string_view bytes = rows.bytes(row, 1);
        Sha256& digest = result.structure[static_cast<std::size_t>(rows.int4(row, 0))];
        if (bytes.size() == digest.size()) std::memcpy(digest.data(), bytes.data(), digest.size());
      }
    }
    for (const std::string& catalogue : catalogues) {
      auto& flags = result.alerts[catalogue];
      flags.assign(count, 0);
      const RawResult rows = session.query("SELECT DISTINCT ordinal FROM alert WHERE screening_id = $1 AND catalogue = $2", {id, catalogue});
      for (int row = 0; row < rows.rows(); ++row) flags[static_cast<std::size_t>(rows.int4(row, 0))] = 1;
    }
    return result;
  });
}

namespace {

/// A number, or NULL for NaN.
void number_or_null(BinaryRows& rows, float value) { std::isfinite(value) ? rows.float4(value) : rows.null(); }

struct Counts {
  std::int64_t ranked = 0, filtered = 0, rejected = 0;
};

/// `next` is the first detail that is of this row or a later one, and goes on to the next.
void store_detail(BinaryRows& rows, std::map<std::int32_t, std::string>::const_iterator& next, const RankingResult& result, std::int32_t row) {
  if (next == result.filter_detail.end() || next->first != row) return rows.null();
  rows.bytes(next->second);
  ++next;
}

void store_pick(BinaryRows& rows, std::map<std::int32_t, RankedPick>::const_iterator& next, const RankingResult& result, std::int32_t row) {
  if (next == result.picks.end() || next->first != row) {
    for (int field = 0; field < 3; ++field) rows.null();
    return;
  }
  const RankedPick& pick = next->second;
  rows.int4(pick.pick);
  pick.group.empty() ? rows.null() : rows.bytes(pick.group);
  number_or_null(rows, pick.similarity);
  ++next;
}

/// Filters that a candidate fails besides the first.
void store_also_failed(BinaryRows& rows, const RankingResult& result, std::size_t row) {
  std::vector<std::int16_t> also;
  for (std::uint64_t left = result.failed.empty() ? 0 : result.failed[row]; left != 0; left &= left - 1) {
    const auto filter = static_cast<std::int16_t>(std::countr_zero(left));
    if (filter != result.filter[row]) also.push_back(filter);
  }
  also.empty() ? rows.null() : rows.int2_array(also.data(), also.size());
}

/// Desirabilities and contributions, asked for some rows at a time.
class Parts {
 public:
  explicit Parts(const RankingResult& result) : result_(result), desirability_(kRowsAtOnce * result.objectives), contribution_(desirability_.size()) {}

  /// `row`  each from 0 on
  void store(BinaryRows& rows, std::size_t row) {
    const std::size_t k = result_.objectives, at = row % kRowsAtOnce * k;
    if (row % kRowsAtOnce == 0) {
      const std::size_t cells = std::min(kRowsAtOnce, result_.rank.size() - row) * k;
      result_.parts(row, std::span(desirability_).first(cells), std::span(contribution_).first(cells));
    }
    rows.float4_array(desirability_.data() + at, k);
    rows.float4_array(contribution_.data() + at, k);
  }

 private:
  static constexpr std::size_t kRowsAtOnce = 1024;
  const RankingResult& result_;
  std::vector<float> desirability_, contribution_;
};

Counts store_places(RawSession& session, std::int64_t ranking, const RankingResult& result) {
  Counts counts;
  BinaryRows rows;
  session.begin_copy("ranked (ranking_id, ordinal, rank, score, filter, desirability, contribution, expected, std, meets, top, stays, tie_group, front, "
                     "filter_detail, pick, pick_group, pick_similarity, also_failed)");
  Parts parts(result);
  auto detail = result.filter_detail.begin();
  auto pick = result.picks.begin();
  for (std::size_t row = 0; row < result.rank.size(); ++row) {
    rows.begin_row(19);
    rows.int8(ranking);
    rows.int4(static_cast<std::int32_t>(row));
    result.rank[row] == 0 ? rows.null() : rows.int4(static_cast<std::int32_t>(result.rank[row]));
    number_or_null(rows, result.score[row]);
    result.filter[row] < 0 ? rows.null() : rows.int2(static_cast<std::int16_t>(result.filter[row]));
    parts.store(rows, row);
    for (const auto* column : {&result.expected, &result.std, &result.meets, &result.top, &result.stays}) number_or_null(rows, (*column)[row]);
    result.tie_group[row] == 0 ? rows.null() : rows.int4(static_cast<std::int32_t>(result.tie_group[row]));
    // Numbers beyond an integer's are no fronts.
    result.front.empty() || result.front[row] > kMostFront ? rows.null() : rows.int4(static_cast<std::int32_t>(result.front[row]));
    store_detail(rows, detail, result, static_cast<std::int32_t>(row));
    store_pick(rows, pick, result, static_cast<std::int32_t>(row));
    store_also_failed(rows, result, row);
    if (result.rank[row] != 0) ++counts.ranked;
    else if (result.filter[row] >= 0) ++counts.filtered;
    else ++counts.rejected;
    if (rows.size() > (std::size_t{1} << 20)) session.copy_rows(rows);
  }
  session.copy_rows(rows);
  session.end_copy();
  return counts;
}

/// "{0.5,NaN}"
std::string numbers_literal(const std::vector<float>& numbers) {
  std::string literal = "{";
  for (const float number : numbers) literal += (literal.size() > 1 ? "," : "") + (std::isfinite(number) ? shortest(number) : "NaN");
  return literal + "}";
}

std::string refusal(const std::vector<std::string>& shortcomings) {
  std::string text = "the profile refuses a ranking that is not decision-grade: ";
  for (std::size_t i = 0; i < shortcomings.size(); ++i) text += (i == 0 ? "" : "; ") + shortcomings[i];
  return text;
}

}  // namespace

void commit_ranking(Database& database, const Lease& lease, const RankingResult& result) {
  in_raw_transaction(database, [&](RawSession& session) {
    const RawResult fence = session.query("UPDATE work SET state = 3, finished_at = now() WHERE id = $1 AND epoch = $2 AND state = 2",
                                          {std::to_string(lease.work), std::to_string(lease.epoch)});
    if (fence.affected() != 1) throw LeaseLost{};
    const Counts counts = result.refused ? Counts{} : store_places(session, lease.ranking, result);
    session.query("UPDATE ranking SET state = $8::smallint, error = $9, algorithm_version = $2, seed = $3, input_sha256 = decode($4, 'hex'), "
                  "ranked = $5, filtered = $6, rejected = $7, shortcomings = $10::text[], weight_down = $11::real[], weight_up = $12::real[], hypervolume = nullif($13, '')::real, "
                  "finished_at = now() WHERE id = $1",
                  {std::to_string(lease.ranking), result.algorithm_version, std::to_string(result.seed), to_hex(result.input_sha256),
                   std::to_string(counts.ranked), std::to_string(counts.filtered), std::to_string(counts.rejected), result.refused ? "5" : "4",
                   result.refused ? refusal(result.shortcomings) : "", array_literal(result.shortcomings),
                   numbers_literal(result.weight_down), numbers_literal(result.weight_up), std::isfinite(result.hypervolume) ? shortest(result.hypervolume) : ""});
    const std::string screening = std::to_string(lease.screening);
    session.query("SELECT 1 FROM screening WHERE id = $1 FOR UPDATE", {screening});
    session.query("UPDATE screening SET state = 4, finished_at = now() WHERE id = $1 AND state IN (2, 3) AND NOT EXISTS "
                  "(SELECT 1 FROM work WHERE screening_id = $1 AND state IN (1, 2))", {screening});
    session.query("SELECT pg_notify('furui_progress', $1)", {screening});
  });
}

}  // namespace furui
