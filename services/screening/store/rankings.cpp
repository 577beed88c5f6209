// Rankings by name and id, and the work that makes a new one.
#include "store/rankings.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "store/pool.h"             // for in_transaction
#include "store/request_id.h"  // for request_id_used
#include "store/screening_rows.h"   // for screening_by_id
#include "store/text_array.h"       // for text_elements

namespace furui {
namespace {

constexpr std::int64_t kRowsAtOnce = 100000;

/// "0.5 NaN"
std::vector<float> numbers_of(const std::string& text) {
  std::vector<float> numbers;
  std::istringstream words(text);
  for (std::string word; words >> word;) numbers.push_back(word == "NaN" ? std::numeric_limits<float>::quiet_NaN() : std::stof(word));
  return numbers;
}

std::string to_json(const Diversity& diversity) {
  return nlohmann::json{{"pick", diversity.pick}, {"from", diversity.from}, {"method", to_string(diversity.method)}, {"most", diversity.most},
                        {"similarity", diversity.similarity}}.dump();
}

std::optional<Diversity> diversity_of(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const nlohmann::json json = nlohmann::json::parse(text);
  Diversity diversity;
  diversity.pick = json.at("pick").get<std::size_t>();
  diversity.from = json.at("from").get<std::size_t>();
  for (const PickMethod method : {PickMethod::kMaxMin, PickMethod::kScaffold, PickMethod::kCluster, PickMethod::kFormula}) {
    if (json.at("method").get<std::string>() == to_string(method)) diversity.method = method;
  }
  diversity.most = json.at("most").get<std::size_t>();
  diversity.similarity = json.at("similarity").get<double>();
  return diversity;
}

constexpr char kRankingColumns[] =
    "SELECT id, screening_id, name, profile_version_id, state, error, algorithm_version, coalesce(encode(input_sha256, 'hex'), ''), seed, ranked, filtered, rejected, "
    "to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), "
    "coalesce(to_char(finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), ''), shortcomings, "
    "coalesce(array_to_string(weight_down, ' '), ''), coalesce(array_to_string(weight_up, ' '), ''), coalesce(diversity::text, ''), hypervolume FROM ranking ";

RankingRow ranking_row(const pqxx::row& row) {
  RankingRow result;
  result.id = row[0].as<std::int64_t>();
  result.screening = row[1].as<std::int64_t>();
  result.name = row[2].as<std::string>();
  result.profile_version = row[3].as<std::int32_t>();
  // A ranking that waits is QUEUED; its own first number is not a screening's UPLOADING.
  result.state = static_cast<std::uint8_t>(std::max(row[4].as<int>(), 2));
  result.error = row[5].as<std::string>();
  result.algorithm_version = row[6].as<std::string>();
  result.input_sha256_hex = row[7].as<std::string>();
  result.seed = row[8].as<std::int64_t>();
  result.ranked = row[9].as<std::int64_t>();
  result.filtered = row[10].as<std::int64_t>();
  result.rejected = row[11].as<std::int64_t>();
  result.created_at = row[12].as<std::string>();
  result.finished_at = row[13].as<std::string>();
  if (!row[14].is_null()) result.shortcomings = text_elements(row[14]);
  result.weight_down = numbers_of(row[15].as<std::string>());
  result.weight_up = numbers_of(row[16].as<std::string>());
  result.diversity = diversity_of(row[17].as<std::string>());
  if (!row[18].is_null()) result.hypervolume = row[18].as<float>();
  return result;
}

/// The ranking of this name, locked.
std::optional<RankingRow> named(pqxx::work& transaction, std::int64_t screening, const std::string& name) {
  const auto rows = transaction.exec_params(std::string(kRankingColumns) + "WHERE screening_id = $1 AND name = $2 FOR UPDATE", screening, name);
  if (rows.empty()) return std::nullopt;
  return ranking_row(rows[0]);
}

void check_succeeded(const ScreeningRow& screening) {
  if (screening.state == ScreeningState::kSucceeded) return;
  const bool goes_on = screening.state == ScreeningState::kQueued || screening.state == ScreeningState::kRunning;
  throw Error(ErrorCode::kFailedPrecondition, "the screening '" + screening.name + "' is " + to_string(screening.state) +
                                                  (goes_on ? ": its predictions must be there first, 'furui watch " + screening.name + "' waits for them"
                                                           : ": only one that has succeeded can be ranked"));
}

/// "cns-2" of the profile's name and version, "cns-2-maxmin-24" with picks of its own.
std::string name_of(pqxx::work& transaction, const NewRanking& request) {
  if (!request.name.empty()) return request.name;
  const auto row = transaction.exec_params1("SELECT profile, version FROM profile_version WHERE id = $1", request.profile_version);
  std::string end = "-" + row[1].as<std::string>();
  if (request.diversity) end += std::string("-") + to_string(request.diversity->method) + "-" + std::to_string(request.diversity->pick);
  constexpr std::size_t kMostBytes = 63;
  return row[0].as<std::string>().substr(0, kMostBytes - end.size()) + end;
}

void queue(pqxx::work& transaction, std::int64_t ranking) {
  transaction.exec_params("INSERT INTO work (project_id, screening_id, kind, ranking_id) SELECT s.project_id, s.id, 3, r.id "
                          "FROM ranking r JOIN screening s ON s.id = r.screening_id WHERE r.id = $1", ranking);
  transaction.exec("SELECT pg_notify('furui_work', '')");
}

}  // namespace

RankingRow create_ranking(Database& database, const NewRanking& request) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    // Whoever deletes the screening, or ranks it under the same name, waits here.
    transaction.exec_params("SELECT 1 FROM screening WHERE id = $1 FOR UPDATE", request.screening);
    if (!request.request_id.empty()) {
      const auto known = transaction.exec_params(std::string(kRankingColumns) + "WHERE screening_id = $1 AND request_id = $2", request.screening, request.request_id);
      if (!known.empty()) {
        RankingRow row = ranking_row(known[0]);
        const bool named_so = request.name.empty() ? row.name == name_of(transaction, request) : row.name == request.name;
        if (row.profile_version != request.profile_version || row.diversity != request.diversity || !named_so)
          throw request_id_used().with_field("request_id");
        return row;
      }
    }
    const ScreeningRow screening = screening_by_id(transaction, request.screening);
    check_succeeded(screening);
    const std::string name = name_of(transaction, request);
    if (const auto there = named(transaction, request.screening, name)) {
      const bool failed = there->state == static_cast<std::uint8_t>(ScreeningState::kFailed);
      const bool another = there->profile_version != request.profile_version || there->diversity != request.diversity;
      if (another)
        throw Error(ErrorCode::kAlreadyExists, "the screening has a ranking '" + name + "' already, of another profile or other picks: choose another name").with_field("ranking_id");
      if (!failed) return *there;
      transaction.exec_params("UPDATE ranking SET state = 2, error = '', finished_at = NULL WHERE id = $1", there->id);
      queue(transaction, there->id);
      return *named(transaction, request.screening, name);
    }
    const auto id = transaction.exec_params1("INSERT INTO ranking (screening_id, name, profile_version_id, state, request_id, diversity) "
                                             "VALUES ($1, $2, $3, 2, nullif($4, ''), nullif($5, '')::jsonb) RETURNING id",
                                             request.screening, name, request.profile_version, request.request_id,
                                             request.diversity ? to_json(*request.diversity) : "")[0].as<std::int64_t>();
    queue(transaction, id);
    return *named(transaction, request.screening, name);
  });
}

