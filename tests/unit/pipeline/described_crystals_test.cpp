// The shipped packages of crystal descriptors against what the original libraries give.
#include "pipeline/described_crystals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "core/error.h"
#include "pipeline/model.h"

namespace furui {
namespace {

std::string package(const std::string& name) { return std::string(FURUI_SOURCE_DIR) + "/models/" + name; }

std::string golden_of(const std::string& name) {
  std::ifstream file(package(name) + "/golden.jsonl", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class DescribedPackages : public testing::TestWithParam<const char*> {};

TEST_P(DescribedPackages, AreTheOriginalLibrarysValues) {
  const auto model = Model::load(package(GetParam()), {});
  ASSERT_NE(model->crystal_predictor(), nullptr);
  EXPECT_TRUE(model->takes(CandidateKind::kCrystal));
  const GoldenReport report = compare_with_golden(*model->crystal_predictor(), golden_of(GetParam()));
  EXPECT_TRUE(report.reproduced) << "row " << report.worst_row << ", " << report.worst_column << ": " << report.worst;
  EXPECT_GT(report.rows, 30U);
}

TEST_P(DescribedPackages, AreTheSameInAnyCompany) {
  const auto model = Model::load(package(GetParam()), {});
  const std::vector<Crystal> crystals = golden_crystals(golden_of(GetParam()));
  std::vector<const Crystal*> all, one{&crystals.back()};
  for (const Crystal& crystal : crystals) all.push_back(&crystal);
  const Predictions together = model->crystal_predictor()->predict(all, nullptr), alone = model->crystal_predictor()->predict(one, nullptr);
  if (alone.rejection[0]) {
    EXPECT_EQ(together.rejection.back(), alone.rejection[0]);
    return;
  }
  EXPECT_EQ(std::vector<float>(together.value.end() - static_cast<std::ptrdiff_t>(together.columns), together.value.end()), alone.value);
}

INSTANTIATE_TEST_SUITE_P(Shipped, DescribedPackages, testing::Values("crystal-descriptors", "charge-balance", "magpie", "element-cost", "element-supply"));

TEST(DescribedCrystals, MeansOfOtherElementsAreOutOfTheDomain) {
  const auto model = Model::load(package("magpie"), {});
  const Crystal known{{{{5, 0, 0}, {0, 5, 0}, {0, 0, 5}}}, {11, 17}, {{0, 0, 0}, {0.5, 0.5, 0.5}}};
  Crystal strange = known;
  strange.atomic_numbers = {11, 18};
  const Predictions predictions = model->crystal_predictor()->predict(std::vector<const Crystal*>{&known, &strange}, nullptr);
  EXPECT_EQ(predictions.domain[0], Domain::kIn);
  EXPECT_EQ(predictions.domain[1], Domain::kOut);
  EXPECT_THAT(predictions.domain_note[1], testing::HasSubstr("has no measured values for argon"));
  EXPECT_FALSE(predictions.rejection[1]);
}

TEST(DescribedCrystals, EndWhereNobodyWaits) {
  const auto model = Model::load(package("element-supply"), {});
  const std::vector<Crystal> crystals = golden_crystals(golden_of("element-supply"));
  EXPECT_THROW(model->crystal_predictor()->predict(std::vector<const Crystal*>{&crystals[0]}, nullptr, [] { return false; }), Error);
}

}  // namespace
}  // namespace furui
