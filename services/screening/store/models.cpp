// Model versions in the database, their files and their views.
#include "store/models.h"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <sstream>

#include <unistd.h>

#include "store/model_view.h"  // for create_model_view
#include "store/pool.h"        // for in_transaction
#include "store/text_array.h"  // for bytea

namespace furui {
namespace {

namespace fs = std::filesystem;

constexpr char kUntested[] = "its golden set has not been computed yet";
constexpr std::size_t kPartBytes = std::size_t{4} << 20;
constexpr char kColumns[] =
    "SELECT v.id, p.name, v.manifest, v.state, v.state_reason, v.golden::text, "
    "to_char(v.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') "
    "FROM model_version v JOIN project p ON p.id = v.project_id ";

ModelVersionRow row_of(const pqxx::row& row) {
  ModelVersionRow result;
  result.id = row[0].as<std::int32_t>();
  result.project = row[1].as<std::string>();
  result.manifest = parse_manifest(row[2].as<std::string>());
  result.state = static_cast<ModelState>(row[3].as<int>());
  result.state_reason = row[4].as<std::string>();
  result.golden_json = row[5].as<std::string>("");
  result.created_at = row[6].as<std::string>();
  return result;
}

std::string read_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw Error(ErrorCode::kInvalidArgument, "the model package lacks the file '" + file.filename().string() + "'");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

void insert_file(pqxx::work& transaction, std::int32_t model, const std::string& name, const std::string& bytes) {
  int part = 0;
  for (std::size_t at = 0; at == 0 || at < bytes.size(); at += kPartBytes)
    transaction.exec_params("INSERT INTO model_file (model_version_id, name, part, bytes) VALUES ($1, $2, $3, $4)", model, name, part++,
                            bytea(std::string_view(bytes).substr(at, kPartBytes)));
}

/// Newest version first: versions compare number by number.
bool newer(const std::string& a, const std::string& b) {
  const auto numbers = [](const std::string& text) {
    std::vector<long> parts;
    std::string digits;
    for (const char character : text + ".") {
      if (character >= '0' && character <= '9') {
        if (digits.size() < 9) digits += character;
      } else if (!digits.empty()) {
        parts.push_back(std::stol(digits));
        digits.clear();
      }
    }
    return parts;
  };
  const auto left = numbers(a), right = numbers(b);
  return left != right ? left > right : a > b;
}

}  // namespace

ModelVersionRow add_model_version(Database& database, const std::string& project, const fs::path& package, const std::string& request_id) {
  const std::string manifest_text = read_file(package / "manifest.json");
  const Manifest manifest = parse_manifest(manifest_text);
  std::map<std::string, std::string> files{{"manifest.json", manifest_text}};
  for (const auto& [name, digest] : manifest.files) {
    files[name] = read_file(package / name);
    if (to_hex(sha256(files[name])) != digest)
      throw Error(ErrorCode::kInvalidArgument, "the model package's file '" + name + "' has not the SHA-256 that its manifest states: make the package again");
  }
  const auto id = in_transaction(database, [&](pqxx::work& transaction) {
    const auto project_row = transaction.exec_params("SELECT id FROM project WHERE name = $1", project);
    if (project_row.empty()) throw Error(ErrorCode::kNotFound, "there is no project '" + project + "'");
    const auto project_id = project_row[0][0].as<std::int32_t>();
    transaction.exec_params("SELECT pg_advisory_xact_lock(2, $1)", project_id);
    const auto known = transaction.exec_params("SELECT id, identity FROM model_version WHERE project_id = $1 AND model = $2 AND version = $3 AND state <> 3",
                                               project_id, manifest.name, manifest.version);
    if (!known.empty()) {
      if (digest_of(known[0][1]) == manifest.identity) return known[0][0].as<std::int32_t>();
      throw Error(ErrorCode::kAlreadyExists, "model '" + manifest.name + "' version '" + manifest.version +
                  "' exists with other contents: give the new one another version");
    }
    const auto shipped = transaction.exec_params("SELECT 1 FROM model_version v JOIN project p ON p.id = v.project_id WHERE p.name = 'shared' AND v.model = $1 AND v.state <> 3 LIMIT 1", manifest.name);
    if (project != "shared" && !shipped.empty())
      throw Error(ErrorCode::kAlreadyExists, "a model '" + manifest.name + "' is shipped with furui: give yours another name, with --name or in its manifest");
    const auto inserted = transaction.exec_params1(
        "INSERT INTO model_version (project_id, model, version, identity, manifest, request_id, state, state_reason) "
        "VALUES ($1, $2, $3, $4, $5, nullif($6, ''), $7, $8) RETURNING id",
        project_id, manifest.name, manifest.version, bytea(manifest.identity), manifest_text, request_id,
        static_cast<int>(ModelState::kUnavailable), kUntested);
    const auto model = inserted[0].as<std::int32_t>();
    for (const auto& [name, bytes] : files) insert_file(transaction, model, name, bytes);
    create_model_view(transaction, model, manifest);
    return model;
  });
  return get_model_version(database, id);
}

std::vector<ModelVersionRow> list_model_versions(Database& database, const std::string& project) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    std::vector<ModelVersionRow> rows;
    for (const auto& row : transaction.exec_params(std::string(kColumns) + "WHERE p.name IN ($1, 'shared') AND v.state <> 3", project))
      rows.push_back(row_of(row));
    std::sort(rows.begin(), rows.end(), [&](const ModelVersionRow& a, const ModelVersionRow& b) {
      if (a.manifest.name != b.manifest.name) return a.manifest.name < b.manifest.name;
      if (a.project != b.project) return a.project == project;
      return newer(a.manifest.version, b.manifest.version);
    });
    return rows;
  });
}

