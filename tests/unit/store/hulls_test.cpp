// Hulls as stored: work that waits for its chunks, outcomes and decompositions in one commit, energies that are all there.
#include "store/hulls.h"

#include <gmock/gmock.h>

#include <cmath>

#include "core/crystal.h"  // for serialize
#include "screening_fixture.h"

namespace furui {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Hulls : public ScreeningFlow {
 protected:
  std::int32_t hull = add_model_version(*database, "shared", small_package("2"), "").id;  // any other will do

  /// Two chunks of two crystals each, the last one rejected.
  ScreeningRow assessed(const std::string& name) {
    NewScreening request;
    request.project = "default";
    request.name = name;
    request.model_versions = {hull, model};
    request.assessing = {hull};
    const ScreeningRow screening = create_screening(*database, request);
    begin_file(*database, screening.id, "list.csv", "{}");
    store_file_part(*database, screening.id, 0, "x", sha256("x"));
    finalize_screening(*database, screening.id, 1, digest_over({sha256("x")}));
    const auto lease = lease_work(*database, "worker", seconds(15), 3);
    SplitCommit split(*database, *lease);
    for (int row = 0; row < 4; ++row) split.add({CandidateKind::kCrystal, Notation::kCif, "cif " + std::to_string(row), "id" + std::to_string(row), {}});
    split.finish("{}", sha256("x"), 2);
    return screening;
  }

  void commit_chunk_of_crystals(const Lease& lease) {
    ChunkResult result = result_of(lease);
    for (int row = 0; row < lease.rows; ++row) {
      const auto at = static_cast<std::size_t>(row);
      const bool rejected = lease.first_ordinal + row == 3;
      StoredReading& reading = result.readings[at];
      reading.fresh = !rejected;
      const auto z = static_cast<std::uint8_t>(10 + lease.first_ordinal + row);
      reading.content = rejected ? "" : serialize(Crystal{{{{4, 0, 0}, {0, 4, 0}, {0, 0, 4}}}, {z, 8, 8}, {{0, 0, 0}, {.5, .5, .5}, {.5, 0, 0}}});
      reading.structure = sha256(reading.content);
      result.outcomes[0].predictions.rejection[at] = rejected ? std::optional<Rejection>({Stage::kRead, Reason::kParseError, "no structure"}) : std::nullopt;
    }
    commit_chunk(*database, lease, result);
  }
};

TEST_F(Hulls, WaitForTheirChunksAndEndTheScreening) {
  const ScreeningRow screening = assessed("hull");
  for (int chunk = 0; chunk < 2; ++chunk) {
    const auto lease = lease_work(*database, "worker", seconds(15), 3);
    ASSERT_EQ(lease->kind, WorkKind::kPredict);
    EXPECT_THAT(lease->model_versions, ElementsAre(model)) << "a hull is no part of a chunk";
    EXPECT_THROW(read_hull_entries(*database, screening.id, model, 0), Error) << "not all energies are there";
    commit_chunk_of_crystals(*lease);
  }
  EXPECT_EQ(get_screening(*database, screening.id).state, ScreeningState::kRunning);
  const auto lease = lease_work(*database, "worker", seconds(15), 3);
  ASSERT_EQ(lease->kind, WorkKind::kHull);
  EXPECT_THAT(lease->model_versions, ElementsAre(hull));

  const auto entries = read_hull_entries(*database, screening.id, model, 1);
  ASSERT_EQ(entries.size(), 4U);
  EXPECT_EQ(entries[1].id, "id1");
  EXPECT_EQ(entries[1].energy_per_atom, -1);  // the second column of the fixture's outcomes
  EXPECT_EQ(entries[1].formula, "NaO2");
  ASSERT_EQ(entries[1].composition.size(), 2U);
  EXPECT_NEAR(entries[1].composition[0].second, 2.0 / 3, 1e-12);
  ASSERT_TRUE(entries[3].rejection);
  EXPECT_EQ(entries[3].rejection->reason, Reason::kParseError);

  HullResult result;
  result.computation = {hull, "cpu", "{}", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"};
  result.predictions.rows = 4;
  result.predictions.columns = 2;
  result.predictions.value = {-1, 0, -2, 0.5F, -3, 0, NAN, NAN};
  result.predictions.domain.assign(4, Domain::kIn);
  result.predictions.rejection.resize(4);
  result.predictions.rejection[3] = entries[3].rejection;
  for (const HullEntry& entry : entries) result.structures.push_back(entry.structure);
  result.decompositions.resize(4);
  result.decompositions[1] = {{"Ne", "O"}, {"projects/default/screenings/hull/candidates/0", ""}, {0.75F, 0.25F}};
  commit_hull(*database, *lease, {result});
  EXPECT_THROW(commit_hull(*database, *lease, {result}), LeaseLost);
  const ScreeningRow done = get_screening(*database, screening.id);
  EXPECT_EQ(done.state, ScreeningState::kSucceeded);
  EXPECT_EQ(done.predicted, 3);
  EXPECT_EQ(done.rejected, 1);
  ResultsQuery query;
  query.screening = screening.id;
  const auto rows = read_results(*database, query);
  ASSERT_EQ(rows[1].outcomes.size(), 2U);
  EXPECT_EQ(rows[1].outcomes[0].model_version, hull) << "in the screening's order";
  EXPECT_THAT(rows[1].outcomes[0].value, ElementsAre(-2, 0.5F));
  ASSERT_EQ(rows[1].products.size(), 2U);
  EXPECT_EQ(rows[1].products[0].formula, "Ne");
  EXPECT_EQ(rows[1].products[1].share, 0.25F);
  EXPECT_TRUE(rows[0].products.empty());
}

TEST_F(Hulls, OfAScreeningThatWasNotPredictedByTheModelAreRefused) {
  const ScreeningRow screening = split_screening("other", 3, 10);
  const auto lease = lease_work(*database, "worker", seconds(15), 3);
  commit_chunk(*database, *lease, result_of(*lease));
  try {
    read_hull_entries(*database, screening.id, hull, 0);
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kFailedPrecondition);
    EXPECT_THAT(error.what(), HasSubstr("'other' has not the energies of all its candidates"));
  }
}

}  // namespace
}  // namespace furui
