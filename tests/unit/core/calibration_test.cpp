// A manifest's calibrators are read as models/README.md states them; what does not fit its property is refused by key.
#include "core/calibration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/error.h"     // for Error
#include "core/manifest.h"  // for parse_manifest

namespace furui {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Json = nlohmann::json;

const Json kScaling = {{"type", "z-scaling"}, {"factor", 1.75}, {"rows", 226}, {"dataset", "esol.csv"},
                       {"before", {{"coverage90", 0.61}}}, {"after", {{"coverage90", 0.89}}}};
const Json kIsotonic = {{"type", "isotonic"}, {"x", {0.1, 0.4, 0.9}}, {"y", {0.0, 0.7, 0.7}}, {"rows", 30}, {"dataset", "t.csv"}};
const Json kConformal = {{"type", "split-conformal"}, {"level", 0.9}, {"quantile", 1.25}, {"scaled", false}, {"rows", 99}, {"dataset", "t.csv"}};

/// A manifest of three properties: logS (with std), toxic (binary) and odour (multiclass); the first and second calibrated so.
Json manifest_with(const Json& regression, const Json& binary) {
  Json manifest = Json::parse(R"json({"format": 1, "name": "toy", "version": "1", "input": "molecule",
    "properties": [{"name": "logS", "task": "regression", "has_std": true}, {"name": "toxic", "task": "binary"},
                   {"name": "odour", "task": "multiclass", "classes": ["rose", "tar"]}],
    "networks": [{"name": "n", "architecture": "dmpnn", "members": 2, "properties": ["logS", "toxic", "odour"]}], "files": {}})json");
  manifest["properties"][0]["calibration"] = regression;
  manifest["properties"][1]["calibration"] = binary;
  return manifest;
}

TEST(Calibration, IsReadWithWhatItWasFittedOn) {
  const Manifest manifest = parse_manifest(manifest_with(kScaling, kIsotonic).dump());
  ASSERT_TRUE(manifest.properties[0].calibration);
  const Calibration& scaling = *manifest.properties[0].calibration;
  EXPECT_EQ(scaling.type, CalibrationType::kZScaling);
  EXPECT_EQ(scaling.factor, 1.75);
  EXPECT_EQ(scaling.rows, 226);
  EXPECT_EQ(scaling.dataset, "esol.csv");
  EXPECT_EQ(scaling.before.at("coverage90"), 0.61);
  EXPECT_EQ(scaling.after.at("coverage90"), 0.89);
  const Calibration& isotonic = *manifest.properties[1].calibration;
  EXPECT_STREQ(to_string(isotonic.type), "isotonic");
  EXPECT_THAT(isotonic.knot_x, ElementsAre(0.1, 0.4, 0.9));
  EXPECT_THAT(isotonic.knot_y, ElementsAre(0.0, 0.7, 0.7));
  EXPECT_TRUE(isotonic.before.empty());
  EXPECT_FALSE(manifest.properties[2].calibration);
  const Calibration conformal = *parse_manifest(manifest_with(kConformal, nullptr).dump()).properties[0].calibration;
  EXPECT_EQ(conformal.type, CalibrationType::kSplitConformal);
  EXPECT_EQ(conformal.level, 0.9);
  EXPECT_EQ(conformal.quantile, 1.25);
  EXPECT_FALSE(conformal.scaled);
}

struct Wrong {
  const char* pointer;
  Json value;
  const char* field;
  const char* came;  // what the complaint says of it
  Json regression = kScaling;
};

class WrongCalibration : public testing::TestWithParam<Wrong> {};

TEST_P(WrongCalibration, IsRefusedByTheNameOfItsKeyWithWhatCame) {
  Json manifest = manifest_with(GetParam().regression, kIsotonic);
  const std::string pointer = GetParam().pointer;
  manifest["properties"][Json::json_pointer(pointer)] = GetParam().value;
  try {
    parse_manifest(manifest.dump());
    FAIL() << "no error for " << pointer << " = " << GetParam().value;
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    EXPECT_EQ(error.field(), std::string("properties[") + GetParam().field) << error.what();
    EXPECT_THAT(error.what(), HasSubstr("expected "));
    EXPECT_THAT(error.what(), HasSubstr(GetParam().came));
  }
}

INSTANTIATE_TEST_SUITE_P(Calibration, WrongCalibration, testing::Values(
    Wrong{"/0/calibration", 7, "0].calibration", "not 7"},
    Wrong{"/0/calibration/type", "platt", "0].calibration.type", "z-scaling or split-conformal for a regression property, not 'platt'"},
    Wrong{"/0/calibration/type", "isotonic", "0].calibration.type", "not 'isotonic'"},
    Wrong{"/1/calibration/type", "z-scaling", "1].calibration.type", "isotonic for a binary property, not 'z-scaling'"},
    Wrong{"/2/calibration", kIsotonic, "2].calibration.type", "multiclass"},
    Wrong{"/0/has_std", false, "0].calibration.type", "'has_std'"},
    Wrong{"/0/calibration/factor", 0, "0].calibration.factor", "not 0"},
    Wrong{"/0/calibration/factor", "2", "0].calibration.factor", "not \"2\""},
    Wrong{"/0/calibration/rows", 0, "0].calibration.rows", "from 1"},
    Wrong{"/0/calibration/dataset", "/home/me/t.csv", "0].calibration.dataset", "not '/home/me/t.csv'"},
    Wrong{"/0/calibration/before", {0.5}, "0].calibration.before", "not [0.5]"},
    Wrong{"/0/calibration/after/coverage90", 1.5, "0].calibration.after.coverage90", "not 1.5"},
    Wrong{"/1/calibration/x", {0.1}, "1].calibration.x", "not [0.1]"},
    Wrong{"/1/calibration/x", {0.1, 0.1, 0.9}, "1].calibration.x", "number 2 is not"},
    Wrong{"/1/calibration/y", {0.0, 0.7, 0.6}, "1].calibration.y", "number 3 is not"},
    Wrong{"/1/calibration/y", {0.0, 1.1, 1.2}, "1].calibration.y", "not 1.1"},
    Wrong{"/1/calibration/y", {0.0, 1.0}, "1].calibration.y", "as many numbers as 'x' has, 3, not 2"},
    Wrong{"/0/calibration/level", 1, "0].calibration.level", "not 1", kConformal},
    Wrong{"/0/calibration/quantile", -1, "0].calibration.quantile", "not -1", kConformal},
    Wrong{"/0/calibration/scaled", 1, "0].calibration.scaled", "not 1", kConformal}));

TEST(Calibration, NeedsEveryKeyOfItsType) {
  for (const auto& [whole, keys] : {std::pair{kScaling, std::vector<const char*>{"type", "factor", "rows", "dataset"}},
                                    std::pair{kConformal, std::vector<const char*>{"type", "level", "quantile", "scaled"}}}) {
    for (const char* key : keys) {
      Json lacking = whole;
      lacking.erase(key);
      EXPECT_THROW(parse_manifest(manifest_with(lacking, kIsotonic).dump()), Error) << key;
    }
  }
}

}  // namespace
}  // namespace furui
