// Copy and empty, without following a link: as root the folder belongs to somebody else.
#include "daemon/log_rotation.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "pipeline/file_descriptor.h"  // for FileDescriptor

namespace furui::daemon {
namespace {

constexpr const char* kName = "furuid.log";

std::string numbered(int number) { return std::string(kName) + "." + std::to_string(number); }

bool copy(int from, int to) {
  std::vector<char> buffer(std::size_t{1} << 20);
  ssize_t got = 0;
  while ((got = read(from, buffer.data(), buffer.size())) > 0) {
    if (write(to, buffer.data(), static_cast<std::size_t>(got)) != got) return false;
  }
  return got == 0;
}

}  // namespace

bool rotate_log(const std::filesystem::path& folder, std::int64_t limit_bytes, int kept) {
  struct stat log {};
  if (fstat(STDERR_FILENO, &log) != 0 || !S_ISREG(log.st_mode) || log.st_size <= limit_bytes) return false;
  const FileDescriptor at(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
  const FileDescriptor from(openat(at.number(), kName, O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  struct stat there {};
  if (!from.open() || fstat(from.number(), &there) != 0 || there.st_ino != log.st_ino || there.st_dev != log.st_dev) return false;

  const std::string fresh = numbered(0);
  unlinkat(at.number(), fresh.c_str(), 0);
  const FileDescriptor to(openat(at.number(), fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  const bool copied = to.open() && copy(from.number(), to.number()) && fchown(to.number(), log.st_uid, log.st_gid) == 0;
  if (!copied) {
    unlinkat(at.number(), fresh.c_str(), 0);
    return false;
  }
  for (int number = kept - 1; number >= 0; --number)
    renameat(at.number(), numbered(number).c_str(), at.number(), numbered(number + 1).c_str());
  return ftruncate(STDERR_FILENO, 0) == 0;
}

}  // namespace furui::daemon
