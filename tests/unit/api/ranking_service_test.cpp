// Rankings made of what is predicted already, listed, compared, and profiles validated before they are used.
#include <gmock/gmock.h>

#include "api_fixture.h"

namespace furui::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using RankingStub = v1::RankingService::StubInterface;

std::string profile_of(const std::string& name, const std::string& transform, const std::string& rest = "") {
  return "name = \"" + name + "\"\n[[objective]]\nproperty = \"mass\"\nunit = \"Da\"\ntransform = " + transform + "\n" + rest;
}

class RankingCalls : public ApiTest {
 protected:
  RankingCalls() {
    add_toy();
    create_profile(profile_of("light", "{ type = \"logistic\", bad = 10, good = 1 }"));
    create_profile(profile_of("heavy", "{ type = \"logistic\", bad = 1, good = 10 }"));
  }
  /// Candidates of masses 3, 1, 2 and one without.
  v1::Screening screened(const std::string& id, const std::string& profile = "") {
    const v1::Screening screening = submit(id, {"CCC", "C", "CC", "X"}, profile);
    work_off();
    return screening;
  }
  std::pair<grpc::Status, v1::Ranking> rank(const std::string& screening, const std::string& profile, const std::string& id = "") {
    v1::CreateRankingRequest request;
    request.set_parent(screening);
    request.set_ranking_id(id);
    request.mutable_ranking()->set_profile(profile);
    return call<v1::Ranking>(*rankings_, &v1::RankingService::Stub::CreateRanking, request);
  }
  std::pair<grpc::Status, v1::CompareRankingsResponse> compare(const std::string& name, const std::string& other, int top = 0) {
    v1::CompareRankingsRequest request;
    request.set_name(name);
    request.set_other(other);
    request.set_top(top);
    return call<v1::CompareRankingsResponse>(*rankings_, &v1::RankingService::Stub::CompareRankings, request);
  }
  std::pair<grpc::Status, v1::ValidateProfileResponse> validate(const std::string& toml) {
    v1::ValidateProfileRequest request;
    request.set_parent("projects/default");
    request.set_toml(toml);
    return call<v1::ValidateProfileResponse>(*profiles_, &v1::ProfileService::Stub::ValidateProfile, request);
  }
};

TEST_F(RankingCalls, RankAScreeningThatHasSucceededWithoutPredictingAgain) {
  const v1::Screening screening = screened("again");
  const auto [status, queued] = rank(screening.name(), "heavy");
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(queued.name(), screening.name() + "/rankings/heavy-1");
  EXPECT_EQ(queued.state(), v1::Ranking::STATE_QUEUED);
  work_off();
  v1::ListRankedCandidatesRequest request;
  request.set_parent(queued.name());
  const auto ranked = call<v1::ListRankedCandidatesResponse>(*rankings_, &v1::RankingService::Stub::ListRankedCandidates, request).second;
  std::vector<int> ordinals;
  for (const auto& candidate : ranked.candidates()) ordinals.push_back(candidate.ordinal());
  EXPECT_THAT(ordinals, ElementsAre(0, 2, 1));
  const v1::Place& best = ranked.candidates(0).place();
  EXPECT_EQ(best.expected_score(), best.score());
  EXPECT_EQ(best.score_std(), 0);
  EXPECT_EQ(best.in_top(), 1);
  EXPECT_EQ(best.stays_in_top(), 1);
  EXPECT_EQ(best.tie_group(), 1);
  EXPECT_FALSE(best.has_front());
  EXPECT_EQ(rank(screening.name(), "heavy").second.name(), queued.name()) << "the same again is the one there is";
}

