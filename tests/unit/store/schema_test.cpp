// The schema: migrations/schema.sql is what the migrations make, and every column says what it is.
#include <gtest/gtest.h>
#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/error.h"
#include "store/database.h"
#include "support/postgres_fixture.h"

namespace furui {
namespace {

const std::string kMigrations = std::string(FURUI_SOURCE_DIR) + "/migrations";

/// pg_dump's schema without what differs from machine to machine.
std::string dumped_schema(const std::string& url) {
  FILE* dump = popen(("/usr/lib/postgresql/15/bin/pg_dump --schema-only --no-owner -d '" + url + "'").c_str(), "r");
  std::string line, text;
  for (int character; (character = fgetc(dump)) != EOF;) {
    line.push_back(static_cast<char>(character));
    if (character != '\n') continue;
    const bool varies = line.rfind("--", 0) == 0 || line.rfind("SET ", 0) == 0 || line.rfind("SELECT pg_catalog", 0) == 0 || line[0] == '\\';
    if (!varies && !(line == "\n" && text.size() >= 2 && text.substr(text.size() - 2) == "\n\n")) text += line;
    line.clear();
  }
  pclose(dump);
  return text;
}

std::string query(const std::string& url, const std::string& sql) {
  PGconn* connection = PQconnectdb(url.c_str());
  PGresult* result = PQexec(connection, sql.c_str());
  std::string text;
  for (int row = 0; row < PQntuples(result); ++row) text += std::string(PQgetvalue(result, row, 0)) + "\n";
  if (PQresultStatus(result) != PGRES_TUPLES_OK && PQresultStatus(result) != PGRES_COMMAND_OK) text = PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
  return text;
}

TEST(Schema, SchemaSqlIsWhatTheMigrationsMake) {
  const std::string made = "-- Generated: the schema that the migrations make. FURUI_WRITE_SCHEMA=1 furui_store_test writes it anew.\n" +
                           dumped_schema(testing::TestCluster::instance().fresh_database());
  if (std::getenv("FURUI_WRITE_SCHEMA") != nullptr) std::ofstream(kMigrations + "/schema.sql") << made;
  std::ifstream in(kMigrations + "/schema.sql");
  std::ostringstream committed;
  committed << in.rdbuf();
  EXPECT_EQ(committed.str(), made) << "run FURUI_WRITE_SCHEMA=1 furui_store_test --gtest_filter='Schema.*' and commit migrations/schema.sql";
}

TEST(Schema, EveryTableAndColumnHasAComment) {
  const std::string url = testing::TestCluster::instance().fresh_database();
  EXPECT_EQ(query(url, "SELECT c.relname || coalesce('.' || a.attname, '') FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
                       "AND NOT a.attisdropped WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'schema_migration' "
                       "AND col_description(c.oid, a.attnum) IS NULL"), "");
}

TEST(Schema, ANewerDatabaseAndAnotherMigrationAreRefused) {
  const std::string url = testing::TestCluster::instance().fresh_database();
  Database database({url, 2, std::chrono::seconds(5)});
  EXPECT_EQ(migrate(database, kMigrations), 0);
  EXPECT_NO_THROW(check_schema(database));
  query(url, "INSERT INTO schema_migration (number, name, sha256) VALUES (9999, 'x', 'y')");
  EXPECT_THROW(check_schema(database), Error);
  EXPECT_THROW(migrate(database, kMigrations), Error);
  query(url, "DELETE FROM schema_migration WHERE number = 9999");
  query(url, "UPDATE schema_migration SET sha256 = 'other'");
  EXPECT_THROW(migrate(database, kMigrations), Error);
  query(url, "DELETE FROM schema_migration");
  EXPECT_THROW(check_schema(database), Error);
}

}  // namespace
}  // namespace furui
