// A private PostgreSQL cluster for one test binary, and a fresh migrated database for each test that asks.
#pragma once

#include <memory>
#include <string>

#include "store/database.h"

namespace furui::testing {

/// The cluster of this test binary: made on first use in a folder under /tmp, stopped and removed at exit. With
/// FURUI_TEST_DATABASE_URL set, that server is used instead (its user must be able to create databases).
class TestCluster {
 public:
  static TestCluster& instance();

  /// Connection string of a new database with the current schema.
  std::string fresh_database();
  /// Process id of the postmaster, to kill it; 0 with FURUI_TEST_DATABASE_URL.
  int postmaster() const;
  /// Starts the postmaster again after a kill.
  void restart();
  /// The postmaster's log so far.
  std::string log() const;

  ~TestCluster();

 private:
  TestCluster();
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// A Database on a fresh database.
std::unique_ptr<Database> fresh_store();

}  // namespace furui::testing
