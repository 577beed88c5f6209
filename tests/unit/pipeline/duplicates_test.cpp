// Duplicates as outcomes: held to the original's groups, and what is no crystal.
#include "pipeline/duplicates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "core/crystal.h"  // for Crystal, serialize
#include "core/error.h"    // for Error

namespace furui {
namespace {

using testing::HasSubstr;

const DuplicateParameters kParameters{0.025, 0.05, 0.01};

std::string package_file(const char* name) {
  std::ifstream in(std::string(FURUI_SOURCE_DIR) + "/models/crystal-duplicates/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

MaybeCrystal salt(double edge) { return {serialize({{{{edge, 0, 0}, {0, edge, 0}, {0, 0, edge}}}, {55, 17}, {{0, 0, 0}, {0.5, 0.5, 0.5}}}), std::nullopt}; }

TEST(Duplicates, AreThoseOfTheOriginalForAnyNumberOfThreads) {
  const auto parameters = duplicate_parameters(parse_manifest(package_file("manifest.json")));
  ASSERT_TRUE(parameters);
  std::string golden = package_file("golden.jsonl");
  for (const int threads : {1, 3}) {
    const DuplicatesGolden report = compare_with_golden(*parameters, golden, threads);
    EXPECT_GT(report.rows, 30U);
    EXPECT_EQ(report.wrong, 0U) << "line " << report.first_wrong_line + 1;
  }
  const std::size_t at = golden.find("[0, 1, 0, 3, 1, 0]", golden.find('\n'));
  const DuplicatesGolden report = compare_with_golden(*parameters, golden.replace(at, 18, "[0, 1, 2, 3, 1, 0]"), 1);
  EXPECT_EQ(report.wrong, 1U);
  EXPECT_EQ(report.first_wrong_line, 1U);
  EXPECT_THROW(compare_with_golden(*parameters, "{}\n", 1), Error);
}

TEST(Duplicates, WhatIsNoCrystalHasItsReasonAndKeepsItsPlace) {
  const MaybeCrystal unreadable{"", Rejection{Stage::kRead, Reason::kNoAtoms, "none"}};
  const MaybeCrystal composition{serialize({{}, {11, 17}, {{}, {}}}), std::nullopt};
  const std::vector<MaybeCrystal> candidates{unreadable, salt(4.1), composition, salt(4.11), salt(4.5)};
  const Predictions found = find_duplicates(kParameters, candidates, 2, {});
  EXPECT_EQ(found.rejection[0]->reason, Reason::kNoAtoms);
  EXPECT_EQ(found.rejection[2]->reason, Reason::kNotApplicable);
  EXPECT_EQ(found.value[3 * 3], 1);
  EXPECT_EQ(found.value[3 * 3 + 1], 1);
  EXPECT_EQ(found.value[4 * 3], 4);
  EXPECT_EQ(found.value[4 * 3 + 1], 0);
  EXPECT_THROW(find_duplicates(kParameters, candidates, 2, [] { return false; }), Error);
  EXPECT_EQ(find_duplicates(kParameters, {}, 2, {}).rows, 0U);
}

TEST(Duplicates, APackageMustSayWhatItComparesBy) {
  const auto complaint = [](const std::string& part, const std::string& by) -> std::string {
    std::string manifest = package_file("manifest.json");
    manifest.replace(manifest.find(part), part.size(), by);
    try {
      duplicate_parameters(parse_manifest(manifest));
    } catch (const Error& error) {
      return error.what();
    }
    return "none";
  };
  EXPECT_THAT(complaint("\"strain\": 0.025", "\"strain\": 0.5"), HasSubstr("'strain' from 0 to 0.2"));
  EXPECT_THAT(complaint("\"strain\": 0.025", "\"tension\": 0.025"), HasSubstr("'strain', 'displacement' and 'occupancy'"));
  EXPECT_THAT(complaint("\"input\": \"crystal\"", "\"input\": \"molecule\""), HasSubstr("takes crystals"));
  EXPECT_EQ(duplicate_parameters(parse_manifest(package_file("../chgnet-stability/manifest.json"))), std::nullopt);
}

}  // namespace
}  // namespace furui
