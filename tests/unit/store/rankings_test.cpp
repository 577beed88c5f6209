// Rankings as they are stored: waiting for chunks, made later, refused, failed, deleted.
#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "screening_fixture.h"

namespace furui {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

class Rankings : public ScreeningFlow {
 protected:
  std::int32_t profile(const std::string& name) {
    return create_profile_version(*database, "default", name, "P", "name = \"" + name + "\"\n", "").id;
  }
  /// A screening of six candidates, predicted to the end.
  ScreeningRow predicted(const std::string& name, std::optional<std::int32_t> profile_version = std::nullopt) {
    const ScreeningRow screening = split_screening(name, 6, 4, profile_version);
    for (int chunk = 0; chunk < 2; ++chunk) predict_a_chunk();
    return get_screening(*database, screening.id);
  }
  Lease lease(WorkKind kind) {
    const auto leased = lease_work(*database, "worker", seconds(15), 3);
    EXPECT_TRUE(leased && leased->kind == kind);
    return last_ = leased.value_or(Lease{});
  }
  void predict_a_chunk() {
    const Lease leased = lease(WorkKind::kPredict);
    commit_chunk(*database, leased, result_of(leased));
  }
  static RankingResult ranked() {
    RankingResult result;
    result.algorithm_version = "1";
    result.seed = 7;
    result.objectives = 1;
    result.rank = {1, 0, 0, 2, 3, 0};
    result.score = {1.9F, 0.4F, kNone, 0.5F, -0.4F, kNone};  // bounds may lie beyond 0 and 1
    result.expected = {0.8F, 0.4F, kNone, 0.5F, 0.4F, kNone};
    result.std = {0.05F, 0.0F, kNone, 0.1F, 0.1F, kNone};
    result.meets = {1.0F, 0.0F, kNone, 0.25F, 0.0F, kNone};
    result.top = {0.75F, kNone, kNone, 0.25F, 0.0F, kNone};
    result.stays = {0.5F, kNone, kNone, 1.0F, 0.5F, kNone};
    result.weight_down = {0.25F};
    result.weight_up = {kNone};
    result.tie_group = {1, 0, 0, 2, 2, 0};
    result.front = {0, 3, 4, 1, 2, 4};
    result.hypervolume = 0.625F;
    result.filter = {-1, 0, -1, -1, -1, -1};
    result.failed = {0, 0b10101, 0, 0, 0, 0};
    result.parts = [](std::size_t first, std::span<float> desirability, std::span<float> contribution) {
      for (std::size_t i = 0; i < desirability.size(); ++i) {
        desirability[i] = 0.5F + 0.0625F * static_cast<float>(first + i);
        contribution[i] = 0.1F;
      }
    };
    return result;
  }
  RankingRow asked(const ScreeningRow& screening, std::int32_t profile_version, const std::string& name = "", const std::string& request = "") {
    return create_ranking(*database, {screening.id, name, profile_version, request, {}});
  }
  std::string refusal(const ScreeningRow& screening, std::int32_t profile_version, const std::string& name = "") {
    try {
      asked(screening, profile_version, name);
      return "none";
    } catch (const Error& error) {
      return std::string(to_string(error.code())) + ": " + error.what();
    }
  }
  Lease last_;
};

TEST_F(Rankings, OfAProfileWaitsForTheChunksAndIsStored) {
  const ScreeningRow screening = split_screening("ranked", 6, 4, profile("p"));
  for (int chunk = 0; chunk < 2; ++chunk) predict_a_chunk();
  EXPECT_EQ(get_screening(*database, screening.id).state, ScreeningState::kRunning);
  lease(WorkKind::kRank);
  const RankingColumns columns = read_ranking_columns(*database, screening.id, {{model, 1}}, {"PAINS"});
  EXPECT_EQ(columns.candidates, 6);
  EXPECT_EQ(columns.columns[0].value[4], -4);
  EXPECT_EQ(columns.columns[0].std[4], 0.25F);
  EXPECT_TRUE(std::isnan(columns.columns[0].value[2]));
  EXPECT_EQ(columns.rejected, (std::vector<std::uint8_t>{0, 0, 1, 0, 0, 1}));
  EXPECT_EQ(columns.domain[4], Domain::kIn);
  EXPECT_EQ(columns.domain[5], Domain::kUnknown) << "rejected";
  commit_ranking(*database, last_, ranked());
  const RankingRow ranking = get_ranking(*database, screening.id, "default");
  EXPECT_EQ(ranking.ranked, 3);
  EXPECT_EQ(ranking.filtered, 1);
  EXPECT_EQ(ranking.rejected, 2);
  EXPECT_EQ(ranking.seed, 7);
  EXPECT_EQ(ranking.hypervolume, 0.625F);
  EXPECT_EQ(ranking.shortcomings, std::vector<std::string>());
  EXPECT_EQ(get_screening(*database, screening.id).state, ScreeningState::kSucceeded);
  ResultsQuery query;
  query.screening = screening.id;
  query.ranking = ranking.id;
  query.by_rank = true;
  const auto top = read_results(*database, query);
  ASSERT_EQ(top.size(), 3U);
  EXPECT_EQ(top[1].ordinal, 3);
  const RankedPlace& second = *top[1].place;
  EXPECT_EQ(second.rank, 2);
  EXPECT_EQ(second.expected, 0.5F);
  EXPECT_EQ(second.std, 0.1F);
  EXPECT_EQ(second.meets, 0.25F);
  EXPECT_EQ(second.top, 0.25F);
  EXPECT_EQ(second.stays, 1.0F);
  EXPECT_EQ(second.desirability, std::vector<float>{0.5F + 0.0625F * 3});
  EXPECT_EQ(second.contribution, std::vector<float>{0.1F});
  EXPECT_EQ(ranking.weight_down, std::vector<float>{0.25F});
  ASSERT_EQ(ranking.weight_up.size(), 1U);
  EXPECT_TRUE(std::isnan(ranking.weight_up[0]));
  EXPECT_EQ(second.tie_group, 2);
  EXPECT_EQ(second.front, 1);
  EXPECT_EQ(ranks_of_tie_group(*database, ranking.id, 2), std::pair(std::int64_t{2}, std::int64_t{3}));
  const RankColumns places = read_rank_columns(*database, ranking.id, 6);
  EXPECT_EQ(places.rank, (std::vector<std::uint32_t>{1, 0, 0, 2, 3, 0}));
  EXPECT_EQ(places.tie_group, (std::vector<std::uint32_t>{1, 0, 0, 2, 2, 0}));
  query.by_rank = false;
  const auto all = read_results(*database, query);
  EXPECT_FALSE(all[1].place->top);
  EXPECT_EQ(all[1].place->also_failed, (std::vector<std::int16_t>{2, 4}));
  EXPECT_TRUE(all[0].place->also_failed.empty());
  EXPECT_FALSE(all[2].place->expected);
}

TEST_F(Rankings, KeepPicksAndWhyAStructureFailed) {
  const ScreeningRow screening = predicted("picked");
  Diversity diversity;
  diversity.pick = 2;
  diversity.method = PickMethod::kScaffold;
  const std::int32_t version = profile("strict");
  const RankingRow queued = create_ranking(*database, {screening.id, "", version, "", diversity});
  EXPECT_EQ(queued.name, "strict-1-scaffold-2");
  EXPECT_EQ(queued.diversity, diversity);
  EXPECT_EQ(create_ranking(*database, {screening.id, "", version, "", diversity}).id, queued.id);
  Diversity other = diversity;
  other.most = 3;
  try {
    create_ranking(*database, {screening.id, "", version, "", other});
    FAIL() << "other picks under the same name";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kAlreadyExists);
  }
  RankingResult result = ranked();
  result.filter_detail = {{1, "atom 2 is Si"}};
  result.picks = {{0, {1, "c1ccccc1", std::numeric_limits<float>::quiet_NaN()}}, {4, {2, "no ring", 0.25F}}};
  commit_ranking(*database, lease(WorkKind::kRank), result);
  ResultsQuery query;
  query.screening = screening.id;
  query.ranking = queued.id;
  query.by_rank = true;
  query.picks = true;
  const auto picks = read_results(*database, query);
  ASSERT_EQ(picks.size(), 2U);
  EXPECT_EQ(picks[0].ordinal, 0);
  EXPECT_EQ(picks[0].place->pick_group, "c1ccccc1");
  EXPECT_FALSE(picks[0].place->pick_similarity);
  EXPECT_EQ(picks[1].ordinal, 4);
  EXPECT_EQ(picks[1].place->pick, 2);
  EXPECT_EQ(picks[1].place->pick_similarity, 0.25F);
  query.after = 1;
  EXPECT_EQ(read_results(*database, query).size(), 1U) << "the next page";
  query = {};
  query.screening = screening.id;
  query.ranking = queued.id;
  EXPECT_EQ(read_results(*database, query)[1].place->filter_detail, "atom 2 is Si");
}

