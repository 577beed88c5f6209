// The log begins anew when it is full, and nothing else is touched.
#include "daemon/log_rotation.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

namespace furui::daemon {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Standard error is a log in a folder of its own while it lives.
class LogRotation : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "furui-log-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    before_ = dup(STDERR_FILENO);
    const int log = open((folder_ / "furuid.log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(log, STDERR_FILENO);
    close(log);
  }
  void TearDown() override {
    dup2(before_, STDERR_FILENO);
    close(before_);
    fs::remove_all(folder_);
  }
  static void say(const std::string& text) { ASSERT_EQ(write(STDERR_FILENO, text.data(), text.size()), static_cast<ssize_t>(text.size())); }

  fs::path folder_;
  int before_ = -1;
};

TEST_F(LogRotation, KeepsTheLastFilesAndGoesOnInTheSameOne) {
  for (const char* text : {"first", "second", "third", "fourth"}) {
    say(text);
    ASSERT_TRUE(rotate_log(folder_, 3, 2));
    EXPECT_EQ(text_of(folder_ / "furuid.log"), "");
    EXPECT_EQ(text_of(folder_ / "furuid.log.1"), text);
  }
  say("now");
  EXPECT_EQ(text_of(folder_ / "furuid.log"), "now");
  EXPECT_EQ(text_of(folder_ / "furuid.log.2"), "third");
  EXPECT_FALSE(fs::exists(folder_ / "furuid.log.3"));
  EXPECT_FALSE(fs::exists(folder_ / "furuid.log.0"));
}

TEST_F(LogRotation, LeavesAShortLogAlone) {
  say("abc");
  EXPECT_FALSE(rotate_log(folder_, 3, 2));
  EXPECT_EQ(text_of(folder_ / "furuid.log"), "abc");
}

TEST_F(LogRotation, LeavesAlonePlacesWhereTheLogIsNot) {
  say("abcdef");
  const fs::path other = folder_ / "other";
  fs::create_directory(other);
  EXPECT_FALSE(rotate_log(other, 3, 2));
  fs::create_symlink(folder_ / "furuid.log", other / "furuid.log");
  EXPECT_FALSE(rotate_log(other, 3, 2));
  EXPECT_EQ(text_of(folder_ / "furuid.log"), "abcdef");
}

}  // namespace
}  // namespace furui::daemon
