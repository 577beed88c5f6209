// Relaxing workers: killed and drained in the middle, and the ways go on as if nothing had happened.
#include <gmock/gmock.h>

#include <csignal>

#include "core/crystal.h"       // for parse_crystal
#include "store/models.h"       // for add_model_version
#include "store/relaxations.h"  // for read_relaxations, read_checkpoints
#include "worker_fixture.h"

namespace furui {
namespace {

using testing::WorkerProcess;
using testing::WorkerTest;

/// 27 sites of rock salt off their places, each crystal otherwise: some seconds of relaxing.
std::string displaced(int number) {
  std::string text = "displaced\n1.0\n6.3 0 0\n0.1 6.3 0\n0 0.2 6.3\nMg O\n14 13\nDirect\n";
  std::string oxygens;
  for (int site = 0; site < 27; ++site) {
    const auto at = [&](int step, int salt) { return std::to_string(step / 3.0 + 0.012 * ((site * 7 + number * 5 + salt * 3) % 11 - 5) / 5.0) + " "; };
    ((site / 9 + site / 3 + site) % 2 == 0 ? text : oxygens) += at(site % 3, 0) + at(site / 3 % 3, 1) + at(site / 9, 2) + "\n";
  }
  return text + oxygens;
}

class RelaxingWorker : public WorkerTest {
 protected:
  RelaxingWorker() : chgnet_(add_model_version(*database_, "shared", std::filesystem::path(FURUI_BUILD_DIR) / "models" / "chgnet", "").id) {}

  ScreeningRow submit_crystals(int count) {
    NewScreening request;
    request.project = "default";
    request.model_versions = {chgnet_};
    request.relaxation = ScreeningRelaxation{chgnet_, {.force_tolerance = 1e-4, .max_steps = 30}};
    const ScreeningRow screening = create_screening(*database_, request);
    std::vector<Candidate> candidates;
    for (int i = 0; i < count; ++i) candidates.push_back({CandidateKind::kCrystal, Notation::kPoscar, displaced(i), "row " + std::to_string(i), {}});
    candidates.push_back({CandidateKind::kCrystal, Notation::kPoscar, "broken", "row " + std::to_string(count), {}});
    const Sha256 digest = sha256("batch");
    store_candidate_batch(*database_, screening.id, 0, {}, candidates, digest);
    return finalize_screening(*database_, screening.id, 1, sha256({reinterpret_cast<const char*>(digest.data()), digest.size()}));
  }

  /// Waits until some of its steps have been stored.
  void wait_for_checkpoint(const ScreeningRow& screening) {
    ASSERT_TRUE(eventually([&] { return get_screening(*database_, screening.id).relaxation_steps >= 24; }));
    EXPECT_LT(get_screening(*database_, screening.id).relaxed, 4) << "too late to be in the middle";
  }

  void expect_same_ways(const ScreeningRow& one, const ScreeningRow& other) {
    const auto ways = read_relaxations(*database_, one.id, -1, 100), others = read_relaxations(*database_, other.id, -1, 100);
    ASSERT_EQ(ways.size(), 4U);
    ASSERT_EQ(others.size(), 4U);
    for (std::size_t i = 0; i < ways.size(); ++i) {
      EXPECT_EQ(ways[i].final_sha256_hex, others[i].final_sha256_hex) << i;
      EXPECT_EQ(ways[i].energy_per_atom, others[i].energy_per_atom) << i;
      EXPECT_EQ(ways[i].largest_force, others[i].largest_force) << i;
    }
  }

  std::int32_t chgnet_;
};

TEST_F(RelaxingWorker, GoesOnWhereAKilledOneWas) {
  const ScreeningRow interrupted = submit_crystals(4);
  auto first = std::make_unique<WorkerProcess>(url_, state_);
  wait_for_checkpoint(interrupted);
  first->signal(SIGKILL);
  first.reset();
  const std::int64_t steps = get_screening(*database_, interrupted.id).relaxation_steps;
  const WorkerProcess second(url_, state_);
  std::int64_t least = steps;
  ASSERT_TRUE(eventually([&] {
    const ScreeningRow now = get_screening(*database_, interrupted.id);
    least = std::min(least, now.relaxation_steps);
    return now.state >= ScreeningState::kSucceeded;
  }));
  EXPECT_EQ(least, steps) << "it began again";
  const ScreeningRow done = get_screening(*database_, interrupted.id);
  EXPECT_EQ(done.state, ScreeningState::kSucceeded);
  EXPECT_EQ(done.relaxed, 4);
  EXPECT_EQ(done.rejected, 1);
  const ScreeningRow whole = wait_for_end(submit_crystals(4));
  expect_same_ways(interrupted, whole);
  // The stored structure is what the model saw, and it is the end of the way.
  const auto rows = rows_of(whole);
  EXPECT_NEAR(rows[0].outcomes[0].value[0], rows[0].relaxation->energy_per_atom, 1e-6);
  EXPECT_EQ(rows[4].outcomes[0].rejection->stage, Stage::kRead);
}

TEST_F(RelaxingWorker, LetsOthersGoFirstAfterItsTurn) {
  const ScreeningRow slow = submit_crystals(4);
  const WorkerProcess only(url_, state_, {.leases = 1});
  wait_for_checkpoint(slow);
  EXPECT_EQ(wait_for_end(submit({"CCO", "c1ccccc1"})).state, ScreeningState::kSucceeded);
  const ScreeningRow meanwhile = get_screening(*database_, slow.id);
  EXPECT_EQ(meanwhile.state, ScreeningState::kRunning) << "the quick list had to wait";
  EXPECT_LT(meanwhile.relaxed, 4);
  EXPECT_EQ(wait_for_end(slow).state, ScreeningState::kSucceeded);
  expect_same_ways(slow, wait_for_end(submit_crystals(4)));
}

TEST_F(RelaxingWorker, StoresHowFarItIsWhenItIsDrained) {
  const ScreeningRow interrupted = submit_crystals(4);
  WorkerProcess first(url_, state_, {.drain = std::chrono::milliseconds(50)});
  wait_for_checkpoint(interrupted);
  first.signal(SIGTERM);
  EXPECT_EQ(first.wait(), 0);
  EXPECT_EQ(get_screening(*database_, interrupted.id).state, ScreeningState::kRunning);
  const WorkerProcess second(url_, state_);
  EXPECT_EQ(wait_for_end(interrupted).state, ScreeningState::kSucceeded);
  expect_same_ways(interrupted, wait_for_end(submit_crystals(4)));
}

}  // namespace
}  // namespace furui