TEST_F(Rankings, GiveTheGraphsOfSomeCandidates) {
  const ScreeningRow screening = predicted("graphs");
  std::map<std::int32_t, std::string> graphs;
  read_graphs(*database, screening.id, {4, 0, 5, 99}, [&](std::int32_t ordinal, std::string_view bytes) { graphs.emplace(ordinal, bytes); });
  EXPECT_EQ(graphs.count(5), 0U) << "it was rejected";
  ASSERT_EQ(graphs.size(), 2U);
  EXPECT_FALSE(graphs.at(0).empty());
}

TEST_F(Rankings, AreMadeLaterWithoutPredictingAgain) {
  const ScreeningRow screening = predicted("later");
  ASSERT_EQ(screening.state, ScreeningState::kSucceeded);
  const RankingRow queued = asked(screening, profile("strict"));
  EXPECT_EQ(queued.name, "strict-1");
  EXPECT_EQ(queued.state, static_cast<std::uint8_t>(ScreeningState::kQueued));
  commit_ranking(*database, lease(WorkKind::kRank), ranked());
  EXPECT_EQ(get_ranking(*database, screening.id, "strict-1").ranked, 3);
  const ScreeningRow after = get_screening(*database, screening.id);
  EXPECT_EQ(after.state, ScreeningState::kSucceeded);
  EXPECT_EQ(after.finished_at, screening.finished_at) << "the screening itself is as it was";
  EXPECT_FALSE(lease_work(*database, "worker", seconds(15), 3));
  // The same again is the one there is; another name makes another.
  EXPECT_EQ(asked(screening, profile("strict")).id, queued.id);
  EXPECT_FALSE(lease_work(*database, "worker", seconds(15), 3));
  EXPECT_NE(asked(screening, profile("strict"), "mine").id, queued.id);
  EXPECT_EQ(list_rankings(*database, screening.id).size(), 2U);
}

