// A child process without a shell.
#include "chemprop_import.h"

#include <sys/wait.h>
#include <unistd.h>

#include <vector>

#include "failure.h"       // for Failure
#include "installation.h"  // for chemprop_importer, chemprop_python

namespace furui::cli {
namespace {

/// Runs a program with stdout sent to stderr; gives its exit status, as a shell would say it.
int run(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child < 0) throw Failure("no new process could be started: the machine is out of processes or memory");
  if (child == 0) {
    dup2(STDERR_FILENO, STDOUT_FILENO);
    execv(arguments.front(), arguments.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

bool CheckpointChoice::says_anything() const {
  for (const std::string& text : {name, version, properties, units, calibration.string(), calibration_structure, calibrator,
                                  training.string(), training_structure}) {
    if (!text.empty()) return true;
  }
  return false;
}

void import_checkpoint(const CheckpointChoice& choice, const std::filesystem::path& folder) {
  std::vector<std::string> words{chemprop_python().string(), chemprop_importer().string(), choice.path.string(),
                                 "--out", folder.string(), "--name", choice.name};
  const auto add = [&](const char* option, const std::string& value) {
    if (!value.empty()) words.insert(words.end(), {option, value});
  };
  add("--version", choice.version);
  add("--properties", choice.properties);
  add("--units", choice.units);
  add("--calibration", choice.calibration.string());
  add("--calibration-structure", choice.calibration_structure);
  add("--calibrator", choice.calibrator);
  add("--training", choice.training.string());
  add("--training-structure", choice.training_structure);
  const int status = run(words);
  if (status == 127) throw Failure(words.front() + " could not be started: is it the python of an environment with chemprop?");
  if (status != 0) throw Failure("the checkpoint was not imported; the importer says above why");
}

}  // namespace furui::cli
