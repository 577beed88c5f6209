// Our fingerprints of candidates against those that the importer gives training molecules, by RDKit's newer generator.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "molecule/circular_fingerprint.h"
#include "molecule/read_molecule.h"

namespace furui {
namespace {

TEST(CircularFingerprint, IsTheImportersOfEachGoldenMolecule) {
  std::ifstream file(std::filesystem::path(FURUI_SOURCE_DIR) / "tests/golden/fingerprints/morgan.jsonl");
  std::size_t compared = 0;
  for (std::string line; std::getline(file, line); ++compared) {
    const auto golden = nlohmann::json::parse(line);
    Fingerprint expected{};
    for (const std::size_t bit : golden["bits"]) expected[bit / 64] |= std::uint64_t{1} << (bit % 64);
    const auto read = read_molecule(golden["input"].get<std::string>(), {});
    ASSERT_TRUE(std::holds_alternative<MoleculeReading>(read)) << golden["input"];
    EXPECT_EQ(circular_fingerprint(std::get<MoleculeReading>(read).graph), expected) << golden["input"];
  }
  EXPECT_EQ(compared, 200U);
}

}  // namespace
}  // namespace furui