TEST_F(Rankings, OfOneRequestAreOne) {
  const ScreeningRow screening = predicted("request");
  const RankingRow first = asked(screening, profile("p"), "a", "request-1");
  EXPECT_EQ(asked(screening, profile("p"), "a", "request-1").id, first.id);
  EXPECT_EQ(asked(screening, profile("p"), "a").id, first.id) << "the same words again are no mistake";
  for (const auto& [other, name] : {std::pair{"q", "a"}, {"p", "b"}, {"q", ""}}) {
    try {
      asked(screening, profile(other), name, "request-1");
      ADD_FAILURE() << other << " " << name;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr("the request_id was used for another request"));
    }
  }
  EXPECT_THAT(refusal(screening, profile("q"), "a"), HasSubstr("ALREADY_EXISTS: the screening has a ranking 'a' already, of another profile or other picks"));
}

TEST_F(Rankings, NeedAScreeningThatHasSucceeded) {
  const ScreeningRow running = split_screening("running", 6, 4);
  EXPECT_THAT(refusal(running, profile("p")), HasSubstr("FAILED_PRECONDITION: the screening 'running' is RUNNING: its predictions must be there first"));
  cancel_screening(*database, running.id);
  EXPECT_THAT(refusal(running, profile("p")), HasSubstr("is CANCELLED: only one that has succeeded can be ranked"));
}

