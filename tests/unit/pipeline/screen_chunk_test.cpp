// A chunk through real readers and real networks: one outcome a candidate, whatever it is.
#include "pipeline/screen_chunk.h"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/child_programs.h"
#include "pipeline/rank_screening.h"

namespace furui {
namespace {

class ScreenChunk : public ::testing::Test {
 protected:
  ScreenChunk() : spawner_(start_spawner({})) {
    ReaderPoolOptions options;
    options.readers = 2;
    pool_ = std::make_unique<ReaderPool>(*spawner_, kReaderProgram, options);
    DeviceOptions device;
    device.device = "cpu";
    model_ = Model::load(std::string(FURUI_SOURCE_DIR) + "/tests/golden/dmpnn/binary", device);
    request_.models = {model_.get()};
  }

  std::vector<ChunkReading> read() {
    request_.candidates = candidates_;
    request_.known = known_;
    return read_chunk(*pool_, request_);
  }
  void add(const std::string& raw, CandidateKind kind = CandidateKind::kMolecule) {
    candidates_.push_back({kind, Notation::kSmiles, raw, "", {}});
  }

  std::unique_ptr<Spawner> spawner_;
  std::unique_ptr<ReaderPool> pool_;
  std::unique_ptr<Model> model_;
  std::vector<Candidate> candidates_;
  std::vector<std::string_view> known_;
  ChunkRequest request_;
};

TEST_F(ScreenChunk, GivesEachCandidateItsOwnOutcome) {
  add("CCO");
  add("C1CC");
  add("MgO", CandidateKind::kComposition);
  add("c1ccccc1");
  const auto readings = read();
  const Predictions predictions = predict_chunk(*model_, candidates_, readings);
  ASSERT_EQ(predictions.rows, 4U);
  ASSERT_EQ(predictions.columns, 2U);
  EXPECT_FALSE(predictions.rejection[0]);
  EXPECT_EQ(predictions.rejection[1]->reason, Reason::kParseError);
  EXPECT_EQ(predictions.rejection[2]->reason, Reason::kNotApplicable);
  EXPECT_FALSE(predictions.rejection[3]);
  candidates_ = {candidates_[3]};
  const Predictions alone = predict_chunk(*model_, candidates_, read());
  EXPECT_EQ(alone.value[0], predictions.value[6]) << "the same bits alone and in company";
  EXPECT_EQ(alone.std[1], predictions.std[7]);
}

TEST_F(ScreenChunk, TakesAKnownGraphWithoutReading) {
  add("CCO");
  add("CCN");
  const auto first = read();
  const std::string ethanol = first[0].reading->content;
  candidates_[0].raw = "this is no SMILES";
  known_ = {ethanol, ""};
  const auto second = read();
  EXPECT_FALSE(second[0].fresh);
  EXPECT_EQ(second[0].reading->content, ethanol);
  EXPECT_TRUE(second[1].fresh);
  request_.alerts = true;
  EXPECT_TRUE(read()[0].rejection) << "alerts need the text itself";
}

TEST_F(ScreenChunk, AChainThatTakesRDKitManySecondsIsTimeoutWithTheLimitsRaised) {
  add("CCO");
  add("F[C@H](Cl)" + std::string(3000, 'C'));  // a stereocentre makes RDKit rank all atoms
  add("CCN");
  EXPECT_EQ(read()[1].rejection->reason, Reason::kTooLarge) << "within the usual limits it is not even tried";
  request_.limits.max_heavy_atoms = 100'000;
  const auto readings = read();
  EXPECT_TRUE(readings[0].reading);
  ASSERT_TRUE(readings[1].rejection);
  EXPECT_EQ(readings[1].rejection->reason, Reason::kTimeout);
  EXPECT_EQ(readings[1].rejection->detail,
            "reading it: no answer after 2 s of CPU time (limit 2 s); the molecule may be too large or its rings too many");
  EXPECT_TRUE(readings[2].reading);
}

TEST_F(ScreenChunk, AnEmptyChunkHasNoRows) {
  EXPECT_TRUE(read().empty());
  EXPECT_EQ(predict_chunk(*model_, candidates_, {}).rows, 0U);
}

TEST_F(ScreenChunk, TheDigestOfARankingsInputChangesWithAnyNumber) {
  const Manifest* manifest = &model_->manifest();
  Profile profile;
  profile.objectives.push_back({.property = "binary/p1", .unit = "", .transform = {.type = "linear", .parameters = {}, .knots = {{0, 0}, {1, 1}}}});
  const RankingPlan plan = plan_ranking(profile, {&manifest, 1});
  ASSERT_EQ(plan.columns.size(), 1U);
  EXPECT_EQ(plan.columns[0].column, 1U);
  RankingInput input;
  input.candidates = 2;
  input.columns = {{"binary/p1", "", {0.25F, 0.5F}, {}}};
  input.structure.resize(2);
  input.rejected = {0, 0};
  ThreadPool threads(1);
  std::vector<Domain> domain{Domain::kIn, Domain::kIn};
  const auto ranked = [&](const std::string& text) { return rank_screening(plan, text, input, domain, threads); };
  const ScreeningRanking first = ranked("text");
  EXPECT_EQ(first.ranking.rank, (std::vector<std::uint32_t>{2, 1}));
  EXPECT_EQ(ranked("text").input_sha256, first.input_sha256);
  EXPECT_NE(ranked("other").input_sha256, first.input_sha256);
  input.columns[0].value[0] = std::nextafter(0.25F, 1.0F);
  EXPECT_NE(ranked("text").input_sha256, first.input_sha256);
  input.columns[0].value[0] = 0.25F;
  domain[1] = Domain::kOut;
  EXPECT_NE(ranked("text").input_sha256, first.input_sha256);
}

TEST_F(ScreenChunk, ARankingSaysWhatItLacksToBeFitForDecisions) {
  const Manifest* manifest = &model_->manifest();
  Profile profile;
  profile.objectives.push_back({.property = "binary/p1", .unit = "", .transform = {.type = "linear", .parameters = {}, .knots = {{0, 0}, {1, 1}}}});
  profile.quality.max_out_of_domain = 0.4;
  const RankingPlan plan = plan_ranking(profile, {&manifest, 1});
  RankingInput input;
  input.candidates = 3;
  input.columns = {{"binary/p1", "", {0.25F, 0.5F, 0.75F}, {}}};
  input.structure.resize(3);
  input.rejected = {0, 0, 1};
  ThreadPool threads(1);
  const std::vector<Domain> domain{Domain::kOut, Domain::kUnknown, Domain::kOut};  // the rejected one does not count
  const ScreeningRanking marked = rank_screening(plan, "text", input, domain, threads);
  EXPECT_FALSE(marked.refused);
  ASSERT_EQ(marked.shortcomings.size(), 2U) << "the test's model publishes nothing, and half of the ranked lie outside";
  EXPECT_NE(marked.shortcomings[0].find("no published AUROC"), std::string::npos);
  EXPECT_NE(marked.shortcomings[1].find("50 %"), std::string::npos);
  profile.quality.refuse = true;
  const ScreeningRanking refused = rank_screening(plan_ranking(profile, {&manifest, 1}), "text", input, domain, threads);
  EXPECT_TRUE(refused.refused);
}

TEST_F(ScreenChunk, APropertyIsOneColumnHoweverItIsNamed) {
  const Manifest* manifest = &model_->manifest();
  Profile profile;
  profile.objectives.push_back({.property = "p1", .unit = "", .transform = {.type = "linear", .parameters = {}, .knots = {{0, 0}, {1, 1}}}});
  Filter filter;
  filter.property = "binary/p1";
  filter.min = 0.5;
  profile.filters = {filter};
  const RankingPlan plan = plan_ranking(profile, {&manifest, 1});
  ASSERT_EQ(plan.columns.size(), 1U);
  EXPECT_EQ(plan.columns[0].property, "binary/p1");
  EXPECT_EQ(plan.profile.objectives[0].property, "binary/p1");
  EXPECT_EQ(plan.quality.size(), 1U);
  EXPECT_EQ(plan.quality[0].property, "p1") << "as the profile names it first";
  RankingInput input;
  input.candidates = 1;
  input.columns = {{"binary/p1", "", {0.5F}, {0.2F}}};
  input.structure.resize(1);
  input.rejected = {0};
  ThreadPool threads(1);
  const std::vector<Domain> domain{Domain::kIn};
  EXPECT_NEAR(rank_screening(plan, "text", input, domain, threads).ranking.meets[0], 0.5, 1e-6) << "both conditions are one";
}

}  // namespace
}  // namespace furui