ModelVersionRow find_model_version(Database& database, const std::string& project, const std::string& reference) {
  const auto slash = reference.find('/');
  const std::string name = reference.substr(0, slash);
  const std::string version = slash == std::string::npos ? "" : reference.substr(slash + 1);
  std::string known;
  // The list is in order: the project's own before shared ones, newest first.
  for (ModelVersionRow& row : list_model_versions(database, project)) {
    if (row.manifest.name == name && (version.empty() || row.manifest.version == version)) return std::move(row);
    known += (known.empty() ? "" : ", ") + row.manifest.name + "/" + row.manifest.version;
  }
  throw Error(ErrorCode::kNotFound, "there is no model '" + reference + "'; models there are: " + (known.empty() ? "none" : known));
}

ModelVersionRow get_model_version(Database& database, std::int32_t id) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    const auto rows = transaction.exec_params(std::string(kColumns) + "WHERE v.id = $1", id);
    if (rows.empty()) throw Error(ErrorCode::kNotFound, "there is no such model version; 'furui model list' shows those there are");
    return row_of(rows[0]);
  });
}

void set_model_state(Database& database, std::int32_t id, ModelState state, const std::string& reason, const std::string& golden_json) {
  in_transaction(database, [&](pqxx::work& transaction) {
    transaction.exec_params("UPDATE model_version SET state = $2, state_reason = $3, golden = nullif($4, '')::jsonb WHERE id = $1 AND state <> 3", id,
                            static_cast<int>(state), reason, golden_json);
  });
}

void delete_model_version(Database& database, std::int32_t id) {
  in_transaction(database, [&](pqxx::work& transaction) {
    const auto rows = transaction.exec_params("SELECT p.name, v.model FROM model_version v JOIN project p ON p.id = v.project_id WHERE v.id = $1 FOR UPDATE OF v", id);
    if (rows.empty()) throw Error(ErrorCode::kNotFound, "there is no such model version");
    if (rows[0][0].as<std::string>() == "shared")
      throw Error(ErrorCode::kFailedPrecondition, "model '" + rows[0][1].as<std::string>() + "' is shipped with furui and stays");
    const auto busy = transaction.exec_params("SELECT count(*) FROM screening s JOIN screening_model m ON m.screening_id = s.id WHERE m.model_version_id = $1 AND s.state IN (1, 2, 3)", id);
    if (busy[0][0].as<std::int64_t>() > 0)
      throw Error(ErrorCode::kFailedPrecondition, busy[0][0].as<std::string>() + " unfinished screenings need this model: wait for them or cancel them");
    transaction.exec_params("DELETE FROM model_file WHERE model_version_id = $1 AND name NOT IN ('manifest.json', 'card.md')", id);
    transaction.exec_params("UPDATE model_version SET state = 3, state_reason = 'deleted', request_id = NULL WHERE id = $1", id);
  });
}

fs::path materialize_package(Database& database, std::int32_t id, const fs::path& cache) {
  const ModelVersionRow row = get_model_version(database, id);
  if (row.state == ModelState::kDeleted) throw Error(ErrorCode::kFailedPrecondition, "the model version is deleted: its weights are gone");
  const fs::path folder = cache / to_hex(row.manifest.identity);
  if (fs::exists(folder / "manifest.json")) return folder;  // written last, by rename of the whole folder
  // No other's name, nor another thread's: a golden test and a chunk may want the same model at the same moment.
  static std::atomic<unsigned> attempts{0};
  const fs::path partial = folder.string() + ".part-" + std::to_string(::getpid()) + "-" + std::to_string(++attempts);
  fs::remove_all(partial);
  fs::create_directories(partial);
  in_raw_transaction(database, [&](RawSession& session) {
    const RawResult parts = session.query("SELECT name, part FROM model_file WHERE model_version_id = $1 ORDER BY name, part", {std::to_string(id)});
    for (int at = 0; at < parts.rows(); ++at) {
      const std::string name(parts.bytes(at, 0));
      const RawResult bytes = session.query("SELECT bytes FROM model_file WHERE model_version_id = $1 AND name = $2 AND part = $3",
                                            {std::to_string(id), name, std::to_string(parts.int4(at, 1))});
      std::ofstream out(partial / name, std::ios::binary | std::ios::app);
      out << bytes.bytes(0, 0);
      if (!out.flush()) throw std::runtime_error("the model cache cannot be written: is the disk full?");
    }
  });
  std::error_code taken;
  fs::rename(partial, folder, taken);
  if (taken) fs::remove_all(partial);  // another process was first
  return folder;
}

std::string read_model_file(Database& database, std::int32_t id, const std::string& file) {
  return in_raw_transaction(database, [&](RawSession& session) {
    const RawResult parts = session.query("SELECT bytes FROM model_file WHERE model_version_id = $1 AND name = $2 ORDER BY part",
                                          {std::to_string(id), file});
    std::string bytes;
    for (int row = 0; row < parts.rows(); ++row) bytes += parts.bytes(row, 0);
    return bytes;
  });
}

}  // namespace furui
