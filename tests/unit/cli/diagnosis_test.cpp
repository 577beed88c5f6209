// What the doctor sees of a state folder.
#include "diagnosis.h"

#include <gmock/gmock.h>
#include <pwd.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace furui::cli {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class DiagnosisTest : public testing::Test {
 protected:
  DiagnosisTest() {
    std::string pattern = (fs::temp_directory_path() / "furui-diagnosis-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    state_ = folder_ / "state";
    fs::create_directories(state_ / "run");
    fs::permissions(folder_, fs::perms(0755));
    fs::permissions(state_, fs::perms(0700));
    setenv("FURUI_HOME", state_.c_str(), 1);
  }
  ~DiagnosisTest() override {
    unsetenv("FURUI_HOME");
    fs::remove_all(folder_);
  }
  static Finding finding(const std::vector<Finding>& findings, const std::string& check) {
    const auto found = std::find_if(findings.begin(), findings.end(), [&](const Finding& one) { return one.check == check; });
    return found == findings.end() ? Finding{} : *found;
  }
  fs::path folder_, state_;
};

TEST_F(DiagnosisTest, AFolderThatTheSystemUserCannotPassIsNamed) {
  if (geteuid() != 0 || getpwnam("furui") == nullptr) GTEST_SKIP() << "needs root and the system user 'furui'";
  EXPECT_TRUE(finding(diagnose_installation(), "way to the state folder").ok);
  fs::permissions(folder_, fs::perms(0700));
  const Finding found = finding(diagnose_installation(), "way to the state folder");
  EXPECT_FALSE(found.ok);
  EXPECT_THAT(found.detail, HasSubstr("cannot pass through " + folder_.string()));
  EXPECT_THAT(found.advice, HasSubstr("FURUI_HOME"));
}

TEST_F(DiagnosisTest, ADataFolderWithoutItsVersionIsNoDatabase) {
  EXPECT_TRUE(finding(diagnose_installation(), "database").ok) << "none yet";
  fs::create_directories(state_ / "postgresql" / "data");
  EXPECT_FALSE(finding(diagnose_installation(), "database").ok);
  std::ofstream(state_ / "postgresql" / "data" / "PG_VERSION") << "15\n";
  EXPECT_TRUE(finding(diagnose_installation(), "database").ok);
}

TEST_F(DiagnosisTest, AServerThatWasKilledIsSaid) {
  EXPECT_TRUE(finding(diagnose_server({}), "server").ok);
  std::ofstream(state_ / "run" / "server.json") << "{\"pid\": 2147483000, \"data_dir\": \"" << state_.string() << "\"}";
  const Finding found = finding(diagnose_server({}), "server");
  EXPECT_FALSE(found.ok);
  EXPECT_THAT(found.detail, HasSubstr("was killed"));
}

}  // namespace
}  // namespace furui::cli
