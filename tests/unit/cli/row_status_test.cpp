// What a row's outcomes amount to, alone and counted.
#include <gmock/gmock.h>

#include "candidates.h"    // for candidate_of, model_of
#include "result_pages.h"  // for row_status, Summary
#include "result_table.h"  // for summary_text

namespace furui::cli {
namespace {

using testing::HasSubstr;

const v1::ModelVersion kModel = model_of("m", "1", {"logP"});

TEST(RowStatus, ValuesInsideTheDomainAreOk) {
  const RowStatus row = row_status(candidate_of(0, "a", kModel, {1}));
  EXPECT_EQ(row.status, "ok");
  EXPECT_EQ(row.reason, "");
}

TEST(RowStatus, ValuesOutsideTheDomainSaySo) {
  auto candidate = candidate_of(0, "a", kModel, {1});
  candidate.mutable_outcomes(0)->set_domain(v1::DOMAIN_OUT);
  candidate.mutable_outcomes(0)->set_domain_note("atom 3: U is none of the elements that model m tells apart");
  EXPECT_EQ(row_status(candidate).status, "out_of_domain");
  EXPECT_EQ(row_status(candidate).detail, "atom 3: U is none of the elements that model m tells apart");
}

TEST(RowStatus, AtTheBorderOfTheDomainIsOkWithANote) {
  auto candidate = candidate_of(0, "a", kModel, {1});
  candidate.mutable_outcomes(0)->set_domain(v1::DOMAIN_BORDERLINE);
  candidate.mutable_outcomes(0)->set_domain_note("nearest training molecule of model m has Tanimoto 0.350; borderline from 0.300, in from 0.412");
  EXPECT_EQ(row_status(candidate).status, "ok");
  EXPECT_EQ(row_status(candidate).detail, "nearest training molecule of model m has Tanimoto 0.350; borderline from 0.300, in from 0.412");
}

TEST(RowStatus, ARejectionGivesItsReasonAndDetail) {
  const RowStatus row = row_status(rejected_candidate(3, "a", kModel, "VALENCE_ERROR", "atom 7: nitrogen with 5 bonds"));
  EXPECT_EQ(row.status, "rejected");
  EXPECT_EQ(row.reason, "VALENCE_ERROR");
  EXPECT_EQ(row.detail, "atom 7: nitrogen with 5 bonds");
}

TEST(RowStatus, AFailedFilterIsNamed) {
  auto candidate = candidate_of(0, "a", kModel, {1});
  candidate.mutable_place()->set_failed_filter("hERG at most 0.5");
  const RowStatus row = row_status(candidate);
  EXPECT_EQ(row.status, "filtered");
  EXPECT_EQ(row.detail, "hERG at most 0.5");
}

TEST(RowStatus, AModelThatDoesNotTakeThisKindIsNoFailureWhileAnotherDoes) {
  auto candidate = candidate_of(0, "a", kModel, {1});
  candidate.add_outcomes()->mutable_rejection()->set_reason("NOT_APPLICABLE");
  EXPECT_EQ(row_status(candidate).status, "ok");
  EXPECT_EQ(row_status(rejected_candidate(0, "a", kModel, "NOT_APPLICABLE", "")).status, "rejected");
}

TEST(RowStatus, NoOutcomeYetIsPending) {
  EXPECT_EQ(row_status(v1::CandidateResult{}).status, "pending");
  EXPECT_EQ(row_status(v1::CandidateResult{}, true).detail, "the screening ended before it was computed");
}

TEST(RowStatus, WhatAProfileCannotRankForItsKindIsRejected) {
  v1::CandidateResult candidate = candidate_of(0, "a", kModel, {1});
  candidate.add_outcomes()->mutable_rejection()->set_reason("NOT_APPLICABLE");
  candidate.mutable_outcomes(1)->mutable_rejection()->set_detail("model m takes molecules");
  EXPECT_EQ(row_status(candidate).status, "ok") << "without a ranking another model's value will do";
  candidate.mutable_place();
  EXPECT_EQ(row_status(candidate).reason, "NOT_APPLICABLE");
  EXPECT_EQ(row_status(candidate).detail, "not ranked: model m takes molecules");
  candidate.mutable_place()->set_rank(3);
  EXPECT_EQ(row_status(candidate).status, "ok");
}

TEST(RowStatus, FilteredNamesEveryFilter) {
  v1::CandidateResult candidate = candidate_of(0, "a", kModel, {1});
  candidate.mutable_place()->set_failed_filter("no PAINS alert");
  candidate.mutable_place()->set_failed_filter_detail("PAINS rule azo_A(324) matches atoms 2 and 3");
  candidate.mutable_place()->add_also_failed("hERG at most 0.5");
  candidate.mutable_place()->add_also_failed("logP at least 0");
  EXPECT_EQ(row_status(candidate).status, "filtered");
  EXPECT_EQ(row_status(candidate).detail, "no PAINS alert; PAINS rule azo_A(324) matches atoms 2 and 3; also fails: hERG at most 0.5, logP at least 0");
}

/// A value that a mapping does not hold is there, but counts as missing.
TEST(RowStatus, WithoutAScoreIsRejectedAndNamesTheProperties) {
  v1::CandidateResult candidate = candidate_of(0, "a", kModel, {1});
  v1::Contribution& known = *candidate.mutable_place()->add_contributions();
  known.set_property("logP");
  known.set_desirability(0.5F);
  candidate.mutable_place()->add_contributions()->set_property("hbd");
  EXPECT_EQ(row_status(candidate).status, "rejected");
  EXPECT_EQ(row_status(candidate).reason, "NO_SCORE");
  EXPECT_EQ(row_status(candidate).detail, "not ranked: no desirability of hbd");
  candidate.mutable_place()->set_score(0.2F);
  EXPECT_EQ(row_status(candidate).status, "ok");
}

TEST(RowStatus, WarningsOfTheReadingAreTheDetail) {
  auto candidate = candidate_of(0, "a", kModel, {1});
  candidate.add_warnings("one");
  candidate.add_warnings("two");
  EXPECT_EQ(row_status(candidate).detail, "one; two");
}

TEST(RowStatus, AValueBeyondPhysicalBoundsIsNamedBesideWarningsAndTheFilter) {
  auto candidate = candidate_of(0, "a", kModel, {1});
  candidate.add_warnings("one");
  for (const char* column : {"VDss", "Half_Life"}) candidate.mutable_outcomes(0)->add_beyond_bounds(column);
  EXPECT_EQ(row_status(candidate).status, "ok");
  EXPECT_EQ(row_status(candidate).detail, "one; beyond physical bounds: VDss, Half_Life");
  candidate.mutable_place()->set_failed_filter("hERG at most 0.5");
  EXPECT_EQ(row_status(candidate).detail, "hERG at most 0.5; beyond physical bounds: VDss, Half_Life");
}

TEST(RowStatus, EachAlertIsWrittenOnce) {
  v1::CandidateResult candidate;
  for (const char* rule : {"nitro_group", "azo", "nitro_group"}) {
    candidate.add_alerts()->set_catalogue("BRENK");
    candidate.mutable_alerts()->rbegin()->set_rule(rule);
  }
  EXPECT_EQ(alerts_text(candidate), "BRENK:nitro_group; BRENK:azo");
}

TEST(Summary, SaysInHowManyRowsAValueIsBeyondBoundsAndWhichMostOften) {
  Summary summary;
  for (int i = 0; i < 3; ++i) {
    auto candidate = candidate_of(i, "a", kModel, {1});
    candidate.mutable_outcomes(0)->add_beyond_bounds("VDss");
    if (i > 0) candidate.mutable_outcomes(0)->add_beyond_bounds("Half_Life");
    if (i > 1) candidate.mutable_place()->set_failed_filter("hERG at most 0.5");
    summary.add(candidate);
  }
  EXPECT_EQ(summary.beyond_bounds, 3);
  EXPECT_THAT(summary_text(summary, true), HasSubstr("  beyond physical bounds, not to be trusted: 3 rows, most often VDss (3), Half_Life (2)\n"));
  EXPECT_EQ(summary.filters.at("hERG at most 0.5"), 1) << "a filter is counted by its own words";
}

TEST(Summary, CountsRowsWithAlertsByCatalogueWhereTheyAreComputed) {
  Summary summary;
  auto candidate = candidate_of(0, "a", kModel, {1});
  for (const char* catalogue : {"PAINS", "BRENK", "BRENK"}) candidate.add_alerts()->set_catalogue(catalogue);
  summary.add(candidate);
  summary.add(candidate_of(1, "b", kModel, {1}));
  EXPECT_THAT(summary_text(summary, false), testing::Not(HasSubstr("alerts")));
  summary.alerts_computed = true;
  EXPECT_THAT(summary_text(summary, false), HasSubstr("  structural alerts: 1 row: BRENK (1), PAINS (1)\n"));
}

TEST(Summary, CountsEveryRowOnceAndNamesTheFirstRejectedOnes) {
  Summary summary;
  summary.add(candidate_of(0, "a", kModel, {1}));
  for (int i = 1; i <= 20; ++i) summary.add(rejected_candidate(i, "bad", kModel, "EMPTY", "no structure"));
  EXPECT_EQ(summary.rows, 21);
  EXPECT_EQ(summary.ok, 1);
  EXPECT_EQ(summary.rejected, 20);
  EXPECT_EQ(summary.reasons.at("EMPTY"), 20);
  EXPECT_EQ(summary.first_rejected.at("EMPTY").front(), "1 (bad): no structure");
  const std::string text = summary_text(summary, true);
  EXPECT_THAT(text, HasSubstr("21 rows: 1 ranked, 0 filtered, 20 rejected"));
  EXPECT_THAT(text, HasSubstr("20 EMPTY\n    candidate 1 (bad): no structure\n"));
  EXPECT_THAT(text, HasSubstr("and 17 more"));
}

TEST(Summary, RowsNotComputedYetAreNotCalledPredicted) {
  Summary summary;
  summary.add(v1::CandidateResult{});
  EXPECT_EQ(summary.ok, 0);
  EXPECT_EQ(summary.pending, 1);
  EXPECT_THAT(summary_text(summary, false), HasSubstr("1 not computed yet"));
}

}  // namespace
}  // namespace furui::cli
