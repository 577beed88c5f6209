// Migrations: forward only, one transaction a file, a ledger with digests.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

#include "core/sha256.h"      // for sha256, the ledger's digests
#include "store/pool.h"       // for in_transaction
#include "store/schema_version.h"  // for kNewestMigration, made by CMake from the folder

namespace furui {
namespace {

constexpr std::int64_t kMigrationLock = 0x66757275;  // "furu"

struct Migration {
  int number = 0;
  std::string name, sql, digest;
};

std::vector<Migration> read_folder(const std::string& folder) {
  std::vector<Migration> migrations;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    if (name.size() < 9 || name[4] != '_' || entry.path().extension() != ".sql") continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    migrations.push_back({std::stoi(name.substr(0, 4)), name, text.str(), to_hex(sha256(text.str()))});
  }
  if (failed || migrations.empty())
    throw Error(ErrorCode::kFailedPrecondition, "the migrations are not where furui expects them; install furui again");
  std::sort(migrations.begin(), migrations.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  return migrations;
}

std::map<int, std::string> read_ledger(pqxx::work& transaction) {
  std::map<int, std::string> ledger;
  for (const auto& row : transaction.exec("SELECT number, sha256 FROM schema_migration")) ledger[row[0].as<int>()] = row[1].as<std::string>();
  return ledger;
}

bool has_ledger(pqxx::work& transaction) { return !transaction.exec1("SELECT to_regclass('schema_migration')")[0].is_null(); }

int newest_applied(Database& database) {
  return in_transaction(database, [](pqxx::work& transaction) {
    if (!has_ledger(transaction)) return 0;
    return transaction.exec1("SELECT coalesce(max(number), 0) FROM schema_migration")[0].as<int>();
  });
}

}  // namespace

int migrate(Database& database, const std::string& folder) {
  const std::vector<Migration> migrations = read_folder(folder);
  int applied = 0;
  for (const Migration& migration : migrations) {
    in_transaction(database, [&](pqxx::work& transaction) {
      transaction.exec("SET LOCAL client_min_messages = warning");
      transaction.exec("SELECT pg_advisory_xact_lock(" + std::to_string(kMigrationLock) + ")");
      transaction.exec("CREATE TABLE IF NOT EXISTS schema_migration (number integer PRIMARY KEY, name text NOT NULL, "
                       "sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())");
      const auto ledger = read_ledger(transaction);
      if (!ledger.empty() && ledger.rbegin()->first > migrations.back().number)
        throw Error(ErrorCode::kFailedPrecondition, "the database was migrated by a newer furui (migration " + std::to_string(ledger.rbegin()->first) +
                    ", this one knows " + std::to_string(migrations.back().number) + "): install that version, or restore a backup");
      if (const auto known = ledger.find(migration.number); known != ledger.end()) {
        if (known->second != migration.digest)
          throw Error(ErrorCode::kFailedPrecondition, "migration " + migration.name + " is not the one that made this database "
                      "(its SHA-256 differs): use the furui that made it, or a fresh database");
        return;
      }
      transaction.exec(migration.sql);
      transaction.exec_params("INSERT INTO schema_migration (number, name, sha256) VALUES ($1, $2, $3)", migration.number,
                              migration.name, migration.digest);
      ++applied;
    });
  }
  return applied;
}

bool schema_is_older(Database& database) { return newest_applied(database) < kNewestMigration; }

void check_schema(Database& database) {
  const int newest = newest_applied(database);
  if (newest < kNewestMigration)
    throw Error(ErrorCode::kFailedPrecondition, "the database's schema is at migration " + std::to_string(newest) + ", this furui needs " +
                std::to_string(kNewestMigration) + ": run 'furuid migrate --database URL'");
  if (newest > kNewestMigration)
    throw Error(ErrorCode::kFailedPrecondition, "the database's schema is at migration " + std::to_string(newest) + ", this furui knows " +
                std::to_string(kNewestMigration) + ": install the newer furui");
}

}  // namespace furui
