// Screenings: create, get, list, cancel.
#include "store/screenings.h"

#include <algorithm>
#include <random>

#include "store/pool.h"            // for in_transaction
#include "store/request_id.h"  // for request_id_used
#include "store/screening_rows.h"  // for screening_row, screening_columns
#include "store/text_array.h"      // for array_literal

namespace furui {
namespace {

std::string chosen_name() {
  static constexpr char kLetters[] = "abcdefghijkmnpqrstuvwxyz23456789";
  std::random_device random;
  std::string name = "s-";
  for (int i = 0; i < 8; ++i) name += kLetters[random() % 32];
  return name;
}

/// What makes two requests the same, for request_id.
Sha256 digest_of_request(const NewScreening& request) {
  std::string text = request.name + '\n' + request.title + '\n' + std::to_string(request.standardization) + '\n' +
                     std::to_string(request.compute_alerts) + '\n' + array_literal(request.model_versions) + '\n' +
                     (request.profile_version ? std::to_string(*request.profile_version) : "");
  if (request.relaxation) text += '\n' + std::to_string(request.relaxation->model_version) + '\n' + to_json(request.relaxation->settings);
  if (!request.competing.empty()) text += "\ncompeting " + array_literal(request.competing);
  return sha256(text);
}

std::string utc(const char* column) {
  return std::string("to_char(") + column + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
}

}  // namespace

const std::string& screening_columns() {
  static const std::string columns =
      "s.id, p.name, s.name, s.title, s.state, s.error, s.standardization, s.compute_alerts, s.profile_version_id, s.source, "
      "s.file_name, s.file_options::text, s.file_summary::text, s.columns, s.candidates, s.input_sha256, s.predicted, s.rejected, " +
      utc("s.created_at") + ", " + utc("s.started_at") + ", " + utc("s.finished_at") +
      ", ARRAY(SELECT model_version_id FROM screening_model m WHERE m.screening_id = s.id ORDER BY position), " + utc("s.finalized_at") + ", "
      "s.relaxation_model_version_id, s.relaxation::text, "
      "CASE WHEN s.relaxation IS NULL THEN 0 ELSE (SELECT coalesce(sum(relaxed), 0) FROM work w WHERE w.screening_id = s.id) END, "
      "CASE WHEN s.relaxation IS NULL THEN 0 ELSE (SELECT coalesce(sum(relaxation_steps), 0)::bigint FROM work w WHERE w.screening_id = s.id) END, s.competing, "
      "ARRAY(SELECT c.name FROM screening c WHERE c.id = ANY (s.competing) ORDER BY array_position(s.competing, c.id)) "
      "FROM screening s JOIN project p ON p.id = s.project_id ";
  return columns;
}

ScreeningRow screening_row(const pqxx::row& row) {
  ScreeningRow result;
  result.id = row[0].as<std::int64_t>();
  result.project = row[1].as<std::string>();
  result.name = row[2].as<std::string>();
  result.title = row[3].as<std::string>();
  result.state = static_cast<ScreeningState>(row[4].as<int>());
  result.error = row[5].as<std::string>();
  result.standardization = static_cast<std::uint8_t>(row[6].as<int>());
  result.compute_alerts = row[7].as<bool>();
  if (!row[8].is_null()) result.profile_version = row[8].as<std::int32_t>();
  result.source = static_cast<ScreeningSource>(row[9].as<int>());
  result.file_name = row[10].as<std::string>();
  result.file_options_json = row[11].as<std::string>();
  result.file_summary_json = row[12].as<std::string>("");
  result.columns = text_elements(row[13]);
  result.candidates = row[14].as<std::int64_t>();
  if (!row[15].is_null()) result.input_sha256 = digest_of(row[15]);
  result.predicted = row[16].as<std::int64_t>();
  result.rejected = row[17].as<std::int64_t>();
  result.done = result.predicted + result.rejected;
  result.created_at = row[18].as<std::string>("");
  result.started_at = row[19].as<std::string>("");
  result.finished_at = row[20].as<std::string>("");
  result.model_versions = integer_elements(row[21]);
  result.finalized_at = row[22].as<std::string>("");
  if (!row[23].is_null()) result.relaxation = ScreeningRelaxation{row[23].as<std::int32_t>(), parse_relaxation_settings(row[24].as<std::string>())};
  result.relaxed = row[25].as<std::int64_t>();
  result.relaxation_steps = row[26].as<std::int64_t>();
  for (const std::string& id : text_elements(row[27])) result.competing.push_back(std::stoll(id));
  result.competing_names = text_elements(row[28]);
  return result;
}

ScreeningRow screening_by_id(pqxx::work& transaction, std::int64_t id) {
  const auto rows = transaction.exec_params("SELECT " + screening_columns() + "WHERE s.id = $1", id);
  if (rows.empty()) throw Error(ErrorCode::kNotFound, "there is no such screening; 'furui list' shows those there are");
  return screening_row(rows[0]);
}

const char* to_string(ScreeningState state) {
  switch (state) {
    case ScreeningState::kUploading: return "UPLOADING";
    case ScreeningState::kQueued: return "QUEUED";
    case ScreeningState::kRunning: return "RUNNING";
    case ScreeningState::kSucceeded: return "SUCCEEDED";
    case ScreeningState::kFailed: return "FAILED";
    case ScreeningState::kCancelled: return "CANCELLED";
  }
  return "UNKNOWN";
}

ScreeningRow create_screening(Database& database, const NewScreening& request) {
  const std::string name = request.name.empty() ? chosen_name() : request.name;
  const Sha256 digest = digest_of_request(request);
  return in_transaction(database, [&](pqxx::work& transaction) {
    const auto project = transaction.exec_params("SELECT id FROM project WHERE name = $1", request.project);
    if (project.empty()) throw Error(ErrorCode::kNotFound, "there is no project '" + request.project + "'");
    const auto project_id = project[0][0].as<std::int32_t>();
    if (!request.request_id.empty()) {
      // Two calls with the same id at the same moment: the second waits here for the first.
      transaction.exec_params("SELECT pg_advisory_xact_lock(hashtextextended($1, $2))", request.request_id, project_id);
      const auto known = transaction.exec_params("SELECT id, request_sha256 FROM screening WHERE project_id = $1 AND request_id = $2",
                                                 project_id, request.request_id);
      if (!known.empty()) {
        if (digest_of(known[0][1]) != digest)
          throw request_id_used();
        return screening_by_id(transaction, known[0][0].as<std::int64_t>());
      }
    }
    const auto inserted = transaction.exec_params(
        "INSERT INTO screening (project_id, name, title, request_id, request_sha256, standardization, compute_alerts, profile_version_id, "
        "relaxation_model_version_id, relaxation, competing) "
        "VALUES ($1, $2, $3, nullif($4, ''), $5, $6, $7, nullif($8, 0), nullif($9, 0), nullif($10, '')::jsonb, $11::bigint[]) ON CONFLICT (project_id, name) DO NOTHING RETURNING id",
        project_id, name, request.title, request.request_id, bytea(digest), static_cast<int>(request.standardization),
        request.compute_alerts, request.profile_version.value_or(0), request.relaxation ? request.relaxation->model_version : 0,
        request.relaxation ? to_json(request.relaxation->settings) : std::string(), array_literal(request.competing));
    if (inserted.empty())
      throw Error(ErrorCode::kAlreadyExists, "a screening named '" + name + "' exists already: choose another name").with_field("screening_id");
    const auto id = inserted[0][0].as<std::int64_t>();
    int position = 0;
    for (const std::int32_t model : request.model_versions) {
      const bool assesses = std::find(request.assessing.begin(), request.assessing.end(), model) != request.assessing.end();
      transaction.exec_params("INSERT INTO screening_model (screening_id, model_version_id, position, assesses) VALUES ($1, $2, $3, $4)", id, model, position++, assesses);
    }
    if (request.profile_version)
      transaction.exec_params("INSERT INTO ranking (screening_id, name, profile_version_id) VALUES ($1, 'default', $2)", id, *request.profile_version);
    return screening_by_id(transaction, id);
  });
}

ScreeningRow get_screening(Database& database, const std::string& project, const std::string& name) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    const auto rows = transaction.exec_params("SELECT " + screening_columns() + "WHERE p.name = $1 AND s.name = $2", project, name);
    if (rows.empty()) throw Error(ErrorCode::kNotFound, "there is no screening '" + name + "' in project '" + project + "'; 'furui list' shows those there are");
    return screening_row(rows[0]);
  });
}

