// Where the state lies, and who is believed to serve.
#include "state_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

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

TEST_F(ServerFileTest, ALivingServersFileIsRead) {
  write("{\"pid\": " + std::to_string(getpid()) + ", \"version\": \"0.1.0\", \"grpc_address\": \"unix:/x\", \"data_dir\": \"/d\"}");
  const auto server = read_server_file(state_);
  ASSERT_TRUE(server);
  EXPECT_EQ(server->grpc_address, "unix:/x");
  EXPECT_EQ(server->version, "0.1.0");
  EXPECT_EQ(server->web_url, "");
}

}  // namespace
}  // namespace furui::cli
