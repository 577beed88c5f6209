// The state folder, its lock and its record: private, one server at a time, never half written.
#include "daemon/state_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "daemon/control_line.h"
#include "daemon/lock_file.h"
#include "daemon/server_record.h"

namespace furui::daemon {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

class State : public ::testing::Test {
 protected:
  State() {
    std::string pattern = (fs::temp_directory_path() / "furui-state-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~State() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  static mode_t mode_of(const fs::path& path) {
    struct stat status {};
    stat(path.c_str(), &status);
    return status.st_mode & 0777;
  }
  fs::path folder_;
};

TEST_F(State, FoldersAreOfTheirOwnerAlone) {
  fs::create_directories(folder_ / "home" / "run");  // as the command line client may have made it
  const StateFolder state = make_state_folder(folder_ / "home", std::nullopt);
  for (const fs::path& path : {state.root, state.run(), state.log(), state.cache(), state.spool(), state.backups()})
    EXPECT_EQ(mode_of(path), 0700U) << path;
  EXPECT_NO_THROW(make_state_folder(folder_ / "home", std::nullopt)) << "again";
}

TEST_F(State, ALinkInPlaceOfAFolderIsRefused) {
  fs::create_directories(folder_ / "home");
  fs::create_directories(folder_ / "elsewhere");
  fs::create_directory_symlink(folder_ / "elsewhere", folder_ / "home" / "run");
  EXPECT_THROW(make_state_folder(folder_ / "home", std::nullopt), Error);
}

TEST_F(State, AFolderThatTheSystemUserCannotPassIsNamed) {
  if (geteuid() != 0) GTEST_SKIP() << "only root works for another user";
  fs::permissions(folder_, fs::perms::owner_all);
  try {
    make_state_folder(folder_ / "home", User{65534, 65534});
    FAIL() << "it was made";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), ::testing::AllOf(HasSubstr("cannot pass through " + folder_.string()), HasSubstr("FURUI_HOME")));
  }
  fs::permissions(folder_, fs::perms(0711));
  const StateFolder state = make_state_folder(folder_ / "home", User{65534, 65534});
  struct stat status {};
  stat(state.run().c_str(), &status);
  EXPECT_EQ(status.st_uid, 65534U);
}

TEST_F(State, PathsComeFromTheArgumentThenTheEnvironment) {
  setenv("FURUI_HOME", "/from/environment", 1);
  EXPECT_EQ(state_folder_path("/given"), "/given");
  EXPECT_EQ(state_folder_path(""), "/from/environment");
  unsetenv("FURUI_HOME");
}

TEST_F(State, SocketsFitEvenBelowDeepFolders) {
  const StateFolder shallow = make_state_folder(folder_ / "home", std::nullopt);
  EXPECT_EQ(default_socket_address(shallow), "unix:" + (shallow.run() / "furui.sock").string());
  const StateFolder deep = make_state_folder(folder_ / std::string(100, 'x'), std::nullopt);
  const std::string address = default_socket_address(deep);
  EXPECT_LE(address.size(), 5U + 107U);
  const fs::path socket_folder = fs::path(address.substr(5)).parent_path();
  EXPECT_EQ(mode_of(socket_folder), 0700U);
  EXPECT_EQ(default_socket_address(deep), address) << "the same again";
  fs::remove(socket_folder);
}

TEST_F(State, OneLockIsHeldOnce) {
  const auto first = std::make_unique<LockFile>(folder_ / "lock", 0ms, "taken");
  try {
    const LockFile second(folder_ / "lock", 50ms, "another furuid serves");
    FAIL() << "it was given twice";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("another furuid serves"));
  }
}

TEST_F(State, ALockEndsWithItsHolder) {
  { const LockFile first(folder_ / "lock", 0ms, "taken"); }
  EXPECT_NO_THROW(LockFile(folder_ / "lock", 0ms, "taken"));
}

TEST_F(State, TheServersRecordIsPrivateAndGoesWithIt) {
  const fs::path file = folder_ / "server.json";
  {
    const ServerRecordFile record(file, {42, "unix:/s", "/data", "/log", "", ""});
    EXPECT_EQ(mode_of(file), 0600U);
    std::ifstream in(file);
    const auto json = nlohmann::json::parse(in);
    EXPECT_EQ(json["pid"], 42);
    EXPECT_EQ(json["grpc_address"], "unix:/s");
    EXPECT_EQ(json["data_dir"], "/data");
    EXPECT_EQ(json["web_url"], "");
  }
  EXPECT_FALSE(fs::exists(file));
}

TEST_F(State, ControlLinesComeWholeAndTheirEndIsNoticed) {
  auto [mine, theirs] = make_control_line();
  mine.say("database host=/a b");
  mine.say("ready");
  EXPECT_THAT(*theirs.lines(), ::testing::ElementsAre("database host=/a b", "ready"));
  {
    const ControlLine gone = std::move(mine);
  }
  EXPECT_FALSE(theirs.lines());
  theirs.say("nobody listens");  // no signal, no exception
}

}  // namespace
}  // namespace furui::daemon
