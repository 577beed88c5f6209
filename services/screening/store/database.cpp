// The start-up checks of a database.
#include "store/database.h"

#include "store/pool.h"  // for in_transaction

namespace furui {
namespace {

void check_setting(pqxx::work& transaction, const std::string& setting) {
  const auto value = transaction.exec1("SHOW " + setting)[0].as<std::string>();
  if (value == "off")
    throw Error(ErrorCode::kFailedPrecondition, "the database runs with " + setting + " = off, so what furui acknowledges could be lost: "
                "set " + setting + " = on in its postgresql.conf and restart it");
}

}  // namespace

Database::Database(const DatabaseOptions& options) : pool_(std::make_unique<Pool>(options)) {
  in_transaction(*this, [](pqxx::work& transaction) {
    for (const char* setting : {"fsync", "full_page_writes", "synchronous_commit"}) check_setting(transaction, setting);
    const auto version = transaction.exec1("SHOW server_version_num")[0].as<int>();
    if (version < 150000)
      throw Error(ErrorCode::kFailedPrecondition, "the database server is PostgreSQL " + std::to_string(version / 10000) +
                  "; furui needs 15 or newer: upgrade it, or let furui run its own by leaving out --database");
    const auto encoding = transaction.exec1("SHOW server_encoding")[0].as<std::string>();
    if (encoding != "UTF8")
      throw Error(ErrorCode::kFailedPrecondition, "the database's encoding is " + encoding + "; furui needs UTF8: create the database with ENCODING 'UTF8'");
  });
}

Database::~Database() = default;

const DatabaseOptions& Database::options() const { return pool_->options(); }

bool Database::healthy() noexcept {
  try {
    in_transaction(*this, [](pqxx::work& transaction) { transaction.exec1("SELECT 1"); });
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace furui
