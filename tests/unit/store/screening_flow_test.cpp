// The store from an upload to stored outcomes, and what the fence refuses.
#include <cmath>
#include <limits>
#include <thread>

#include "screening_fixture.h"

namespace furui {
namespace {

TEST_F(ScreeningFlow, EveryCandidateGetsOneOutcomeAndTheScreeningSucceeds) {
  const ScreeningRow screening = split_screening("flow", 25, 10);
  EXPECT_EQ(screening.candidates, 25);
  EXPECT_EQ(screening.columns, (std::vector<std::string>{"smiles", "note"}));
  EXPECT_EQ(to_hex(*screening.input_sha256), to_hex(sha256("smiles\nCCO\n")));
  for (int chunk = 0; chunk < 3; ++chunk) {
    const auto lease = lease_work(*database, "worker", seconds(15), 3);
    ASSERT_TRUE(lease);
    EXPECT_EQ(lease->first_ordinal, chunk * 10);
    commit_chunk(*database, *lease, result_of(*lease));
  }
  EXPECT_FALSE(lease_work(*database, "worker", seconds(15), 3));
  const ScreeningRow done = get_screening(*database, screening.id);
  EXPECT_EQ(done.state, ScreeningState::kSucceeded);
  EXPECT_EQ(done.predicted, 17);
  EXPECT_EQ(done.rejected, 8);
  ResultsQuery query;
  query.screening = screening.id;
  query.after = 9;
  query.limit = 5;
  const auto page = read_results(*database, query);
  ASSERT_EQ(page.size(), 5U);
  EXPECT_EQ(page[0].ordinal, 10);
  EXPECT_EQ(page[0].id, "id10");
  EXPECT_EQ(page[0].fields, (std::vector<std::string>{"a,b", "\"q\""}));
  EXPECT_EQ(page[0].outcomes[0].value, (std::vector<float>{10, -10}));
  EXPECT_EQ(page[0].outcomes[0].std, (std::vector<float>{0.5F, 0.25F}));
  EXPECT_EQ(page[0].changes, (std::vector<std::string>{"removed fragment [Na+]"}));
  EXPECT_EQ(page[1].outcomes[0].rejection->reason, Reason::kParseError);
  EXPECT_EQ(get_provenance(*database, page[0].outcomes[0].batch).standardization, "none/1");
}

TEST_F(ScreeningFlow, AStaleEpochStoresNothing) {
  const ScreeningRow screening = split_screening("fence", 10, 10);
  const auto stale = lease_work(*database, "slow", seconds(0), 3);
  ASSERT_TRUE(stale);
  const ChunkResult late = result_of(*stale);
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const auto fresh = lease_work(*database, "quick", seconds(15), 3);
  ASSERT_TRUE(fresh);
  EXPECT_EQ(fresh->work, stale->work);
  EXPECT_EQ(fresh->epoch, stale->epoch + 1);
  EXPECT_EQ(heartbeat(*database, *stale, seconds(15)), HeartbeatAnswer::kLost);
  EXPECT_THROW(commit_chunk(*database, *stale, late), LeaseLost);
  ResultsQuery query;
  query.screening = screening.id;
  EXPECT_TRUE(read_results(*database, query)[0].outcomes.empty());
  commit_chunk(*database, *fresh, result_of(*fresh));
  EXPECT_THROW(commit_chunk(*database, *fresh, late), LeaseLost) << "a chunk is committed once";
  EXPECT_EQ(get_screening(*database, screening.id).state, ScreeningState::kSucceeded);
}

TEST_F(ScreeningFlow, NanIsRefusedByTheDatabaseItself) {
  split_screening("nan", 4, 10);
  const auto lease = lease_work(*database, "worker", seconds(15), 3);
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()}) {
    ChunkResult result = result_of(*lease);
    result.outcomes[0].predictions.value[1] = bad;
    EXPECT_THROW(commit_chunk(*database, *lease, result), std::runtime_error);
  }
  commit_chunk(*database, *lease, result_of(*lease));
}

TEST_F(ScreeningFlow, AnotherScreeningStartsFromStoredGraphs) {
  split_screening("first", 7, 10);
  const auto lease = lease_work(*database, "worker", seconds(15), 3);
  commit_chunk(*database, *lease, result_of(*lease));
  split_screening("second", 7, 10);
  const auto second = lease_work(*database, "worker", seconds(15), 3);
  const ChunkInput input = read_chunk(*database, *second, "none/1");
  EXPECT_EQ(input.known[0].content, "graph of C");
  EXPECT_EQ(input.known[0].changes, (std::vector<std::string>{"removed fragment [Na+]"}));
  EXPECT_TRUE(input.known[2].content.empty()) << "a rejected row has no reading";
  EXPECT_TRUE(read_chunk(*database, *second, "parent/1").known[0].content.empty()) << "another standardization is another reading";
}

