// What a request for relaxation must say, and what a screening without one answers.
#include <gmock/gmock.h>

#include "api_fixture.h"

namespace furui::testing {
namespace {

using ::testing::HasSubstr;
using Stub = v1::ScreeningService::Stub;

class RelaxationRequests : public ApiTest {
 protected:
  RelaxationRequests() { add_toy(); }

  grpc::Status create_with(const v1::Relaxation& relaxation) {
    v1::CreateScreeningRequest request;
    request.set_parent("projects/default");
    request.mutable_screening()->add_models("toy");
    *request.mutable_screening()->mutable_relaxation() = relaxation;
    return call<v1::Screening>(*screenings_, &Stub::CreateScreening, request).first;
  }
};

TEST_F(RelaxationRequests, NameAModelThatGivesForcesAndStress) {
  v1::Relaxation relaxation;
  grpc::Status status = create_with(relaxation);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("none of the screening's models gives forces and stress"));
  relaxation.set_model("toy");
  status = create_with(relaxation);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("model 'toy' gives no forces and stress of crystals"));
  relaxation.set_model("unknown");
  EXPECT_EQ(create_with(relaxation).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(RelaxationRequests, AreRefusedOutOfTheirRange) {
  const auto refusal = [&](const auto& change) {
    v1::Relaxation relaxation;
    relaxation.set_model("toy");
    change(relaxation);
    const grpc::Status status = create_with(relaxation);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    return status.error_message();
  };
  EXPECT_THAT(refusal([](auto& r) { r.set_force_tolerance(-1); }), HasSubstr("'force_tolerance': expected 1e-05 to 10 eV/angstrom, got -1"));
  EXPECT_THAT(refusal([](auto& r) { r.set_max_steps(-3); }), HasSubstr("max_steps"));
  EXPECT_THAT(refusal([](auto& r) { r.set_optimizer(static_cast<v1::Relaxation::Optimizer>(9)); }), HasSubstr("expected FIRE (1) or LBFGS (2), got 9"));
  EXPECT_THAT(refusal([](auto& r) { r.set_pressure_gpa(1e9); }), HasSubstr("pressure_gpa"));
  EXPECT_THAT(refusal([](auto& r) {
                r.set_fixed_cell(true);
                r.set_pressure_gpa(1);
              }),
              HasSubstr("a pressure does nothing to a fixed cell"));
}

TEST_F(RelaxationRequests, OfAProfileAreCheckedWhenItIsUsed) {
  v1::CreateProfileRequest profile;
  profile.set_parent("projects/default");
  profile.mutable_profile()->set_toml(
      "name = \"relaxed\"\n[[objective]]\nproperty = \"mass\"\ntransform = { type = \"logistic\", bad = 10, good = 1 }\n[relaxation]\nmodel = \"toy\"\n");
  ASSERT_TRUE(call<v1::Profile>(*profiles_, &v1::ProfileService::Stub::CreateProfile, profile).first.ok());
  const auto [status, screening] = create("by-profile", {"toy"}, "relaxed");
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_message(), HasSubstr("gives no forces and stress"));

  // A screening that relaxed nothing is not ranked by a profile that asks for it.
  submit("plain", {"C", "CC"});
  work_off();
  v1::CreateRankingRequest ranking;
  ranking.set_parent("projects/default/screenings/plain");
  ranking.mutable_ranking()->set_profile("relaxed");
  const grpc::Status refused = call<v1::Ranking>(*rankings_, &v1::RankingService::Stub::CreateRanking, ranking).first;
  EXPECT_EQ(refused.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(refused.error_message(), HasSubstr("line 5: asks for crystals relaxed by toy, and screening 'plain' relaxed none"));
}

TEST_F(RelaxationRequests, AScreeningWithoutOneListsNone) {
  submit("plain", {"C"});
  v1::ListRelaxationsRequest request;
  request.set_parent("projects/default/screenings/plain");
  const grpc::Status status = call<v1::ListRelaxationsResponse>(*screenings_, &Stub::ListRelaxations, request).first;
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_THAT(status.error_message(), HasSubstr("'plain' relaxes nothing"));
}

}  // namespace
}  // namespace furui::testing
