// Real workers as processes of their own, on a real database, with a reader that can be made to misbehave.
#pragma once

#include <gtest/gtest.h>
#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/rankings.h"
#include "store/results.h"
#include "store/screenings.h"
#include "worker/worker_options.h"

namespace furui::testing {

/// Runs a worker in this process instead of tests, where the command line asks for it: the tests start themselves
/// again this way. Marked texts misbehave in its readers: "!SEGV" crashes, "!SLOW" sleeps 1.5 s and is
/// then CCO; "!SLOW 2" is another text and slow again, while the same text is read only once.
/// returns  an exit code, or −1 where tests are asked for
int run_as_worker(int argc, char** argv);

struct WorkerSettings {
  int leases = 2;
  std::chrono::milliseconds drain{30'000};
  std::int32_t chunk_rows = 50;
};

/// A worker process; killed at the end.
class WorkerProcess {
 public:
  WorkerProcess(const std::string& url, const std::filesystem::path& state, const WorkerSettings& settings = {});
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;
  void signal(int number) const;
  /// Waits for its end; returns the exit code, or −1 where a signal or the end of patience (60 s) ended it.
  int wait();

 private:
  pid_t pid_;
};

class WorkerTest : public ::testing::Test {
 protected:
  WorkerTest();
  ~WorkerTest() override;

  /// Uploads a list of SMILES and finalizes; the work waits for workers.
  ScreeningRow submit(const std::vector<std::string>& smiles, const std::string& profile = "");
  /// Waits until the screening is in a final state, at most 60 s.
  ScreeningRow wait_for_end(const ScreeningRow& screening);
  /// Waits until `condition` holds, at most 60 s.
  static bool eventually(const std::function<bool()>& condition);
  /// All rows in order; checks that each candidate has exactly one outcome.
  std::vector<CandidateRow> rows_of(const ScreeningRow& screening);

  std::string url_;
  std::unique_ptr<Database> database_;
  std::filesystem::path state_;
  std::int32_t model_ = 0;
};

}  // namespace furui::testing
