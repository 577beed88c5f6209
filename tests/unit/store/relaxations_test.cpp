// Relaxations stored with their chunk, checkpoints under the epoch, and structures that go when nobody needs them.
#include "store/relaxations.h"

#include <gmock/gmock.h>

#include "screening_fixture.h"

namespace furui {
namespace {

using ::testing::ElementsAre;

class Relaxations : public ScreeningFlow {
 protected:
  ScreeningRow relaxing(const std::string& name, int rows = 3) {
    return split_screening(name, rows, 10, std::nullopt, ScreeningRelaxation{model, {.force_tolerance = 0.05, .max_steps = 7}});
  }

  /// The first row converged after two steps, the second exploded, all others were not relaxed.
  ChunkResult relaxed_result_of(const Lease& lease) {
    ChunkResult result = result_of(lease);
    result.relaxing = result.outcomes[0].computation;
    result.relaxations.resize(result.readings.size());
    StoredRelaxation& first = result.relaxations[0].emplace();
    first.start = result.readings[0].structure;
    first.sites = 2;
    first.content = serialize(Crystal{{{{4, 0, 0}, {0, 4, 0}, {0, 0, 4}}}, {11, 17}, {{0, 0, 0}, {.5, .5, .5}}});
    first.structure = sha256(first.content);
    first.energy_per_atom = {-1, -2, -3};
    first.largest_force = {1, 0.5F, 0.01F};
    first.volume = {70, 66, 64};
    first.changes = {"kept 48 symmetry operations"};
    StoredRelaxation& second = result.relaxations[1].emplace();
    second.status = RelaxationStatus::kExploded;
    second.start = result.readings[1].structure;
    second.sites = 1;
    second.energy_per_atom = second.largest_force = second.volume = {9};
    second.detail = "step 1: flew apart";
    result.outcomes[0].predictions.rejection[1] = Rejection{Stage::kRelax, Reason::kExploded, second.detail};
    return result;
  }

  std::vector<CandidateRow> rows_of(const ScreeningRow& screening) {
    ResultsQuery query;
    query.screening = screening.id;
    return read_results(*database, query);
  }
};

TEST_F(Relaxations, AreStoredWithTheirChunkAndReadInOrder) {
  const ScreeningRow screening = relaxing("relax");
  EXPECT_EQ(screening.relaxation->model_version, model);
  EXPECT_EQ(screening.relaxation->settings, (RelaxationSettings{.force_tolerance = 0.05, .max_steps = 7}));
  const auto lease = lease_work(*database, "worker", seconds(15), 3);
  const ChunkResult result = relaxed_result_of(*lease);
  commit_chunk(*database, *lease, result);

  const ScreeningRow done = get_screening(*database, screening.id);
  EXPECT_EQ(done.state, ScreeningState::kSucceeded);
  EXPECT_EQ(done.relaxed, 2);
  EXPECT_EQ(done.relaxation_steps, 2);
  const auto rows = read_relaxations(*database, screening.id, -1, 10);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].id, "id0");
  EXPECT_EQ(rows[0].status, RelaxationStatus::kConverged);
  EXPECT_EQ(rows[0].content, result.relaxations[0]->content);
  EXPECT_EQ(rows[0].final_sha256_hex, to_hex(result.relaxations[0]->structure));
  EXPECT_THAT(rows[0].energy_per_atom, ElementsAre(-1, -2, -3));
  EXPECT_THAT(rows[0].volume, ElementsAre(70, 66, 64));
  EXPECT_THAT(rows[0].changes, ElementsAre("kept 48 symmetry operations"));
  EXPECT_EQ(rows[1].status, RelaxationStatus::kExploded);
  EXPECT_TRUE(rows[1].content.empty());
  EXPECT_EQ(rows[1].detail, "step 1: flew apart");
  EXPECT_EQ(read_relaxations(*database, screening.id, 0, 10).size(), 1U) << "after the first";

