// Screenings through a real server: created, filled, finalized, listed, watched, cancelled, deleted.
#include <gmock/gmock.h>

#include <thread>

#include "api_fixture.h"

namespace furui::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Stub = v1::ScreeningService::Stub;
using State = v1::Screening;

constexpr const char* kLight = R"(
name = "light"
[[objective]]
property = "mass"
unit = "Da"
transform = { type = "logistic", bad = 10, good = 1 }
[[filter]]
property = "mass"
max = 8
)";

class Screenings : public ApiTest {
 protected:
  Screenings() { add_toy(); }

  std::pair<grpc::Status, v1::Screening> get(const std::string& name) {
    v1::GetScreeningRequest request;
    request.set_name(name);
    return call<v1::Screening>(*screenings_, &Stub::GetScreening, request);
  }
};

TEST_F(Screenings, GoFromCreatedToSucceeded) {
  const v1::Screening queued = submit("first", {"C", "CC", "X", "CCC"});
  EXPECT_EQ(queued.name(), "projects/default/screenings/first");
  EXPECT_EQ(queued.state(), State::STATE_QUEUED);
  EXPECT_EQ(queued.models(0), "projects/shared/models/toy/versions/1.0");
  work_off();
  const auto [status, done] = get(queued.name());
  ASSERT_TRUE(status.ok());
  EXPECT_EQ(done.state(), State::STATE_SUCCEEDED);
  EXPECT_EQ(done.candidates(), 4);
  EXPECT_EQ(done.predicted(), 3);
  EXPECT_EQ(done.rejected(), 1);
  EXPECT_EQ(done.done(), 4);
  EXPECT_EQ(done.file_name(), "list.smi");
  EXPECT_THAT(done.columns(), ::testing::ElementsAre("SMILES"));
  EXPECT_GT(done.create_time().seconds(), 1'700'000'000);
  const auto microseconds = [](const auto& time) { return time.seconds() * 1'000'000 + time.nanos() / 1000; };
  EXPECT_LE(microseconds(done.create_time()), microseconds(done.finalize_time()));
  EXPECT_LE(microseconds(done.finalize_time()), microseconds(done.start_time()));
  EXPECT_LE(microseconds(done.start_time()), microseconds(done.finish_time()));
}

TEST_F(Screenings, AreStandardizedToTheParentOnlyWhereThereIsAProfile) {
  create_profile(kLight);
  EXPECT_EQ(create("plain").second.standardization(), State::STANDARDIZATION_NONE);
  EXPECT_EQ(create("ranked", {"toy"}, "light").second.standardization(), State::STANDARDIZATION_PARENT);
}

TEST_F(Screenings, AreCreatedOnceForOneRequestId) {
  const auto first = create("", {"toy"}, "", "request-1");
  const auto again = create("", {"toy"}, "", "request-1");
  ASSERT_TRUE(again.first.ok()) << again.first.error_message();
  EXPECT_EQ(again.second.name(), first.second.name());
  EXPECT_NE(create("", {"toy"}, "", "request-2").second.name(), first.second.name());
}

TEST_F(Screenings, SayWhatIsWrongWithARequest) {
  const auto bad_name = create("No Such!").first;
  EXPECT_EQ(bad_name.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(detail_of<google::rpc::BadRequest>(bad_name)->field_violations(0).field(), "screening_id");
  const auto no_model = create("a", {}).first;
  EXPECT_EQ(no_model.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(no_model.error_message(), HasSubstr("available models: toy"));
  const auto unknown = create("b", {"tox"}).first;
  EXPECT_EQ(unknown.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_THAT(unknown.error_message(), HasSubstr("toy"));
  const auto twice = create("c", {"toy", "toy/1.0"}).first;
  EXPECT_EQ(twice.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  const auto no_profile = create("d", {"toy"}, "dark").first;
  EXPECT_EQ(no_profile.error_code(), grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(create("taken").first.ok());
  const auto taken = create("taken").first;
  EXPECT_EQ(taken.error_code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(detail_of<google::rpc::ResourceInfo>(taken)->resource_name(), "projects/default/screenings/taken");
  EXPECT_EQ(detail_of<google::rpc::ErrorInfo>(taken)->domain(), "furui");
}

TEST_F(Screenings, RefuseAModelThatDoesNotServe) {
  const ModelVersionRow sick = add_toy("sick", {"pain"});
  set_model_state(*database_, sick.id, ModelState::kUnavailable, "golden set differs", "{}");
  const auto status = create("a", {"sick"}).first;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(status.error_message(), HasSubstr("golden set differs"));
}

TEST_F(Screenings, ChooseTheModelsThatTheProfileNeeds) {
  add_toy("other", {"colour"});
  create_profile(kLight);
  const auto [status, screening] = create("chosen", {}, "light");
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(screening.models(), ::testing::ElementsAre("projects/shared/models/toy/versions/1.0"));
  EXPECT_EQ(screening.profile(), "projects/default/profiles/light/versions/1");
}

TEST_F(Screenings, NameBothModelsWhereAPropertyIsAmbiguous) {
  add_toy("rival", {"mass"});
  create_profile(kLight);
  const auto status = create("torn", {}, "light").first;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("'rival/mass' or 'toy/mass'"));
}

TEST_F(Screenings, ListWhatAProfileLacksInTheChosenModels) {
  add_toy("other", {"colour"});
  create_profile(kLight);
  const auto status = create("lacking", {"other"}, "light").first;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("unknown property 'mass'"));
}

TEST_F(Screenings, UploadsGoOnAfterWhatIsCommitted) {
  const std::string name = create("resumed").second.name();
  EXPECT_EQ(upload(name, {"C\n", "CC\n"}).second, 1);
  v1::GetUploadRequest how_far;
  how_far.set_name(name);
  EXPECT_EQ(call<v1::GetUploadResponse>(*screenings_, &Stub::GetUpload, how_far).second.committed_through(), 1);
  EXPECT_EQ(upload(name, {"CC\n", "CCC\n"}, 1).second, 2);  // part 1 again is skipped
  const auto gap = upload(name, {"N\n"}, 7).first;
  EXPECT_EQ(gap.error_code(), grpc::StatusCode::OUT_OF_RANGE);
  ASSERT_TRUE(finalize(name, {"C\n", "CC\n", "CCC\n"}).first.ok());
  work_off();
  EXPECT_EQ(get(name).second.candidates(), 3);
}

TEST_F(Screenings, RefuseADamagedPartAndAWrongTotal) {
  const std::string name = create("damaged").second.name();
  grpc::ClientContext context;
  v1::UploadFileResponse response;
  const auto writer = screenings_->UploadFile(&context, &response);
  v1::UploadFileRequest message;
  message.mutable_start()->set_name(name);
  writer->Write(message);
  message.mutable_part()->set_bytes("CCO\n");
  message.mutable_part()->set_sha256(digest_bytes("CCN\n"));
  writer->Write(message);
  writer->WritesDone();
  EXPECT_EQ(writer->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);

  ASSERT_TRUE(upload(name, {"CCO\n"}).first.ok());
  EXPECT_EQ(finalize(name, {"CCN\n"}).first.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(finalize(name, {"CCO\n", "C\n"}).first.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_TRUE(finalize(name, {"CCO\n"}).first.ok());
  EXPECT_TRUE(finalize(name, {"CCO\n"}).first.ok()) << "repeating it is no error";
  EXPECT_EQ(upload(name, {"CCC\n"}, 1).first.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(Screenings, TakeStructuredBatches) {
  const std::string name = create("batches").second.name();
  v1::AddCandidatesRequest::Batch batch;
  v1::Candidate& first = *batch.add_candidates();
  first.mutable_molecule()->set_smiles("CCO");
  first.set_id("ethanol");
  first.add_fields("red");
  batch.add_candidates()->mutable_molecule()->set_smiles("CC");
  const auto [status, through] = add(name, batch, {"colour", "note"});
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(through, 0);

  v1::AddCandidatesRequest::Batch empty_structure;
  empty_structure.set_seq(1);
  empty_structure.add_candidates();
  const auto refused = add(name, empty_structure, {"colour", "note"}).first;
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(refused.error_message(), HasSubstr("candidates[0]"));

  v1::AddCandidatesRequest::Batch too_wide;
  too_wide.set_seq(1);
  too_wide.add_candidates()->mutable_molecule()->set_smiles("SECRET");
  for (int i = 0; i < 3; ++i) too_wide.mutable_candidates(0)->add_fields("SECRET");
  const auto wide = add(name, too_wide, {"colour", "note"}).first;
  EXPECT_EQ(wide.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(wide.error_message(), Not(HasSubstr("SECRET")));

  v1::AddCandidatesRequest::Batch damaged = batch;
  damaged.set_seq(1);
  damaged.set_sha256(std::string(32, 'x'));
  EXPECT_EQ(add(name, damaged, {"colour", "note"}).first.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(upload(name, {"C\n"}).first.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
}

TEST_F(Screenings, AreListedNewestFirstPageByPage) {
  for (const char* id : {"one", "two", "three"}) create(id);
  v1::ListScreeningsRequest request;
  request.set_parent("projects/default");
  request.set_page_size(2);
  const auto first = call<v1::ListScreeningsResponse>(*screenings_, &Stub::ListScreenings, request).second;
  ASSERT_EQ(first.screenings_size(), 2);
  EXPECT_EQ(first.screenings(0).name(), "projects/default/screenings/three");
  request.set_page_token(first.next_page_token());
  const auto second = call<v1::ListScreeningsResponse>(*screenings_, &Stub::ListScreenings, request).second;
  ASSERT_EQ(second.screenings_size(), 1);
  EXPECT_EQ(second.screenings(0).name(), "projects/default/screenings/one");
  EXPECT_EQ(second.next_page_token(), "");

  request.clear_page_token();
  request.set_filter("state = \"RUNNING\"");
  EXPECT_EQ(call<v1::ListScreeningsResponse>(*screenings_, &Stub::ListScreenings, request).second.screenings_size(), 0);
  request.set_filter("colour = red");
  EXPECT_EQ(call<v1::ListScreeningsResponse>(*screenings_, &Stub::ListScreenings, request).first.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(Screenings, AreWatchedUntilTheyEnd) {
  const v1::Screening queued = submit("watched", {"C", "CC"});
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  v1::WatchScreeningRequest request;
  request.set_name(queued.name());
  const auto reader = screenings_->WatchScreening(&context, request);
  v1::WatchScreeningResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.screening().state(), State::STATE_QUEUED);
  std::thread worker([this] { work_off(); });
  State::State last = response.screening().state();
  while (reader->Read(&response)) last = response.screening().state();
  worker.join();
  EXPECT_EQ(last, State::STATE_SUCCEEDED);
  EXPECT_TRUE(reader->Finish().ok());
}

TEST_F(Screenings, EndWatchesWhenTheServerStops) {
  const v1::Screening queued = submit("orphaned", {"C"});
  grpc::ClientContext context;
  v1::WatchScreeningRequest request;
  request.set_name(queued.name());
  const auto reader = screenings_->WatchScreening(&context, request);
  v1::WatchScreeningResponse response;
  ASSERT_TRUE(reader->Read(&response));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  server_->drain();
  while (reader->Read(&response)) {
  }
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(Screenings, WatchingAnUnknownOneIsNotFound) {
  grpc::ClientContext context;
  v1::WatchScreeningRequest request;
  request.set_name("projects/default/screenings/nowhere");
  const auto reader = screenings_->WatchScreening(&context, request);
  v1::WatchScreeningResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(Screenings, AreCancelledAndThenErased) {
  const v1::Screening queued = submit("doomed", {"C", "CC"});
  v1::DeleteScreeningRequest erase;
  erase.set_name(queued.name());
  EXPECT_EQ(call<v1::DeleteScreeningResponse>(*screenings_, &Stub::DeleteScreening, erase).first.error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
  v1::CancelScreeningRequest cancel;
  cancel.set_name(queued.name());
  EXPECT_EQ(call<v1::Screening>(*screenings_, &Stub::CancelScreening, cancel).second.state(), State::STATE_CANCELLED);
  EXPECT_TRUE(call<v1::DeleteScreeningResponse>(*screenings_, &Stub::DeleteScreening, erase).first.ok());
  EXPECT_EQ(get(queued.name()).first.error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(Screenings, ShowCandidatesInInputOrderWithPlaces) {
  create_profile(kLight);
  const v1::Screening screening = submit("ranked", {"CCC", "X", "C", "CCCCCCCCCC"}, "light");
  work_off();
  v1::ListCandidatesRequest request;
  request.set_parent(screening.name());
  request.set_ranking("default");
  request.set_with_fields(true);
  request.set_page_size(3);
  const auto [status, first] = call<v1::ListCandidatesResponse>(*screenings_, &Stub::ListCandidates, request);
  ASSERT_TRUE(status.ok()) << status.error_message();
  ASSERT_EQ(first.candidates_size(), 3);
  EXPECT_EQ(first.candidates(0).raw(), "CCC");
  EXPECT_EQ(first.candidates(0).fields(0), "CCC");
  EXPECT_EQ(first.candidates(0).id(), "id0");
  EXPECT_EQ(first.candidates(0).outcomes(0).value(0), 3);
  EXPECT_EQ(first.candidates(0).place().rank(), 2);
  EXPECT_EQ(first.candidates(1).outcomes(0).rejection().reason(), "PARSE_ERROR");
  EXPECT_EQ(first.candidates(1).place().rank(), 0);
  EXPECT_EQ(first.candidates(2).place().rank(), 1);
  request.set_page_token(first.next_page_token());
  const auto second = call<v1::ListCandidatesResponse>(*screenings_, &Stub::ListCandidates, request).second;
  ASSERT_EQ(second.candidates_size(), 1);
  EXPECT_EQ(second.candidates(0).ordinal(), 3);
  EXPECT_EQ(second.candidates(0).place().failed_filter(), "mass at most 8");
  EXPECT_EQ(second.next_page_token(), "");
  request.set_page_token("nonsense");
  EXPECT_EQ(call<v1::ListCandidatesResponse>(*screenings_, &Stub::ListCandidates, request).first.error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(Screenings, FlagValuesThatArePhysicallyImpossible) {
  const v1::Screening screening = submit("bounds", {"CCC", "CCCCCCCCCCCCCCCCCCCCC", "X"});
  work_off();
  v1::ListCandidatesRequest request;
  request.set_parent(screening.name());
  const auto page = call<v1::ListCandidatesResponse>(*screenings_, &Stub::ListCandidates, request).second;
  EXPECT_EQ(page.candidates(0).outcomes(0).beyond_bounds_size(), 0);
  EXPECT_THAT(page.candidates(1).outcomes(0).beyond_bounds(), ::testing::ElementsAre("mass")) << "21, and the bound is 20";
  EXPECT_EQ(page.candidates(1).outcomes(0).value(0), 21) << "kept as it is";
  v1::ExplainCandidateRequest explain;
  explain.set_name(screening.name() + "/candidates/1");
  EXPECT_THAT(call<v1::ExplainCandidateResponse>(*screenings_, &Stub::ExplainCandidate, explain).second.sentences(0),
              HasSubstr("Physically impossible as predicted, not to be trusted: mass"));
}

TEST_F(Screenings, ExplainACandidateInWords) {
  create_profile(kLight);
  const v1::Screening screening = submit("explained", {"CCC", "X", "CCCCCCCCCC"}, "light");
  work_off();
  v1::ExplainCandidateRequest request;
  request.set_name(screening.name() + "/candidates/0");
  const auto [status, ranked] = call<v1::ExplainCandidateResponse>(*screenings_, &Stub::ExplainCandidate, request);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_THAT(ranked.sentences(0), HasSubstr("Rank 1 of 1 under the profile 'light'"));
  EXPECT_THAT(ranked.sentences(1), HasSubstr("Chance that every objective is at least half met and every filter passed: 100 %."));
  EXPECT_THAT(ranked.sentences(2), HasSubstr("Chance that it is among the best 1: 100 %."));
  EXPECT_THAT(ranked.sentences(3), HasSubstr("With every weight changed at random by about a third it is among them in 100 % of the cases."));
  EXPECT_THAT(ranked.sentences(4), HasSubstr("What limits it most: mass"));
  EXPECT_EQ(ranked.provenance(0).model_version(), "projects/shared/models/toy/versions/1.0");
  EXPECT_EQ(ranked.provenance(0).worker(), "stand-in");
  EXPECT_EQ(ranked.provenance(0).raw_sha256().size(), 64U);
  EXPECT_GT(ranked.provenance(0).compute_time().seconds(), 0);
  request.set_name(screening.name() + "/candidates/2");
  EXPECT_THAT(call<v1::ExplainCandidateResponse>(*screenings_, &Stub::ExplainCandidate, request).second.sentences(0),
              HasSubstr("mass at most 8"));
  request.set_name(screening.name() + "/candidates/1");
  const auto rejected = call<v1::ExplainCandidateResponse>(*screenings_, &Stub::ExplainCandidate, request).second;
  EXPECT_THAT(rejected.sentences(1), HasSubstr("Rejected (PARSE_ERROR): no atoms"));
  request.set_name(screening.name() + "/candidates/9");
  EXPECT_EQ(call<v1::ExplainCandidateResponse>(*screenings_, &Stub::ExplainCandidate, request).first.error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(Screenings, ShowRankedCandidatesBestFirst) {
  create_profile(kLight);
  const v1::Screening screening = submit("order", {"CCC", "X", "C", "CC"}, "light");
  v1::GetRankingRequest which;
  which.set_name(screening.name() + "/rankings/default");
  EXPECT_EQ(call<v1::Ranking>(*rankings_, &v1::RankingService::Stub::GetRanking, which).second.state(), v1::Ranking::STATE_QUEUED);
  v1::ListRankedCandidatesRequest request;
  request.set_parent(which.name());
  request.set_page_size(2);
  const auto list = &v1::RankingService::Stub::ListRankedCandidates;
  EXPECT_EQ(call<v1::ListRankedCandidatesResponse>(*rankings_, list, request).first.error_code(),
            grpc::StatusCode::FAILED_PRECONDITION);
  work_off();
  const v1::Ranking ranking = call<v1::Ranking>(*rankings_, &v1::RankingService::Stub::GetRanking, which).second;
  EXPECT_EQ(ranking.state(), v1::Ranking::STATE_SUCCEEDED);
  EXPECT_EQ(ranking.ranked(), 3);
  EXPECT_EQ(ranking.rejected(), 1);
  EXPECT_EQ(ranking.profile(), "projects/default/profiles/light/versions/1");
  const auto first = call<v1::ListRankedCandidatesResponse>(*rankings_, list, request).second;
  ASSERT_EQ(first.candidates_size(), 2);
  EXPECT_EQ(first.candidates(0).raw(), "C");
  EXPECT_EQ(first.candidates(1).raw(), "CC");
  request.set_page_token(first.next_page_token());
  const auto second = call<v1::ListRankedCandidatesResponse>(*rankings_, list, request).second;
  ASSERT_EQ(second.candidates_size(), 1);
  EXPECT_EQ(second.candidates(0).raw(), "CCC");
  which.set_name(screening.name() + "/rankings/other");
  EXPECT_EQ(call<v1::Ranking>(*rankings_, &v1::RankingService::Stub::GetRanking, which).first.error_code(),
            grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace furui::testing
