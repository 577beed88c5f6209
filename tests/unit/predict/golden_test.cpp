// Every option of chemprop's D-MPNN against chemprop's own outputs, on both paths.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/error.h"                  // for Error
#include "golden_cases.h"                // for cases, graphs
#include "predict/dmpnn_model.h"         // for DmpnnModel, the ATen path
#include "predict/predictor.h"           // for Predictor, compare_with_golden

namespace furui {
namespace {

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, is_reproduced_on_cpu) {
  const auto predictor = Predictor::load(golden::folder() / GetParam(), {.device = "cpu"});
  const auto graphs = golden::graphs();
  const auto report = compare_with_golden(*predictor, golden::views(graphs),
                                          golden::read(golden::folder() / GetParam() / "golden.jsonl"));
  EXPECT_TRUE(report.reproduced) << report.worst << " in " << report.worst_column << ", line " << report.worst_row;
  EXPECT_EQ(report.rows, graphs.size());
  EXPECT_EQ(report.skipped, 0u);
}

TEST_P(Golden, agrees_between_the_fused_and_the_aten_path) {
  const std::string json = golden::read(golden::folder() / GetParam() / "manifest.json");
  const std::string weights = golden::read(golden::folder() / GetParam() / "weights.safetensors");
  const Manifest manifest = parse_manifest(json);
  ThreadPool threads(1);
  const auto graphs = golden::graphs();
  const std::size_t size = graphs.size() * manifest.columns().size();
  std::vector<float> fused(size), fused_std(size), aten(size), aten_std(size);
  DmpnnModel(manifest, weights, "cpu", {}, threads, nullptr).predict(golden::views(graphs), fused, fused_std);
  DmpnnModel(manifest, weights, "torch-cpu", {}, threads, nullptr).predict(golden::views(graphs), aten, aten_std);
  for (std::size_t i = 0; i < size; ++i) {
    EXPECT_NEAR(fused[i], aten[i], 2e-5f * std::max(1.0f, std::abs(aten[i]))) << "value " << i;
    if (std::isnan(fused_std[i]) && std::isnan(aten_std[i])) continue;  // one member has no spread
    EXPECT_NEAR(fused_std[i], aten_std[i], 2e-5f * std::max(1.0f, std::abs(aten_std[i]))) << "std " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Dmpnn, Golden, testing::ValuesIn(golden::cases()), [](const auto& test) {
  std::string name = test.param;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(GoldenCases, are_all_there) { EXPECT_EQ(golden::cases().size(), 27u); }

std::string golden_text() { return golden::read(golden::folder() / "bond-default" / "golden.jsonl"); }

TEST(CompareWithGolden, says_which_column_and_line_is_off) {
  std::string text = golden_text();
  std::vector<nlohmann::json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(nlohmann::json::parse(line));
  lines[3]["values"][1] = lines[3]["values"][1].get<double>() + 0.01;
  std::string changed;
  for (const auto& line : lines) changed += line.dump() + "\n";
  const auto predictor = Predictor::load(golden::folder() / "bond-default", {.device = "cpu"});
  const auto graphs = golden::graphs();
  const auto report = compare_with_golden(*predictor, golden::views(graphs), changed);
  EXPECT_FALSE(report.reproduced);
  EXPECT_EQ(report.worst_column, "p1");
  EXPECT_EQ(report.worst_row, 3u);
  EXPECT_GT(report.worst, 1e-4);
}

TEST(CompareWithGolden, counts_what_both_refuse_and_fails_where_only_one_does) {
  const auto predictor = Predictor::load(golden::folder() / "bond-default", {.device = "cpu"});
  const auto graphs = golden::graphs();
  auto views = golden::views(graphs);
  views[0] = nullptr;
  EXPECT_FALSE(compare_with_golden(*predictor, views, golden_text()).reproduced);
  std::string text = golden_text();
  text = "{\"input\":\"C\",\"values\":null,\"refused\":\"said no\"}\n" + text.substr(text.find('\n') + 1);
  const auto report = compare_with_golden(*predictor, views, text);
  EXPECT_TRUE(report.reproduced);
  EXPECT_EQ(report.skipped, 1u);
  views[0] = &graphs[0];
  EXPECT_FALSE(compare_with_golden(*predictor, views, text).reproduced);
}

TEST(CompareWithGolden, refuses_a_set_that_does_not_fit_the_manifest) {
  const auto predictor = Predictor::load(golden::folder() / "bond-default", {.device = "cpu"});
  const auto graphs = golden::graphs();
  const std::vector<const MoleculeGraph*> one{&graphs[0]};
  EXPECT_THROW(compare_with_golden(*predictor, one, "{\"input\":\"C\",\"values\":[1]}\n"), Error);
  EXPECT_THROW(compare_with_golden(*predictor, one, "no json\n"), Error);
  EXPECT_THROW(compare_with_golden(*predictor, one, golden_text()), Error);  // more lines than graphs
}

TEST(GoldenInputs, come_in_order) {
  const auto inputs = golden_inputs(golden_text());
  ASSERT_EQ(inputs.size(), golden::graphs().size());
  EXPECT_EQ(inputs[0], "C");
  EXPECT_EQ(inputs[3], "CCO");
}

}  // namespace
}  // namespace furui