TEST_F(Rankings, RefusedOnesHaveReasonsAndNoPlaces) {
  const ScreeningRow screening = split_screening("refused", 6, 4, profile("p"));
  for (int chunk = 0; chunk < 2; ++chunk) predict_a_chunk();
  RankingResult result = ranked();
  result.shortcomings = {"a \"quoted\" one", "another"};
  result.refused = true;
  commit_ranking(*database, lease(WorkKind::kRank), result);
  const RankingRow ranking = get_ranking(*database, screening.id, "default");
  EXPECT_EQ(ranking.state, static_cast<std::uint8_t>(ScreeningState::kFailed));
  EXPECT_EQ(ranking.shortcomings, result.shortcomings);
  EXPECT_EQ(ranking.error, "the profile refuses a ranking that is not decision-grade: a \"quoted\" one; another");
  EXPECT_EQ(ranking.ranked, 0);
  EXPECT_EQ(get_screening(*database, screening.id).state, ScreeningState::kSucceeded) << "the predictions are good";
}

TEST_F(Rankings, ThatFailLeaveAScreeningThatHadSucceeded) {
  const ScreeningRow screening = predicted("fails");
  const RankingRow other = asked(screening, profile("q"), "other");
  commit_ranking(*database, lease(WorkKind::kRank), ranked());
  asked(screening, profile("p"));
  const Lease failing = lease(WorkKind::kRank);
  fail_work(*database, failing, "no memory");
  EXPECT_EQ(get_screening(*database, screening.id).state, ScreeningState::kSucceeded);
  EXPECT_EQ(get_ranking(*database, screening.id, "p-1").error, "no memory");
  EXPECT_EQ(get_ranking(*database, other.id).state, static_cast<std::uint8_t>(ScreeningState::kSucceeded));
  // Asked for again it is tried again.
  EXPECT_EQ(asked(screening, profile("p")).state, static_cast<std::uint8_t>(ScreeningState::kQueued));
  commit_ranking(*database, lease(WorkKind::kRank), ranked());
  EXPECT_EQ(get_ranking(*database, screening.id, "p-1").error, "");
  EXPECT_EQ(get_ranking(*database, screening.id, "p-1").ranked, 3);
}

/// Parts are asked for some thousand rows at a time.
TEST_F(Rankings, OfManyCandidatesKeepEachOnesParts) {
  constexpr std::size_t kRows = 2500;
  const ScreeningRow screening = split_screening("many", kRows, kRows, profile("p"));
  predict_a_chunk();
  RankingResult result = ranked();
  result.objectives = 2;
  for (auto* column : {&result.score, &result.expected, &result.std, &result.meets, &result.top, &result.stays}) column->assign(kRows, 0.5F);
  result.rank.resize(kRows);
  for (std::uint32_t row = 0; row < kRows; ++row) result.rank[row] = row + 1;
  result.tie_group.assign(kRows, 1);
  result.front.clear();
  result.filter.assign(kRows, -1);
  result.failed.clear();
  result.parts = [](std::size_t first, std::span<float> desirability, std::span<float> contribution) {
    for (std::size_t i = 0; i < desirability.size(); ++i) {
      desirability[i] = static_cast<float>(first + i / 2);
      contribution[i] = -static_cast<float>(first + i / 2) - 0.5F * static_cast<float>(i % 2);
    }
  };
  commit_ranking(*database, lease(WorkKind::kRank), result);
  ResultsQuery query;
  query.screening = screening.id;
  query.ranking = get_ranking(*database, screening.id, "default").id;
  query.limit = kRows;
  const auto rows = read_results(*database, query);
  ASSERT_EQ(rows.size(), kRows);
  for (std::size_t row = 0; row < kRows; ++row) {
    const auto at = static_cast<float>(row);
    ASSERT_EQ(rows[row].place->desirability, (std::vector<float>{at, at}));
    ASSERT_EQ(rows[row].place->contribution, (std::vector<float>{-at, -at - 0.5F}));
  }
}

TEST_F(Rankings, OfADeletedScreeningAreDroppedWithIt) {
  const ScreeningRow screening = predicted("deleted");
  asked(screening, profile("p"));
  const Lease ranking = lease(WorkKind::kRank);
  EXPECT_EQ(delete_screening(*database, screening.id).rankings, 1);
  EXPECT_THROW(commit_ranking(*database, ranking, ranked()), LeaseLost);
  EXPECT_FALSE(lease_work(*database, "worker", seconds(15), 3));
}

}  // namespace
}  // namespace furui
