// A database that is short of disk or memory is asked again later.
#include <gtest/gtest.h>

#include "core/error.h"
#include "store/pool.h"
#include "support/postgres_fixture.h"

namespace furui {
namespace {

TEST(Shortage, IsNoFaultAndMayBeAskedAgain) {
  const auto database = testing::fresh_store();
  // A limit on temporary files is refused with SQLSTATE 53400, of the same class 53 as a full disk.
  const std::string sort = "SELECT count(*) FROM (SELECT generate_series(1, 300000) n ORDER BY n DESC) sorted";
  const auto expect_exhausted = [](const auto& step) {
    try {
      step();
      FAIL() << "it had enough";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kResourceExhausted) << error.what();
      EXPECT_TRUE(error.retry_after());
    }
  };
  expect_exhausted([&] {
    in_raw_transaction(*database, [&](RawSession& session) {
      session.execute("SET LOCAL work_mem = '64kB'");
      session.execute("SET LOCAL temp_file_limit = '64kB'");
      session.execute(sort);
    });
  });
  expect_exhausted([&] {
    in_transaction(*database, [&](pqxx::work& transaction) {
      transaction.exec("SET LOCAL work_mem = '64kB'");
      transaction.exec("SET LOCAL temp_file_limit = '64kB'");
      transaction.exec(sort);
    });
  });
  EXPECT_TRUE(database->healthy());
}

}  // namespace
}  // namespace furui
