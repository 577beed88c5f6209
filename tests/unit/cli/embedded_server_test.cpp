// A server that does not stop: the user is told what to do.
#include "embedded_server.h"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <fstream>
#include <string>
#include <thread>

#include "failure.h"    // for Failure
#include "processes.h"  // for ChildProcess

namespace furui::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class EmbeddedServerTest : public testing::Test {
 protected:
  EmbeddedServerTest() {
    std::string pattern = (fs::temp_directory_path() / "furui-server-XXXXXX").string();
    state_ = mkdtemp(pattern.data());
    fs::create_directory(state_ / "run");
    setenv("FURUI_HOME", state_.c_str(), 1);
  }
  ~EmbeddedServerTest() override {
    unsetenv("FURUI_HOME");
    fs::remove_all(state_);
  }
  void record(int pid) const {
    std::ofstream(state_ / "run" / "server.json") << "{\"pid\": " << pid << ", \"log_dir\": \"/l\", \"data_dir\": \"" << state_.string() << "\"}";
  }
  static std::string complaint() {
    try {
      stop_embedded_server(std::chrono::seconds(1));
    } catch (const Failure& failure) {
      return failure.what();
    }
    return "";
  }
  fs::path state_;
};

TEST_F(EmbeddedServerTest, WhereNoneRunsNothingIsStopped) {
  const Stopped stopped = stop_embedded_server();
  EXPECT_FALSE(stopped.server);
  EXPECT_EQ(stopped.database, 0);
}

TEST_F(EmbeddedServerTest, OneThatDoesNotStopIsNamedWithWhatMayBeDone) {
  const ChildProcess stubborn([] {
    signal(SIGTERM, SIG_IGN);
    for (;;) pause();
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  record(stubborn.pid());
  const std::string text = complaint();
  EXPECT_THAT(text, HasSubstr("'kill -KILL " + std::to_string(stubborn.pid()) + "'"));
  EXPECT_THAT(text, HasSubstr("nothing that is stored is lost"));
  EXPECT_THAT(text, testing::Not(HasSubstr("suspended")));
}

TEST_F(EmbeddedServerTest, OneThatIsSuspendedIsSaid) {
  const ChildProcess suspended([] {
    for (;;) pause();
  });
  kill(suspended.pid(), SIGSTOP);
  for (int i = 0; i < 500 && !look_at_process(suspended.pid())->suspended(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  record(suspended.pid());
  EXPECT_THAT(complaint(), HasSubstr("'kill -CONT " + std::to_string(suspended.pid()) + "'"));
}

}  // namespace
}  // namespace furui::cli
