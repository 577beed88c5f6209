// flock, asked again until it is free or patience ends.
#include "daemon/lock_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <thread>

#include "core/error.h"  // for Error

namespace furui::daemon {

using Clock = std::chrono::steady_clock;

LockFile::LockFile(const std::filesystem::path& file, std::chrono::milliseconds patience, const std::string& held)
    : file_(open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)) {
  if (file_ < 0)
    throw Error(ErrorCode::kFailedPrecondition, "the lock " + file.string() + " cannot be opened (" + std::strerror(errno) + ")");
  const auto until = Clock::now() + patience;
  while (flock(file_, LOCK_EX | LOCK_NB) != 0) {
    if (Clock::now() >= until) {
      close(file_);
      throw Error(ErrorCode::kFailedPrecondition, held);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

LockFile::~LockFile() { close(file_); }

}  // namespace furui::daemon
