// Profile versions: created, found, listed.
#include "store/profiles.h"

#include "store/pool.h"        // for in_transaction
#include "store/request_id.h"  // for request_id_used
#include "store/text_array.h"  // for bytea

namespace furui {
namespace {

constexpr char kColumns[] =
    "SELECT v.id, p.name, v.profile, v.title, v.toml, v.version, to_char(v.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') "
    "FROM profile_version v JOIN project p ON p.id = v.project_id ";

ProfileVersionRow row_of(const pqxx::row& row) {
  return {row[0].as<std::int32_t>(), row[1].as<std::string>(), row[2].as<std::string>(), row[3].as<std::string>(),
          row[4].as<std::string>(),  row[5].as<std::int32_t>(), row[6].as<std::string>()};
}

}  // namespace

ProfileVersionRow create_profile_version(Database& database, const std::string& project, const std::string& profile,
                                         const std::string& title, const std::string& toml, const std::string& request_id) {
  const Sha256 digest = sha256(toml);
  return in_transaction(database, [&](pqxx::work& transaction) {
    const auto project_row = transaction.exec_params("SELECT id FROM project WHERE name = $1", project);
    if (project_row.empty()) throw Error(ErrorCode::kNotFound, "there is no project '" + project + "'");
    const auto project_id = project_row[0][0].as<std::int32_t>();
    transaction.exec_params("SELECT pg_advisory_xact_lock(3, $1)", project_id);
    if (!request_id.empty()) {
      const auto known = transaction.exec_params(std::string(kColumns) + "WHERE v.project_id = $1 AND v.request_id = $2", project_id, request_id);
      if (!known.empty()) {
        if (known[0][2].as<std::string>() != profile || known[0][4].as<std::string>() != toml)
          throw request_id_used();
        return row_of(known[0]);
      }
    }
    const auto same = transaction.exec_params(std::string(kColumns) + "WHERE v.project_id = $1 AND v.profile = $2 AND v.sha256 = $3", project_id, profile, bytea(digest));
    if (!same.empty()) return row_of(same[0]);
    // A team's 'cns' beside the shipped one would make every later "cns" mean another thing.
    const auto shipped = transaction.exec_params(std::string(kColumns) + "WHERE p.name = 'shared' AND v.profile = $1 ORDER BY v.sha256 = $2 DESC LIMIT 1", profile, bytea(digest));
    if (project != "shared" && !shipped.empty()) {
      if (shipped[0][4].as<std::string>() == toml) return row_of(shipped[0]);
      throw Error(ErrorCode::kAlreadyExists, "a profile '" + profile + "' is shipped with furui: give yours another 'name' in its first lines");
    }
    const auto id = transaction.exec_params1(
        "INSERT INTO profile_version (project_id, profile, version, title, toml, sha256, request_id) "
        "SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, nullif($6, '') FROM profile_version WHERE project_id = $1 AND profile = $2 RETURNING id",
        project_id, profile, title, toml, bytea(digest), request_id)[0].as<std::int32_t>();
    return row_of(transaction.exec_params1(std::string(kColumns) + "WHERE v.id = $1", id));
  });
}

ProfileVersionRow find_profile_version(Database& database, const std::string& project, const std::string& reference) {
  const auto slash = reference.find('/');
  const std::string name = reference.substr(0, slash);
  const std::string version = slash == std::string::npos ? "" : reference.substr(slash + 1);
  return in_transaction(database, [&](pqxx::work& transaction) {
    const auto rows = transaction.exec_params(
        std::string(kColumns) + "WHERE p.name IN ($1, 'shared') AND v.profile = $2 AND ($3 = '' OR v.version::text = $3) ORDER BY (p.name = $1) DESC, v.version DESC LIMIT 1",
        project, name, version);
    if (!rows.empty()) return row_of(rows[0]);
    std::string known;
    for (const auto& row : transaction.exec_params("SELECT DISTINCT v.profile FROM profile_version v JOIN project p ON p.id = v.project_id WHERE p.name IN ($1, 'shared') ORDER BY 1", project))
      known += (known.empty() ? "" : ", ") + row[0].as<std::string>();
    throw Error(ErrorCode::kNotFound, "there is no profile '" + reference + "'; profiles there are: " + (known.empty() ? "none" : known));
  });
}

ProfileVersionRow get_profile_version(Database& database, std::int32_t id) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    const auto rows = transaction.exec_params(std::string(kColumns) + "WHERE v.id = $1", id);
    if (rows.empty()) throw Error(ErrorCode::kNotFound, "there is no such profile version");
    return row_of(rows[0]);
  });
}

std::vector<ProfileVersionRow> list_profiles(Database& database, const std::string& project) {
  return in_transaction(database, [&](pqxx::work& transaction) {
    std::vector<ProfileVersionRow> rows;
    for (const auto& row : transaction.exec_params(
             "SELECT DISTINCT ON (n.profile, n.project) n.* FROM (" + std::string(kColumns) + "WHERE p.name IN ($1, 'shared')) n(id, project, profile, title, toml, version, created) "
             "ORDER BY n.profile, n.project, n.version DESC", project))
      rows.push_back(row_of(row));
    return rows;
  });
}

}  // namespace furui
