// A database that was left behind is known by its pid file, its name and the folder it works in.
#include "embedded_database.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <fstream>
#include <string>
#include <thread>

#include "processes.h"     // for ChildProcess
#include "state_folder.h"  // for look_at_process

namespace furui::cli {
namespace {

namespace fs = std::filesystem;

class EmbeddedDatabaseTest : public testing::Test {
 protected:
  EmbeddedDatabaseTest() {
    std::string pattern = (fs::temp_directory_path() / "furui-database-XXXXXX").string();
    state_ = mkdtemp(pattern.data());
    fs::create_directories(data());
  }
  ~EmbeddedDatabaseTest() override { fs::remove_all(state_); }
  fs::path data() const { return state_ / "postgresql" / "data"; }
  void record(int pid) const { std::ofstream(data() / "postmaster.pid") << pid << "\n" << data().string() << "\n"; }
  /// A program of this name, working in this folder.
  auto sleeper(const std::string& name, const fs::path& folder) const {
    const fs::path program = state_ / name;
    fs::copy_file("/bin/sleep", program, fs::copy_options::overwrite_existing);
    auto child = std::make_unique<ChildProcess>([&] {
      fs::current_path(folder);
      execl(program.c_str(), name.c_str(), "60", static_cast<char*>(nullptr));
    });
    for (int i = 0; i < 500 && look_at_process(child->pid()).value_or(SeenProcess{}).name != name; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return child;
  }
  fs::path state_;
};

TEST_F(EmbeddedDatabaseTest, WithoutAPidFileThereIsNone) {
  EXPECT_EQ(embedded_database(state_), 0);
  EXPECT_EQ(stop_embedded_database(state_ / "absent"), 0);
}

TEST_F(EmbeddedDatabaseTest, APostgresThatWorksInTheFolderIsFoundAndStopped) {
  const auto postgres = sleeper("postgres", data());
  record(postgres->pid());
  EXPECT_EQ(embedded_database(state_), postgres->pid());
  EXPECT_EQ(stop_embedded_database(state_), postgres->pid());
  EXPECT_EQ(embedded_database(state_), 0);
}

TEST_F(EmbeddedDatabaseTest, AnotherProgramThatGotTheNumberIsLeftAlone) {
  const auto elsewhere = sleeper("postgres", "/");
  record(elsewhere->pid());
  EXPECT_EQ(stop_embedded_database(state_), 0);
  const auto other = sleeper("postmaster", data());
  record(other->pid());
  EXPECT_EQ(stop_embedded_database(state_), 0);
  EXPECT_FALSE(look_at_process(elsewhere->pid())->dead());
  EXPECT_FALSE(look_at_process(other->pid())->dead());
}

}  // namespace
}  // namespace furui::cli
