// The table of the best on a terminal.
#include "result_table.h"

#include <gmock/gmock.h>

#include <sstream>

#include "candidates.h"  // for candidate_of, model_of
#include "text_table.h"  // for display_width

namespace furui::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

v1::CandidateResult placed(v1::CandidateResult candidate, int rank, float score, const std::vector<std::string>& objectives) {
  candidate.mutable_place()->set_rank(rank);
  candidate.mutable_place()->set_score(score);
  for (const auto& objective : objectives) candidate.mutable_place()->add_contributions()->set_property(objective);
  return candidate;
}

TEST(TopTable, ShowsRankIdScoreAndEachObjectivesValueWithItsStd) {
  Screened screened;
  screened.models = {model_of("m", "1", {"hERG", "logP"})};
  const std::string text = top_table(screened, {placed(candidate_of(4, "Aspirin", screened.models[0], {0.25f, 1.19f}), 1, 0.815f, {"logP"})}, 100);
  EXPECT_EQ(text, "rank  id       score        logP\n   1  Aspirin  0.815  1.19 ± 0.1\n");
}

TEST(TopTable, ShowsWhatTheEvidenceDoesNotDecide) {
  Screened screened;
  screened.models = {model_of("m", "1", {"logP"})};
  screened.ranking_row.set_top(20);
  const auto uncertain = [&](int rank, int group, float in_top) {
    auto candidate = placed(candidate_of(rank, "c" + std::to_string(rank), screened.models[0], {1}), rank, 0.5F, {});
    candidate.mutable_place()->set_score_std(0.0312F);
    candidate.mutable_place()->set_tie_group(group);
    candidate.mutable_place()->set_in_top(in_top);
    return candidate;
  };
  EXPECT_EQ(top_table(screened, {uncertain(1, 1, 1), uncertain(2, 1, 0.995F), uncertain(3, 2, 0.42F), uncertain(4, 3, 0.004F), uncertain(5, 3, 0)}, 100),
            "rank  id          score  tied    in best\n"
            "                         ranks        20\n"
            "   1  c1  0.500 ± 0.031  1 to 2    100 %\n"
            "   2  c2  0.500 ± 0.031  1 to 2    >99 %\n"
            "   3  c3  0.500 ± 0.031             42 %\n"
            "   4  c4  0.500 ± 0.031  4 to …     <1 %\n"
            "   5  c5  0.500 ± 0.031  4 to …      0 %\n");
}

TEST(TopTable, EqualCertainScoresAreTiedToo) {
  Screened screened;
  screened.models = {model_of("m", "1", {"logP"})};
  std::vector<v1::CandidateResult> top;
  for (const int rank : {1, 2, 3}) {
    top.push_back(placed(candidate_of(rank, "c" + std::to_string(rank), screened.models[0], {1}), rank, 0.5F, {}));
    top.back().mutable_place()->set_tie_group(rank == 3 ? 2 : 1);
  }
  EXPECT_EQ(top_table(screened, top, 100),
            "rank  id  score  tied\n"
            "                 ranks\n"
            "   1  c1  0.500  1 to 2\n"
            "   2  c2  0.500  1 to 2\n"
            "   3  c3  0.500\n");
}

TEST(PickTable, SaysOfWhatAndHowFarApart) {
  v1::Diversity diversity;
  diversity.set_pick(3);
  diversity.set_from(30);
  diversity.set_method(v1::Diversity::METHOD_SCAFFOLD);
  diversity.set_most(1);
  auto first = placed(candidate_of(4, "Aspirin", model_of("m", "1", {}), {}), 1, 0.9F, {});
  first.mutable_place()->set_pick(1);
  first.mutable_place()->set_pick_group("c1ccccc1");
  auto second = placed(candidate_of(7, "", model_of("m", "1", {}), {}), 12, 0.8F, {});
  second.mutable_place()->set_pick(2);
  second.mutable_place()->set_pick_group("no ring");
  second.mutable_place()->set_pick_similarity(0.125F);
  EXPECT_EQ(pick_table(diversity, {first, second}),
            "Picked of the best 30, at most 1 of one scaffold\n\n"
            "pick  rank  id           score  nearest  group\n"
            "                                   pick\n"
            "   1     1  Aspirin      0.900           c1ccccc1\n"
            "   2    12  candidate 7  0.800     0.12  no ring\n"
            "(2 of 3 asked for)\n");
}

TEST(RankingText, SaysWhatIsLackingOrWhyThereIsNone) {
  v1::Ranking ranking;
  ranking.set_state(v1::Ranking::STATE_SUCCEEDED);
  EXPECT_EQ(ranking_text(ranking), "");
  ranking.add_shortcomings("one");
  ranking.add_shortcomings("two");
  EXPECT_EQ(ranking_text(ranking), "not decision-grade: one\n  two\n");
  ranking.set_state(v1::Ranking::STATE_FAILED);
  ranking.set_error("refused");
  EXPECT_EQ(ranking_text(ranking), "not ranked: refused\n");
}

TEST(TopTable, AnObjectiveNamedWithItsModelTakesThatModelsValue) {
  Screened screened;
  screened.models = {model_of("one", "1", {"logP"}), model_of("two", "1", {"logP"})};
  auto candidate = candidate_of(0, "a", screened.models[0], {1});
  *candidate.add_outcomes() = candidate_of(0, "a", screened.models[1], {2}).outcomes(0);
  const std::string text = top_table(screened, {placed(candidate, 1, 1, {"two/logP"})}, 100);
  EXPECT_THAT(text, HasSubstr("2 ± 0.1"));
  EXPECT_THAT(text, Not(HasSubstr("1 ± 0.1")));
}

TEST(TopTable, ACandidateWithoutAnIdIsCalledByItsOrdinal) {
  Screened screened;
  screened.models = {model_of("m", "1", {"logP"})};
  EXPECT_THAT(top_table(screened, {placed(candidate_of(4, "", screened.models[0], {1}), 1, 1, {"logP"})}, 100), HasSubstr("candidate 4"));
}

TEST(TopTable, ALongNameTakesTwoLines) {
  Screened screened;
  screened.models = {model_of("m", "1", {"Lipophilicity_AstraZeneca"})};
  EXPECT_EQ(top_table(screened, {placed(candidate_of(0, "a", screened.models[0], {1}), 1, 1, {"Lipophilicity_AstraZeneca"})}, 100),
            "rank  id  score  Lipophilicity_\n"
            "                    AstraZeneca\n"
            "   1  a   1.000         1 ± 0.1\n");
}

TEST(TopTable, FitsTheWidthAndShowsEveryObjectiveOnce) {
  std::vector<std::string> objectives;
  for (int i = 0; i < 20; ++i) objectives.push_back("Property_" + std::to_string(i));
  Screened screened;
  screened.models = {model_of("m", "1", objectives)};
  const std::string text = top_table(screened, {placed(candidate_of(0, std::string(60, 'x'), screened.models[0], std::vector<float>(20, 1)), 1, 1, objectives)}, 100);
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(display_width(line), 100u) << line;
  }
  for (int i = 10; i < 20; ++i) {
    const auto found = text.find("Property_" + std::to_string(i));
    ASSERT_NE(found, std::string::npos);
    EXPECT_EQ(text.find("Property_" + std::to_string(i), found + 1), std::string::npos);
  }
}

}  // namespace
}  // namespace furui::cli
