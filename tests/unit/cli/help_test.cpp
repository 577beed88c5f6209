// The help texts, kept in tests/golden/help, so that a change of what users read is seen and meant.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "commands/program.h"  // for run_program

namespace furui::cli {
namespace {

std::string help_of(const std::string& command) {
  std::vector<std::string> words{"furui"};
  for (std::size_t begin = 0; begin < command.size();) {
    const std::size_t end = std::min(command.find(' ', begin), command.size());
    words.push_back(command.substr(begin, end - begin));
    begin = end + 1;
  }
  words.push_back("--help");
  std::vector<const char*> arguments;
  for (const std::string& word : words) arguments.push_back(word.c_str());
  testing::internal::CaptureStdout();
  run_program(static_cast<int>(arguments.size()), arguments.data());
  return testing::internal::GetCapturedStdout();
}

std::string file_text(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Help : public testing::TestWithParam<const char*> {};

TEST_P(Help, IsTheTextThatIsKept) {
  const std::string command = GetParam();
  std::string name = command.empty() ? "furui" : command;
  for (char& letter : name) letter = letter == ' ' ? '-' : letter;
  EXPECT_EQ(help_of(command), file_text(std::string(FURUI_SOURCE_DIR) + "/tests/golden/help/" + name + ".txt"))
      << "tests/golden/help/README.md says how to keep a text that was meant to change";
}

INSTANTIATE_TEST_SUITE_P(OfEveryCommand, Help,
                         testing::Values("", "screen", "predict", "results", "rank", "compare", "explain", "list", "watch", "cancel", "delete",
                                         "model", "model add", "model list", "model show", "model test", "model remove",
                                         "profiles", "profiles list", "profiles show", "profiles create", "profiles draft", "profiles validate", "up", "down", "status",
                                         "doctor"));

}  // namespace
}  // namespace furui::cli