RankingRow get_ranking(Database& database, std::int64_t screening, const std::string& name) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    const auto rows = transaction.exec_params(std::string(kRankingColumns) + "WHERE screening_id = $1 AND name = $2", screening, name);
    if (!rows.empty()) return ranking_row(rows[0]);
    std::string known;
    for (const auto& row : transaction.exec_params("SELECT name FROM ranking WHERE screening_id = $1 ORDER BY 1", screening))
      known += (known.empty() ? "" : ", ") + row[0].as<std::string>();
    throw Error(ErrorCode::kNotFound, "the screening has no ranking '" + name + "'; rankings it has: " + (known.empty() ? "none, since it was made without a profile" : known));
  });
}

RankingRow get_ranking(Database& database, std::int64_t id) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    const auto rows = transaction.exec_params(std::string(kRankingColumns) + "WHERE id = $1", id);
    if (rows.empty()) throw Error(ErrorCode::kNotFound, "there is no such ranking");
    return ranking_row(rows[0]);
  });
}

std::vector<RankingRow> list_rankings(Database& database, std::int64_t screening) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    std::vector<RankingRow> rankings;
    for (const auto& row : transaction.exec_params(std::string(kRankingColumns) + "WHERE screening_id = $1 ORDER BY id", screening))
      rankings.push_back(ranking_row(row));
    return rankings;
  });
}

std::pair<std::int64_t, std::int64_t> ranks_of_tie_group(Database& database, std::int64_t ranking, std::int32_t tie_group) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    const auto row = transaction.exec_params1("SELECT coalesce(min(rank), 0), coalesce(max(rank), 0) FROM ranked WHERE ranking_id = $1 AND tie_group = $2",
                                              ranking, tie_group);
    return std::pair(row[0].as<std::int64_t>(), row[1].as<std::int64_t>());
  });
}

RankColumns read_rank_columns(Database& database, std::int64_t ranking, std::int64_t candidates) {
  return in_raw_transaction(database, [&](RawSession& session) {
    RankColumns columns;
    columns.rank.assign(static_cast<std::size_t>(candidates), 0);
    columns.tie_group = columns.rank;
    for (std::int64_t first = 0; first < candidates; first += kRowsAtOnce) {
      const RawResult rows = session.query("SELECT ordinal, rank, tie_group FROM ranked WHERE ranking_id = $1 AND ordinal >= $2 AND ordinal < $3 AND rank IS NOT NULL",
                                           {std::to_string(ranking), std::to_string(first), std::to_string(first + kRowsAtOnce)});
      for (int row = 0; row < rows.rows(); ++row) {
        const auto ordinal = static_cast<std::size_t>(rows.int4(row, 0));
        columns.rank[ordinal] = static_cast<std::uint32_t>(rows.int4(row, 1));
        if (!rows.is_null(row, 2)) columns.tie_group[ordinal] = static_cast<std::uint32_t>(rows.int4(row, 2));
      }
    }
    return columns;
  });
}

}  // namespace furui
