// Descriptors against RDKit's own Python functions (tests/golden/descriptors).
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "molecule/read_molecule.h"

namespace furui {
namespace {

/// Loads the table of SA fragment scores from the build folder; false where set-up has not written it.
bool tables_loaded() {
  const std::filesystem::path path =
      std::filesystem::path(FURUI_BUILD_DIR) / "models/descriptors/sa_fragments.bin";
  if (!std::filesystem::exists(path)) return false;
  load_descriptor_tables(path.string());
  return true;
}

TEST(Descriptors, are_those_of_rdkits_python_for_the_golden_set) {
  if (!tables_loaded())
    GTEST_SKIP() << "build/models/descriptors/sa_fragments.bin is not there: run set-up first";
  std::ifstream golden(std::string(FURUI_SOURCE_DIR) + "/tests/golden/descriptors/descriptors.jsonl");
  ReadOptions options;
  options.describe = true;
  int molecules = 0;
  for (std::string line; std::getline(golden, line); ++molecules) {
    const auto expected = nlohmann::json::parse(line);
    const auto read = read_molecule(expected["input"].get<std::string>(), options);
    ASSERT_TRUE(std::holds_alternative<MoleculeReading>(read)) << line;
    const std::vector<float>& values = std::get<MoleculeReading>(read).descriptors;
    ASSERT_EQ(values.size(), descriptor_names().size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double want = expected["values"][descriptor_names()[i]].get<double>();
      EXPECT_NEAR(values[i], want, 2e-7 * std::max(1.0, std::abs(want)))
          << descriptor_names()[i] << " of " << expected["input"];
    }
  }
  EXPECT_GT(molecules, 50);
}

TEST(Descriptors, are_in_the_order_of_their_names) {
  EXPECT_EQ(descriptor_names().size(), 15u);
  EXPECT_EQ(descriptor_names().front(), "molecular_weight");
  EXPECT_EQ(descriptor_names().back(), "formal_charge");
}

TEST(Descriptors, need_their_table_and_say_so) {
  EXPECT_THROW(load_descriptor_tables("/nonexistent/sa_fragments.bin"), std::runtime_error);
  EXPECT_THROW(load_descriptor_tables(std::string(FURUI_SOURCE_DIR) + "/CMakeLists.txt"), std::runtime_error);
}

}  // namespace
}  // namespace furui
