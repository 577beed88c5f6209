// references.json as shipped, and what is refused.
#include "stability/reference_states.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "core/error.h"             // for Error
#include "stability/hull_golden.h"  // for compare_with_golden

namespace furui {
namespace {

using testing::HasSubstr;

std::string shipped(const std::string& package, const std::string& file) {
  std::ifstream in(std::string(FURUI_SOURCE_DIR) + "/models/" + package + "/" + file);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(ReferenceStates, OfTheShippedPackagesCoverWhatTheirModelsWereTrainedOn) {
  for (const char* package : {"chgnet-stability", "chgnet-r2scan-stability"}) {
    const ReferenceStates states = parse_reference_states(shipped(package, "references.json"));
    std::size_t known = 0;
    for (const auto& state : states.of) known += state.has_value();
    EXPECT_GE(known, 86U) << package;
    EXPECT_FALSE(states.of[2]) << "helium is no crystal";
    ASSERT_TRUE(states.of[8]);
    EXPECT_EQ(states.of[8]->crystal.size(), 2U);
    EXPECT_THAT(states.of[8]->structure, HasSubstr("O2 in a box"));
  }
}

TEST(ReferenceStates, HullsOverThemAreThoseOfPymatgen) {
  for (const char* package : {"chgnet-stability", "chgnet-r2scan-stability"}) {
    const HullGoldenReport report = compare_with_golden(parse_reference_states(shipped(package, "references.json")), shipped(package, "golden.jsonl"));
    EXPECT_GT(report.rows, 300U);
    EXPECT_LT(report.worst, 1e-6) << package << " line " << report.worst_line;
  }
}

TEST(ReferenceStates, ThatAreNoneAreRefusedByName) {
  const auto refusal = [](const std::string& elements) {
    try {
      parse_reference_states(R"({"set": "s", "elements": [)" + elements + "]}");
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("accepted");
  };
  const std::string iron = R"({"symbol": "Fe", "energy_per_atom": -8, "structure": "bcc", "lattice": [[1,0,0],[0,1,0],[0,0,1]], "fractional": [[0,0,0]]})";
  EXPECT_EQ(refusal(iron), "accepted");
  EXPECT_THAT(refusal(iron + "," + iron), HasSubstr("element Fe is there twice"));
  EXPECT_THAT(refusal(R"({"symbol": "Xy"})"), HasSubstr("'Xy' is no element's symbol"));
  EXPECT_THAT(refusal(R"({"symbol": "Fe"})"), HasSubstr("energy_per_atom"));
}

}  // namespace
}  // namespace furui
