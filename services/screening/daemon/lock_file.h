// A lock that one process holds while it lives, even if it is killed.
#pragma once

#include <chrono>
#include <filesystem>

namespace furui::daemon {

/// flock on a file that this makes where it is absent. The file stays; only the lock goes.
class LockFile {
 public:
  /// Waits at most so long.
  /// throws Error{FAILED_PRECONDITION} with `held`, where another process holds it
  LockFile(const std::filesystem::path& file, std::chrono::milliseconds patience, const std::string& held);
  ~LockFile();
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

 private:
  int file_;
};

}  // namespace furui::daemon
