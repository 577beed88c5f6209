// Two rankings in words.
#include "comparison_text.h"

#include <gmock/gmock.h>

namespace furui::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

v1::CompareRankingsResponse compared() {
  v1::CompareRankingsResponse response;
  response.set_ranked_in_both(181);
  response.set_ranked_in_first(13);
  response.set_spearman(0.6024);
  response.set_kendall(0.418);
  response.set_top(20);
  response.set_top_in_both(7);
  response.set_contradictions(3302);
  auto& mover = *response.add_movers();
  mover.set_ordinal(4);
  mover.mutable_place()->set_rank(154);
  mover.mutable_place()->set_score(0.636F);
  mover.mutable_other_place()->set_failed_filter("hERG at most 0.5");
  return response;
}

TEST(ComparisonText, SaysHowFarTheyAgreeAndWhoMoves) {
  const std::string text = comparison_text(compared(), "default", "cns-1");
  EXPECT_THAT(text, HasSubstr("181 candidates are ranked in both; 13 only in default\n"));
  EXPECT_THAT(text, Not(HasSubstr("only in cns-1")));
  EXPECT_THAT(text, HasSubstr("Spearman 0.602, Kendall 0.418"));
  EXPECT_THAT(text, HasSubstr("best 20       7 in both"));
  EXPECT_THAT(text, HasSubstr("3302 pairs"));
  EXPECT_THAT(text, HasSubstr("  candidate 4  154, score 0.636  filtered: hERG at most 0.5\n"));
}

TEST(ComparisonText, OfFewHasNoCorrelationAndOfTheSameNoMovers) {
  v1::CompareRankingsResponse response = compared();
  response.clear_spearman();
  response.clear_movers();
  const std::string text = comparison_text(response, "a", "b");
  EXPECT_THAT(text, Not(HasSubstr("Spearman")));
  EXPECT_THAT(text, Not(HasSubstr("moves")));
}

}  // namespace
}  // namespace furui::cli