TEST_F(RankingCalls, AreListedTheOldestFirst) {
  const v1::Screening screening = screened("listed", "light");
  rank(screening.name(), "heavy", "b");
  rank(screening.name(), "heavy", "a");
  v1::ListRankingsRequest request;
  request.set_parent(screening.name());
  request.set_page_size(2);
  std::vector<std::string> names;
  do {
    const auto [status, page] = call<v1::ListRankingsResponse>(*rankings_, &v1::RankingService::Stub::ListRankings, request);
    ASSERT_TRUE(status.ok()) << status.error_message();
    for (const auto& ranking : page.rankings()) names.push_back(ranking.name().substr(ranking.name().rfind('/') + 1));
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_THAT(names, ElementsAre("default", "b", "a"));
}

TEST_F(RankingCalls, SayWhatIsWrongBeforeAnythingIsQueued) {
  const v1::Screening screening = screened("wrong");
  EXPECT_THAT(rank(screening.name(), "").first.error_message(), HasSubstr("'ranking.profile': expected a profile"));
  EXPECT_THAT(rank(screening.name(), "hevy").first.error_message(), HasSubstr("heavy"));
  EXPECT_THAT(rank(screening.name(), "heavy", "No Name").first.error_message(), HasSubstr("'ranking_id'"));
  EXPECT_EQ(rank("projects/default/screenings/absent", "heavy").first.error_code(), grpc::StatusCode::NOT_FOUND);
  create_profile("name = \"other\"\n[[objective]]\nproperty = \"charge\"\ntransform = { type = \"right_step\", high = 0 }\n");
  const auto lacking = rank(screening.name(), "other").first;
  EXPECT_EQ(lacking.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(lacking.error_message(), HasSubstr("unknown property 'charge'"));
  EXPECT_THAT(lacking.error_message(), HasSubstr("was predicted by toy only: screen the list again"));
  const v1::Screening running = submit("running", {"C"});
  EXPECT_EQ(rank(running.name(), "heavy").first.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(RankingCalls, CompareTwo) {
  const v1::Screening screening = screened("compared", "light");
  rank(screening.name(), "heavy", "heavy");
  work_off();
  const std::string first = screening.name() + "/rankings/default", other = screening.name() + "/rankings/heavy";
  const auto [status, compared] = compare(first, other, 1);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(compared.ranked_in_both(), 3);
  EXPECT_EQ(compared.spearman(), -1);
  EXPECT_EQ(compared.kendall(), -1);
  EXPECT_EQ(compared.top(), 1);
  EXPECT_EQ(compared.top_in_both(), 0);
  EXPECT_EQ(compared.contradictions(), 3);
  ASSERT_EQ(compared.movers_size(), 2);
  EXPECT_EQ(compared.movers(0).ordinal(), 0);
  EXPECT_EQ(compared.movers(0).place().rank(), 3);
  EXPECT_EQ(compared.movers(0).other_place().rank(), 1);
  EXPECT_EQ(compare(first, first).second.spearman(), 1);
}

TEST_F(RankingCalls, RefuseToCompareWhatCannotBe) {
  const v1::Screening one = screened("one", "light"), two = screened("two", "light");
  const auto apart = compare(one.name() + "/rankings/default", two.name() + "/rankings/default").first;
  EXPECT_THAT(apart.error_message(), HasSubstr("expected a ranking of the screening 'one', got one of 'two'"));
  EXPECT_THAT(compare(one.name() + "/rankings/default", one.name() + "/rankings/absent").first.error_message(), HasSubstr("rankings it has: default"));
  EXPECT_EQ(compare(one.name() + "/rankings/default", one.name() + "/rankings/default", 100'001).first.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  rank(one.name(), "heavy", "waits");
  EXPECT_EQ(compare(one.name() + "/rankings/default", one.name() + "/rankings/waits").first.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(RankingCalls, ExplainNeighboursTiesAndWhatWouldLift) {
  const v1::Screening screening = screened("neighbours", "light");
  v1::ExplainCandidateRequest request;
  request.set_name(screening.name() + "/candidates/2");
  const auto [status, explained] =
      call<v1::ExplainCandidateResponse>(*screenings_, &v1::ScreeningService::Stub::ExplainCandidate, request);
  ASSERT_TRUE(status.ok()) << status.error_message();
  std::string text;
  for (const auto& sentence : explained.sentences()) text += sentence + "\n";
  EXPECT_THAT(text, HasSubstr("Rank 2 of 3 under the profile 'light'"));
  EXPECT_THAT(text, HasSubstr("Nobody is tied with it"));
  EXPECT_THAT(text, HasSubstr("Just above, at rank 1 (id1)"));
  EXPECT_THAT(text, HasSubstr("that one is better in mass"));
  EXPECT_THAT(text, HasSubstr("Just below, at rank 3 (id0)"));
  EXPECT_THAT(text, HasSubstr("One of these alone would lift it to rank 1: mass 1 instead of 2."));
  const v1::PlaceExplanation& place = explained.explanation();
  EXPECT_EQ(place.limiting_property(), "mass");
  EXPECT_EQ(place.above().id(), "id1");
  EXPECT_EQ(place.above().rank(), 1);
  EXPECT_EQ(place.above().chance_of_being_better(), 0);
  ASSERT_EQ(place.above().gaps_size(), 1);
  EXPECT_NEAR(place.above().gaps(0).gain(), -0.054, 1e-3);
  EXPECT_EQ(place.below().name(), screening.name() + "/candidates/0");
  EXPECT_EQ(place.below().chance_of_being_better(), 1);
  ASSERT_EQ(place.needed_changes_size(), 1);
  EXPECT_EQ(place.needed_changes(0).value(), 2);
  EXPECT_NEAR(place.needed_changes(0).needed(), 1, 1e-3);
}

TEST_F(RankingCalls, ValidateAProfileAgainstTheModels) {
  const auto [status, valid] = validate(profile_of("fine", "{ type = \"logistic\", bad = 10, good = 1 }", "[[filter]]\nproperty = \"toy/mass\"\nmax = 3\n"));
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(valid.name(), "fine");
  ASSERT_EQ(valid.properties_size(), 2);
  EXPECT_EQ(valid.properties(0).property(), "mass");
  EXPECT_EQ(valid.properties(0).unit(), "Da");
  EXPECT_EQ(valid.properties(0).model_version(), "projects/shared/models/toy/versions/1.0");
  EXPECT_EQ(valid.shortcomings_size(), 0) << "the toy's property is computed, by definition";
  EXPECT_THAT(validate("name = \"x\"\n[[objective]]\nproperty = \"maas\"\ntransform = { type = \"right_step\", high = 0 }\n").first.error_message(),
              HasSubstr("profile 'x' line 3: unknown property 'maas'; did you mean 'mass'?"));
  EXPECT_THAT(validate(profile_of("unit", "{ type = \"logistic\", bad = 10, good = 1 }").replace(profile_of("unit", "").find("Da"), 2, "kg")).first.error_message(),
              HasSubstr("unit"));
  EXPECT_THAT(validate("name = \n").first.error_message(), HasSubstr("line 1"));
  v1::GetProfileRequest stored;
  stored.set_name("projects/default/profiles/fine");
  EXPECT_EQ(call<v1::Profile>(*profiles_, &v1::ProfileService::Stub::GetProfile, stored).first.error_code(), grpc::StatusCode::NOT_FOUND)
      << "validating stores nothing";
}

}  // namespace
}  // namespace furui::testing
