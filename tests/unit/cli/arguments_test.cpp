// Wrong arguments end with exit code 2, before any server is looked for.
#include <gmock/gmock.h>
#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "commands/program.h"  // for run_program

namespace furui::cli {
namespace {

struct Ran {
  int exit_code = 0;
  std::string out, err;
};

Ran run(std::vector<const char*> words) {
  words.insert(words.begin(), "furui");
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Ran ran;
  ran.exit_code = run_program(static_cast<int>(words.size()), words.data());
  ran.out = testing::internal::GetCapturedStdout();
  ran.err = testing::internal::GetCapturedStderr();
  return ran;
}

/// With a state folder that is not there: whoever starts a server, or looks for one, makes it.
class Arguments : public testing::Test {
 protected:
  Arguments() {
    EXPECT_NE(mkdtemp(folder_.data()), nullptr);
    setenv("FURUI_HOME", state().c_str(), 1);
  }
  ~Arguments() override {
    unsetenv("FURUI_HOME");
    EXPECT_FALSE(std::filesystem::exists(state())) << "a server was started";
    std::filesystem::remove_all(folder_);
  }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  std::string state() const { return path("state"); }
  std::string folder_ = "/tmp/furui-arguments-XXXXXX";
};

TEST_F(Arguments, NoCommandIsWrongUsage) { EXPECT_EQ(run({}).exit_code, 2); }

TEST_F(Arguments, AnUnknownOptionIsWrongUsage) { EXPECT_EQ(run({"predict", "--no-such-option", "x"}).exit_code, 2); }

TEST_F(Arguments, ScreenWithoutAProfileIsWrongUsageAndNamesTheOption) {
  const Ran ran = run({"screen", "list.csv"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, testing::HasSubstr("--profile"));
}

TEST_F(Arguments, AnUnknownFormatListsTheKnownOnes) {
  const Ran ran = run({"predict", "list.csv", "--format", "mol2"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, testing::HasSubstr("xlsx"));
}

TEST_F(Arguments, AnAbsentFileFailsBeforeAServerIsStarted) {
  const Ran ran = run({"predict", "/nowhere/list.csv"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_THAT(ran.err, testing::HasSubstr("there is no file /nowhere/list.csv"));
}

TEST_F(Arguments, AFolderWithoutFilesFailsBeforeAServerIsStarted) {
  std::filesystem::create_directory(path("empty"));
  EXPECT_THAT(run({"predict", path("empty").c_str()}).err, testing::HasSubstr("holds no files; expected structures such as .cif or POSCAR"));
}

TEST_F(Arguments, HelpAndVersionAreNoErrors) {
  EXPECT_EQ(run({"--help"}).exit_code, 0);
  EXPECT_THAT(run({"--version"}).out, testing::StartsWith("furui "));
}

TEST_F(Arguments, WithoutAServerStatusStartsNone) {
  const Ran ran = run({"--json", "status"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, testing::HasSubstr("\"state\": \"stopped\""));
  EXPECT_EQ(run({"down"}).exit_code, 0);
}

TEST_F(Arguments, WithJsonWrongUsageIsAnObjectOnStdoutToo) {
  for (const Ran& ran : {run({"--json", "screen", "list.csv"}), run({"predict", "list.csv", "--format", "mol2", "--json"}), run({"--json"})}) {
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_EQ(nlohmann::json::parse(ran.out)["error"]["code"], "USAGE") << ran.out;
    EXPECT_NE(ran.err, "");
  }
  EXPECT_EQ(run({"screen", "list.csv"}).out, "");
}

TEST_F(Arguments, WithJsonAFailureIsAnObjectOnStdoutAndTextOnStderr) {
  const Ran ran = run({"--json", "predict", "/nowhere/list.csv"});
  EXPECT_EQ(ran.exit_code, 1);
  const auto error = nlohmann::json::parse(ran.out)["error"];
  EXPECT_EQ(error["code"], "FAILED");
  EXPECT_THAT(ran.err, testing::HasSubstr(error["message"].get<std::string>()));
}

TEST_F(Arguments, WithTheCsvOnStdoutAnErrorIsNotMixedIntoIt) {
  const Ran ran = run({"--json", "predict", "/nowhere/list.csv", "-o", "-"});
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, testing::HasSubstr("{\"error\""));
}

TEST_F(Arguments, UpAndDownRefuseANamedServer) {
  for (const char* command : {"up", "down"}) {
    const Ran ran = run({"--server", "unix:/nowhere/at/all", command});
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_THAT(ran.err, testing::HasSubstr("embedded server"));
  }
}

TEST_F(Arguments, AnOutputThatIsTheInputIsRefusedByAnyName) {
  const std::string input = path("list.smi"), link = path("link.csv");
  std::ofstream(input) << "CCO\n";
  std::filesystem::create_hard_link(input, link);
  for (const std::string& output : {input, link, folder_ + "/../" + folder_.substr(5) + "/list.smi"}) {
    const Ran ran = run({"--server", "unix:/nowhere/at/all", "predict", input.c_str(), "-o", output.c_str()});
    EXPECT_EQ(ran.exit_code, 1);
    EXPECT_THAT(ran.err, testing::HasSubstr("is the input itself"));
  }
}

}  // namespace
}  // namespace furui::cli