  const auto candidates = rows_of(screening);
  EXPECT_EQ(candidates[0].relaxation->steps, 2);
  EXPECT_EQ(candidates[0].relaxation->volume_per_atom, 32);
  EXPECT_EQ(candidates[0].relaxation->energy_per_atom, -3);
  EXPECT_EQ(candidates[1].outcomes[0].rejection->reason, Reason::kExploded);
  EXPECT_FALSE(candidates[2].relaxation);
}

TEST_F(Relaxations, AChunkWithoutThemIsNotOneOfARelaxingScreening) {
  relaxing("relax");
  const auto lease = lease_work(*database, "worker", seconds(15), 3);
  ChunkResult result = relaxed_result_of(*lease);
  result.relaxations.clear();
  EXPECT_THROW(commit_chunk(*database, *lease, result), std::logic_error);
}

TEST_F(Relaxations, CheckpointsAreOfTheNewestEpochAndGoWithTheCommit) {
  const ScreeningRow screening = relaxing("relax");
  const auto stale = lease_work(*database, "slow", seconds(0), 3);
  const Sha256 start = sha256("start");
  store_checkpoints(*database, *stale, {{0, start, "first"}, {2, start, "third"}}, 1, 40);
  EXPECT_EQ(get_screening(*database, screening.id).relaxed, 1);
  EXPECT_EQ(get_screening(*database, screening.id).relaxation_steps, 40);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const auto fresh = lease_work(*database, "quick", seconds(15), 3);
  ASSERT_EQ(fresh->work, stale->work);
  EXPECT_THROW(store_checkpoints(*database, *stale, {{0, start, "late"}}, 1, 41), LeaseLost);
  store_checkpoints(*database, *fresh, {{2, start, "third, later"}}, 1, 50);
  const auto checkpoints = read_checkpoints(*database, *fresh);
  ASSERT_EQ(checkpoints.size(), 2U);
  EXPECT_EQ(checkpoints[0].content, "first");
  EXPECT_EQ(checkpoints[1].row, 2);
  EXPECT_EQ(checkpoints[1].content, "third, later");
  EXPECT_EQ(checkpoints[1].start, start);
  commit_chunk(*database, *fresh, relaxed_result_of(*fresh));
  EXPECT_TRUE(read_checkpoints(*database, *fresh).empty());
}

TEST_F(Relaxations, AChunkThatGetsOnMayLoseAsManyWorkersAsItTakes) {
  const ScreeningRow screening = relaxing("relax");
  const Sha256 start = sha256("start");
  for (int death = 1; death <= 7; ++death) {
    const auto lease = lease_work(*database, "taken away", seconds(0), 3);
    ASSERT_TRUE(lease) << death;
    store_checkpoints(*database, *lease, {{0, start, std::to_string(death)}}, 0, 10 * death);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  for (int death = 1; death <= 2; ++death) {
    const auto lease = lease_work(*database, "killed", seconds(0), 3);
    ASSERT_TRUE(lease) << death;
    store_checkpoints(*database, *lease, {{0, start, "the same"}}, 0, 70);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_FALSE(lease_work(*database, "killed", seconds(0), 3)) << "three that did not get on";
  EXPECT_EQ(get_screening(*database, screening.id).state, ScreeningState::kFailed);
}

TEST_F(Relaxations, ADeletedScreeningTakesItsRelaxedStructuresAlong) {
  const auto relax = [&](const std::string& name) {
    const ScreeningRow row = relaxing(name);
    const auto lease = lease_work(*database, "worker", seconds(15), 3);
    commit_chunk(*database, *lease, relaxed_result_of(*lease));
    return row;
  };
  const ScreeningRow screening = relax("one"), other = relax("two");
  EXPECT_EQ(delete_screening(*database, screening.id).structures, 0) << "the other has the same";
  EXPECT_EQ(delete_screening(*database, other.id).structures, 3) << "two that were read, one that was relaxed";
  EXPECT_TRUE(read_relaxations(*database, other.id, -1, 10).empty());
}

}  // namespace
}  // namespace furui
