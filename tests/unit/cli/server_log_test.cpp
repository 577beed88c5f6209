// The end of a log, with its errors found in text and in JSON.
#include "server_log.h"

#include <gmock/gmock.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace furui::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ServerLogTest : public testing::Test {
 protected:
  ServerLogTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "furui-log-XXXXXX").string();
    close(mkstemp(pattern.data()));
    file_ = pattern;
  }
  ~ServerLogTest() override { std::filesystem::remove(file_); }
  std::filesystem::path file_;
};

TEST_F(ServerLogTest, ErrorsAreFoundInTextAndInJson) {
  const std::string text = "2026-01-02 03:04:05.678Z error   server[9] the disk is full";
  const std::string json = R"({"time":"2026-01-02T03:04:05.678Z","level":"error","part":"server","pid":9,"message":"no"})";
  std::ofstream(file_) << "2026-01-02 03:04:05.678Z info    server[9] no error here\n" << text << "\n" << json << "\n";
  EXPECT_THAT(last_errors(file_, 5), ElementsAre(text, json));
}

TEST_F(ServerLogTest, OnlyTheLastLinesAreGiven) {
  std::ofstream out(file_);
  for (int i = 0; i < 100000; ++i) out << "line " << i << "\n";
  out.close();
  EXPECT_THAT(last_lines(file_, 2), ElementsAre("line 99998", "line 99999"));
}

TEST_F(ServerLogTest, AnAbsentLogHasNoLines) { EXPECT_THAT(last_lines("/nowhere/at/all", 3), IsEmpty()); }

}  // namespace
}  // namespace furui::cli
