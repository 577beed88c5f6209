// A package with calibrators: its networks are still held to the original library's raw outputs, what is predicted is calibrated.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "../predict/golden_cases.h"  // for ChangedPackage, graphs, views
#include "core/error.h"               // for Error
#include "pipeline/calibrate.h"       // for calibrated
#include "pipeline/model.h"           // for Model
#include "pipeline/screen_chunk.h"    // for predict_chunk

namespace furui {
namespace {

using Json = nlohmann::json;

const Json kIsotonic = {{"type", "isotonic"}, {"x", {0.2, 0.5, 0.6}}, {"y", {0.1, 0.3, 0.9}}, {"rows", 40}, {"dataset", "t.csv"}};
const Json kConformal = {{"type", "split-conformal"}, {"level", 0.9}, {"quantile", 1.25}, {"scaled", false}, {"rows", 40}, {"dataset", "t.csv"}};

std::unique_ptr<Model> load(const std::filesystem::path& package) {
  DeviceOptions device;
  device.device = "cpu";
  return Model::load(package, device);
}

/// What predict_chunk gives for the golden molecules.
Predictions predictions_of(const Model& model, const std::vector<MoleculeGraph>& graphs) {
  std::vector<Candidate> candidates(graphs.size());
  std::vector<ChunkReading> readings(graphs.size());
  for (std::size_t i = 0; i < graphs.size(); ++i) {
    readings[i].reading.emplace();
    readings[i].reading->molecule.graph = graphs[i];
  }
  return predict_chunk(model, candidates, readings);
}

/// The golden package with this calibration of its second property.
golden::ChangedPackage calibrated_package(const std::string& name, const Json& calibration) {
  return golden::ChangedPackage(name, [&](Json& manifest, std::string&) {
    manifest["properties"][1]["has_std"] = true;
    manifest["properties"][1]["calibration"] = calibration;
  });
}

TEST(CalibratedModel, GivesCalibratedValuesOfTheCalibratedPropertyOnly) {
  const auto package = calibrated_package("binary", kIsotonic);
  const auto plain = load(golden::folder() / "binary"), model = load(package.path());
  const auto graphs = golden::graphs();
  const Predictions raw = predictions_of(*plain, graphs), ours = predictions_of(*model, graphs);
  const Calibration& calibration = *model->manifest().properties[1].calibration;
  for (std::size_t cell = 0; cell < raw.value.size(); ++cell) {
    CalibratedValue expected{raw.value[cell], raw.std[cell]};
    if (cell % 2 == 1) expected = calibrated(calibration, expected);
    EXPECT_EQ(ours.value[cell], expected.value);
    EXPECT_EQ(ours.std[cell], expected.std);
  }
  EXPECT_NE(ours.value, raw.value);
}

TEST(CalibratedModel, WithoutAStandardDeviationOfItsOwnReproducesAGoldenSetThatHasNone) {
  const auto package = calibrated_package("bond-depth1", kConformal);
  const auto model = load(package.path());
  const auto graphs = golden::graphs();
  const auto report = compare_with_golden(*model->predictor(), golden::views(graphs), golden::read(package.path() / "golden.jsonl"));
  EXPECT_TRUE(report.reproduced) << report.worst << " in " << report.worst_column;
  const Predictions ours = predictions_of(*model, graphs);
  for (std::size_t row = 0; row < ours.rows; ++row) {
    EXPECT_TRUE(std::isnan(ours.std[2 * row]));
    EXPECT_FLOAT_EQ(ours.std[2 * row + 1], static_cast<float>(1.25 / 1.6448536269514722));
  }
}

TEST(CalibratedModel, IsHeldToItsRawGoldenSet) {
  const auto package = calibrated_package("binary", kIsotonic);
  const auto model = load(package.path());
  const auto graphs = golden::graphs();
  EXPECT_TRUE(compare_with_golden(*model->predictor(), golden::views(graphs), golden::read(package.path() / "golden.jsonl")).reproduced);
}

TEST(CalibratedModel, ThatScalesAStandardDeviationWhichNoNetworkGivesIsRefused) {
  for (Json calibration : {Json{{"type", "z-scaling"}, {"factor", 2}, {"rows", 40}, {"dataset", "t.csv"}}, kConformal}) {
    calibration["scaled"] = true;
    const auto package = calibrated_package("bond-depth1", calibration);
    try {
      load(package.path());
      ADD_FAILURE() << calibration;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
      EXPECT_THAT(error.what(), testing::HasSubstr("property 'p1' has a calibration that scales a standard deviation"));
    }
  }
}

}  // namespace
}  // namespace furui
