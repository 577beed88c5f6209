// A private PostgreSQL cluster in the data folder, from Debian's own server package, on a Unix socket only.
#pragma once

#include <filesystem>
#include <string>

namespace furui {

/// A running cluster. Made and started by start(); other processes may find it running.
class EmbeddedCluster {
 public:
  /// folder   <state>/postgresql; made where absent (initdb), started where not running; called under the state
  ///          folder's lock, as the user who owns it (never root)
  /// throws   Error{FAILED_PRECONDITION} saying what is missing and which Debian package has it
  static EmbeddedCluster start(const std::filesystem::path& folder, const std::filesystem::path& log_folder);

  /// libpq connection string of the database `furui`.
  std::string url() const;
  int pid() const;
  /// Fast shutdown; waits.
  void stop();
  /// Whether the postmaster runs now.
  bool running() const;
  /// Restarts it after a crash; no effect where it runs.
  void ensure_running();
  /// pg_dump in custom format into the folder `backups`; returns the file.
  std::filesystem::path dump(const std::filesystem::path& backups) const;

 private:
  std::filesystem::path folder_, log_folder_, socket_folder_;
};

}  // namespace furui