ScreeningRow get_screening(Database& database, std::int64_t id) {
  return in_transaction(database, [&](pqxx::work& transaction) { return screening_by_id(transaction, id); });
}

ScreeningPage list_screenings(Database& database, const std::string& project, int page_size, const std::string& page_token,
                              std::optional<ScreeningState> state) {
  std::int64_t before = INT64_MAX;
  if (!page_token.empty()) {
    try {
      before = std::stoll(page_token);
    } catch (const std::exception&) {
      throw Error(ErrorCode::kInvalidArgument, "page_token is not one that a previous page gave").with_field("page_token");
    }
  }
  return in_transaction(database, [&](pqxx::work& transaction) {
    const auto rows = transaction.exec_params(
        "SELECT " + screening_columns() + "WHERE p.name = $1 AND s.id < $2 AND ($3 = 0 OR s.state = $3) ORDER BY s.id DESC LIMIT $4",
        project, before, state ? static_cast<int>(*state) : 0, page_size + 1);
    if (rows.empty() && transaction.exec_params("SELECT 1 FROM project WHERE name = $1", project).empty())
      throw Error(ErrorCode::kNotFound, "there is no project '" + project + "'");
    ScreeningPage page;
    for (const auto& row : rows) {
      if (static_cast<int>(page.rows.size()) == page_size) {
        page.next_page_token = std::to_string(page.rows.back().id);
        break;
      }
      page.rows.push_back(screening_row(row));
    }
    return page;
  });
}

ScreeningRow cancel_screening(Database& database, std::int64_t screening) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    transaction.exec_params("SELECT 1 FROM screening WHERE id = $1 FOR UPDATE", screening);
    const ScreeningRow before = screening_by_id(transaction, screening);
    if (before.state == ScreeningState::kUploading || before.state == ScreeningState::kQueued || before.state == ScreeningState::kRunning) {
      transaction.exec_params("UPDATE work SET state = 5, finished_at = now() WHERE screening_id = $1 AND state IN (1, 2)", screening);
      transaction.exec_params("UPDATE ranking SET state = 6, finished_at = now() WHERE screening_id = $1 AND state IN (1, 2, 3)", screening);
      transaction.exec_params("UPDATE screening SET state = 6, finished_at = now() WHERE id = $1", screening);
      transaction.exec_params("SELECT pg_notify('furui_progress', $1)", std::to_string(screening));
    }
    return screening_by_id(transaction, screening);
  });
}

}  // namespace furui