TEST_F(ScreeningFlow, DeleteErasesWhatNoOtherScreeningUses) {
  const ScreeningRow first = split_screening("one", 7, 10);
  const auto lease = lease_work(*database, "worker", seconds(15), 3);
  EXPECT_THROW(delete_screening(*database, first.id), Error) << "it runs";
  commit_chunk(*database, *lease, result_of(*lease));
  const ScreeningRow second = split_screening("two", 4, 10);
  const auto other = lease_work(*database, "worker", seconds(15), 3);
  commit_chunk(*database, *other, result_of(*other));
  const Erased erased = delete_screening(*database, first.id);
  EXPECT_EQ(erased.candidates, 7);
  EXPECT_EQ(erased.outcomes, 7);
  EXPECT_EQ(erased.structures, 2) << "of five structures three belong to the second list too";
  EXPECT_THROW(get_screening(*database, "default", "one"), Error);
  ResultsQuery query;
  query.screening = second.id;
  EXPECT_EQ(read_results(*database, query).size(), 4U);
}

TEST_F(ScreeningFlow, UploadsResumeAndRefuseGapsAndWrongDigests) {
  NewScreening request;
  request.project = "default";
  request.model_versions = {model};
  request.request_id = "r1";
  const ScreeningRow screening = create_screening(*database, request);
  EXPECT_THROW(create_screening(*database, [&] { auto other = request; other.title = "other"; return other; }()), Error);
  begin_file(*database, screening.id, "a.smi", "{}");
  EXPECT_EQ(committed_through(*database, screening.id), -1);
  EXPECT_EQ(store_file_part(*database, screening.id, 0, "CCO\n", sha256("CCO\n")), 0);
  EXPECT_EQ(store_file_part(*database, screening.id, 0, "CCO\n", sha256("CCO\n")), 0);
  EXPECT_THROW(store_file_part(*database, screening.id, 0, "CCC\n", sha256("CCC\n")), Error);
  EXPECT_THROW(store_file_part(*database, screening.id, 2, "CCC\n", sha256("CCC\n")), Error);
  EXPECT_THROW(store_file_part(*database, screening.id, 1, "CCC\n", sha256("CCO\n")), Error);
  EXPECT_THROW(finalize_screening(*database, screening.id, 2, digest_over({sha256("CCO\n")})), Error);
  EXPECT_THROW(finalize_screening(*database, screening.id, 1, sha256("other")), Error);
  EXPECT_EQ(finalize_screening(*database, screening.id, 1, digest_over({sha256("CCO\n")})).state, ScreeningState::kQueued);
  EXPECT_THROW(store_file_part(*database, screening.id, 1, "C", sha256("C")), Error);
}

TEST_F(ScreeningFlow, BatchesOfCandidatesBecomeChunksAtOnce) {
  NewScreening request;
  request.project = "default";
  request.model_versions = {model};
  const ScreeningRow screening = create_screening(*database, request);
  const std::vector<Candidate> batch{{CandidateKind::kMolecule, Notation::kSmiles, std::string("C\0C", 3), "x", {"1"}},
                                     {CandidateKind::kCrystal, Notation::kCif, "data_a", "y", {"2"}}};
  store_candidate_batch(*database, screening.id, 0, {"n"}, batch, sha256("0"));
  store_candidate_batch(*database, screening.id, 1, {"n"}, batch, sha256("1"));
  EXPECT_THROW(begin_file(*database, screening.id, "a.csv", "{}"), Error);
  EXPECT_EQ(finalize_screening(*database, screening.id, 2, digest_over({sha256("0"), sha256("1")})).candidates, 4);
  const auto stored = read_candidates(*database, screening.id, 1, 2);
  EXPECT_EQ(stored[0].kind, CandidateKind::kCrystal);
  EXPECT_EQ(stored[1].raw, std::string("C\0C", 3));
  EXPECT_EQ(lease_work(*database, "worker", seconds(15), 3)->rows, 4);
}

TEST_F(ScreeningFlow, CancelStopsWhatHasNotStartedAndTellsTheHeartbeat) {
  const ScreeningRow screening = split_screening("cancel", 20, 10);
  const auto lease = lease_work(*database, "worker", seconds(15), 3);
  EXPECT_EQ(heartbeat(*database, *lease, seconds(15)), HeartbeatAnswer::kKeep);
  EXPECT_EQ(cancel_screening(*database, screening.id).state, ScreeningState::kCancelled);
  EXPECT_EQ(heartbeat(*database, *lease, seconds(15)), HeartbeatAnswer::kCancelled);
  EXPECT_FALSE(lease_work(*database, "worker", seconds(15), 3));
  EXPECT_THROW(commit_chunk(*database, *lease, result_of(*lease)), LeaseLost);
}

