// Where the state lies, and who is believed to serve.
#include "state_folder.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "failure.h"  // for Failure

namespace furui::cli {
namespace {

namespace fs = std::filesystem;

TEST(StateFolder, FuruiHomeGoesBeforeAllElse) {
  setenv("FURUI_HOME", "/somewhere/else", 1);
  EXPECT_EQ(state_folder(), "/somewhere/else");
  unsetenv("FURUI_HOME");
}

TEST(StateFolder, WithoutItRootsLiesInVarAndAUsersInTheirHome) {
  unsetenv("FURUI_HOME");
  if (geteuid() == 0)
    EXPECT_EQ(state_folder(), "/var/lib/furui");
  else
    EXPECT_EQ(state_folder(), fs::path(std::getenv("HOME")) / ".local/share/furui");
}

class ServerFileTest : public testing::Test {
 protected:
  ServerFileTest() {
    std::string pattern = (fs::temp_directory_path() / "furui-state-XXXXXX").string();
    state_ = mkdtemp(pattern.data());
    fs::create_directory(state_ / "run");
  }
  ~ServerFileTest() override { fs::remove_all(state_); }
  void write(const std::string& text) { std::ofstream(state_ / "run" / "server.json") << text; }
  fs::path state_;
};

TEST_F(ServerFileTest, NoFileMeansNoServer) { EXPECT_FALSE(read_server_file(state_)); }

TEST_F(ServerFileTest, AnUnreadableFileMeansNoServer) {
  write("{\"pid\": 12");
  EXPECT_FALSE(read_server_file(state_));
  write("{\"pid\": \"text\"}");
  EXPECT_FALSE(read_server_file(state_));
}

TEST_F(ServerFileTest, AFileOfAProcessThatIsGoneMeansNoServer) {
  write("{\"pid\": 2147483000, \"grpc_address\": \"unix:/x\"}");
  EXPECT_FALSE(read_server_file(state_));
}

TEST_F(ServerFileTest, TheRecordOfAServerThatWasKilledCanStillBeRead) {
  write("{\"pid\": 2147483000, \"grpc_address\": \"unix:/x\", \"data_dir\": \"" + state_.string() + "\"}");
  ASSERT_TRUE(read_server_record(state_));
  EXPECT_EQ(read_server_record(state_)->pid, 2147483000);
}

TEST_F(ServerFileTest, TheRecordInACopiedFolderIsOfAnotherServer) {
  write("{\"pid\": " + std::to_string(getpid()) + ", \"grpc_address\": \"unix:/x\", \"data_dir\": \"" + state_.string() + "\"}");
  const fs::path copy = state_.string() + "-copy";
  fs::copy(state_, copy, fs::copy_options::recursive);
  EXPECT_TRUE(read_server_record(state_));
  EXPECT_FALSE(read_server_record(copy));
  fs::remove_all(copy);
}

TEST_F(ServerFileTest, AFolderOfAnotherUserIsSaidWithItsOwner) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can become another user";
  fs::permissions(state_, fs::perms::owner_all);
  const pid_t child = fork();
  if (child == 0) {
    if (setresuid(65534, 65534, 65534) != 0) _exit(9);
    try {
      check_readable(state_);
    } catch (const Failure& failure) {
      _exit(std::string(failure.what()).find("another user's (root)") != std::string::npos ? 0 : 1);
    }
    _exit(2);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_NO_THROW(check_readable(state_)) << "root sees all";
  EXPECT_NO_THROW(check_readable(state_ / "absent"));
}

TEST_F(ServerFileTest, ALivingServersFileIsRead) {
  write("{\"pid\": " + std::to_string(getpid()) + ", \"version\": \"0.1.0\", \"grpc_address\": \"unix:/x\", \"data_dir\": \"" + state_.string() + "\"}");
  const auto server = read_server_file(state_);
  ASSERT_TRUE(server);
  EXPECT_EQ(server->grpc_address, "unix:/x");
  EXPECT_EQ(server->version, "0.1.0");
  EXPECT_EQ(server->web_url, "");
}

}  // namespace
}  // namespace furui::cli
