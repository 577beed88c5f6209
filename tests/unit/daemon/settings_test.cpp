// Arguments and configuration files: what is said where, and what a slip of the pen costs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "core/error.h"
#include "daemon/configuration_file.h"
#include "daemon/metrics_endpoint.h"
#include "daemon/settings.h"

namespace furui::daemon {
namespace {

using ::testing::HasSubstr;

Command read(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "furuid");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  return read_arguments(static_cast<int>(arguments.size()), argv.data());
}

std::filesystem::path write_file(const std::string& text) {
  const auto file = std::filesystem::temp_directory_path() / ("furuid-test-" + std::to_string(getpid()) + ".toml");
  std::ofstream(file) << text;
  return file;
}

TEST(Settings, HaveDefaultsThatServeLocally) {
  const auto serve = std::get<ServeSettings>(read({"serve"}));
  EXPECT_EQ(serve.grpc_address, "");
  EXPECT_EQ(serve.database, "");
  EXPECT_EQ(serve.metrics_address, "");
  EXPECT_FALSE(serve.allow_remote);
  EXPECT_EQ(serve.workers, 1);
  EXPECT_EQ(serve.worker.max_smiles_bytes, 4096U);
  EXPECT_EQ(serve.worker.max_heavy_atoms, 500U);
  EXPECT_EQ(serve.worker.candidate_cpu_s, 2);
}

TEST(Settings, ThatAreWrongEndWithTwo) {
  EXPECT_EQ(std::get<Ended>(read({"serve", "--nonsense"})).exit_code, 2);
  EXPECT_EQ(std::get<Ended>(read({"serve", "--workers", "-1"})).exit_code, 2);
  EXPECT_EQ(std::get<Ended>(read({"serve", "--log-level", "loud"})).exit_code, 2);
  EXPECT_EQ(std::get<Ended>(read({})).exit_code, 2);
  EXPECT_EQ(std::get<Ended>(read({"--version"})).exit_code, 0);
  EXPECT_EQ(std::get<Ended>(read({"serve", "--help"})).exit_code, 0);
}

TEST(Settings, OfTheCommandLineGoBeforeTheFile) {
  const auto file = write_file("workers = 3\nlog_format = \"json\"\nallow_remote = true\n\"candidate-cpu-seconds\" = 1.5\n");
  const auto serve = std::get<ServeSettings>(read({"serve", "--config", file.string(), "--workers", "5"}));
  EXPECT_EQ(serve.workers, 5);
  EXPECT_EQ(serve.log.format, "json");
  EXPECT_TRUE(serve.allow_remote);
  EXPECT_EQ(serve.worker.candidate_cpu_s, 1.5);
}

TEST(Settings, OfAFileNameTheLineOfAMistake) {
  const auto complaint = [](const std::string& text) {
    try {
      arguments_of_file(write_file(text), {"workers", "log-level"});
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(complaint("workers = 1\nlog_levle = \"info\"\n"), ::testing::AllOf(HasSubstr("line 2"), HasSubstr("log-level")));
  EXPECT_THAT(complaint("workers = [1]\n"), HasSubstr("line 1"));
  EXPECT_THAT(complaint("workers = \n"), HasSubstr("line 1"));
  EXPECT_THROW(arguments_of_file("/nowhere.toml", {}), Error);
}

TEST(Settings, ReachTheChildrenUnchangedButForTheDatabase) {
  ServeChildSettings child;
  child.serve = std::get<ServeSettings>(read({"serve", "--state-dir", "/s", "--grpc-address", "127.0.0.1:7", "--max-queue", "9",
                                              "--device", "cuda:1", "--candidate-cpu-seconds", "0.25",
                                              "--database", "postgresql://user:password@host/furui"}));
  child.shipped = "/shipped";
  child.control = 5;
  const std::vector<std::string> arguments = to_arguments(child);
  EXPECT_THAT(arguments, ::testing::Not(::testing::Contains(HasSubstr("password")))) << "ps shows arguments to everybody";
  const auto again = std::get<ServeChildSettings>(read(arguments));
  EXPECT_EQ(again.serve.state_dir, "/s");
  EXPECT_EQ(again.serve.grpc_address, "127.0.0.1:7");
  EXPECT_EQ(again.serve.max_queue, 9U);
  EXPECT_EQ(again.serve.worker.device, "cuda:1");
  EXPECT_EQ(again.serve.worker.candidate_cpu_s, 0.25);
  EXPECT_EQ(again.control, 5);

  setenv(kDatabaseVariable, "postgresql://from/environment", 1);
  const WorkerCommandSettings worker{"", "/s", "/shipped", "127.0.0.1:8", false, {}, child.serve.worker};
  const auto worker_again = std::get<WorkerCommandSettings>(read(to_arguments(worker)));
  unsetenv(kDatabaseVariable);
  EXPECT_EQ(worker_again.database, "postgresql://from/environment");
  EXPECT_EQ(worker_again.worker.device, "cuda:1");
  EXPECT_EQ(worker_again.shipped, "/shipped");
}

TEST(Settings, GiveEachWorkerAMetricsPortOfItsOwn) {
  EXPECT_EQ(worker_metrics_address("127.0.0.1:9464", 0), "127.0.0.1:9465");
  EXPECT_EQ(worker_metrics_address("127.0.0.1:9464", 2), "127.0.0.1:9467");
  EXPECT_EQ(worker_metrics_address("", 0), "");
}

}  // namespace
}  // namespace furui::daemon