TEST_F(ScreeningFlow, WorkThatKillsItsWorkersFailsWithAMessage) {
  const ScreeningRow screening = split_screening("poison", 5, 10);
  for (int attempt = 0; attempt < 3; ++attempt) {
    ASSERT_TRUE(lease_work(*database, "worker", seconds(0), 3));
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_FALSE(lease_work(*database, "worker", seconds(0), 3));
  const ScreeningRow failed = get_screening(*database, screening.id);
  EXPECT_EQ(failed.state, ScreeningState::kFailed);
  EXPECT_NE(failed.error.find("3 times"), std::string::npos);
}

TEST_F(ScreeningFlow, EightThreadsNeverLeaseTheSameWork) {
  split_screening("many", 64, 1);
  std::mutex mutex;
  std::map<std::int64_t, int> leased;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      while (const auto lease = lease_work(*database, "worker", seconds(60), 3)) {
        const std::lock_guard lock(mutex);
        ++leased[lease->work];
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(leased.size(), 64U);
  for (const auto& [work, times] : leased) EXPECT_EQ(times, 1) << work;
}

TEST_F(ScreeningFlow, AKilledPostmasterLosesNothingAcknowledged) {
  const ScreeningRow screening = split_screening("killed", 12, 10);
  const auto lease = lease_work(*database, "worker", seconds(60), 3);
  commit_chunk(*database, *lease, result_of(*lease));
  kill(testing::TestCluster::instance().postmaster(), SIGKILL);
  testing::TestCluster::instance().restart();
  for (int i = 0; i < 100 && !database->healthy(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_EQ(get_screening(*database, screening.id).predicted, 7);
  const auto rest = lease_work(*database, "worker", seconds(60), 3);
  ASSERT_TRUE(rest);
  commit_chunk(*database, *rest, result_of(*rest));
  EXPECT_EQ(get_screening(*database, screening.id).state, ScreeningState::kSucceeded);
}

TEST_F(ScreeningFlow, NoStructureReachesTheLogOfPostgresql) {
  const std::string secret = "SECRETC1CCCCC1";
  NewScreening request;
  request.project = "default";
  request.model_versions = {model};
  const ScreeningRow screening = create_screening(*database, request);
  // A NUL in a text column is refused by PostgreSQL with the COPY's context; so is a bad array.
  Candidate candidate{CandidateKind::kMolecule, Notation::kSmiles, secret, secret + std::string("\xff\xfe", 2), {secret}};
  EXPECT_THROW(store_candidate_batch(*database, screening.id, 0, {"n"}, {candidate}, sha256("0")), std::exception);
  EXPECT_EQ(testing::TestCluster::instance().log().find("SECRET"), std::string::npos);
}

TEST_F(ScreeningFlow, AProfileMayNotTakeTheNameOfAShippedOne) {
  const auto shipped = create_profile_version(*database, "shared", "cns", "", "name = \"cns\"\n", "");
  EXPECT_EQ(create_profile_version(*database, "default", "cns", "", "name = \"cns\"\n", "").id, shipped.id) << "the same text is the same profile";
  try {
    create_profile_version(*database, "default", "cns", "", "name = \"cns\"\n# mine\n", "");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kAlreadyExists);
    EXPECT_NE(std::string(error.what()).find("give yours another 'name'"), std::string::npos);
  }
}

TEST_F(ScreeningFlow, ModelsAreFoundByNameAndUnknownOnesListThoseThereAre) {
  add_model_version(*database, "shared", small_package("1.10"), "");
  add_model_version(*database, "shared", small_package("1.9"), "");
  EXPECT_EQ(find_model_version(*database, "default", "small").manifest.version, "1.10");
  EXPECT_EQ(find_model_version(*database, "default", "small/1").id, model);
  try {
    find_model_version(*database, "default", "large");
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("small/1.10, small/1.9, small/1"), std::string::npos) << error.what();
  }
  EXPECT_THROW(delete_model_version(*database, model), Error) << "shipped";
  EXPECT_THROW(add_model_version(*database, "default", small_package("2"), ""), Error) << "the name of a shipped one";
  EXPECT_EQ(find_model_version(*database, "default", "small").project, "shared");
}

}  // namespace
}  // namespace furui
