// A loaded model version: what it refuses, marks, splits and survives.
#include "predict/predictor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.h"    // for Error
#include "golden_cases.h"  // for ChangedPackage, graphs

namespace furui {
namespace {

using golden::ChangedPackage;
using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kCase = "bond-default";

std::unique_ptr<Predictor> load(const std::filesystem::path& path, DeviceOptions options = {.device = "cpu"}) {
  return Predictor::load(path, options);
}

std::string refusal(const ChangedPackage::Change& change, const std::string& name = kCase) {
  const ChangedPackage package(name, change);
  try {
    load(package.path());
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    EXPECT_EQ(std::string(error.what()).find(package.path().string()), std::string::npos) << "a path leaks";
    return error.what();
  }
  return "loaded";
}

MoleculeGraph chain(std::size_t atoms) {
  MoleculeGraph graph;
  for (std::size_t i = 0; i < atoms; ++i) {
    const bool end = i == 0 || i + 1 == atoms;
    graph.atoms.push_back({.atomic_number = 6, .total_degree = 4,
                           .total_hydrogens = static_cast<std::uint8_t>(end ? 3 : 2),
                           .hybridization = Hybridization::kSP3, .mass = 12.011f});
    if (i > 0) graph.bonds.push_back({.begin = static_cast<std::uint16_t>(i - 1), .end = static_cast<std::uint16_t>(i)});
  }
  return graph;
}

TEST(Predictor, gives_no_rows_for_no_graphs) {
  const Predictions none = load(golden::folder() / kCase)->predict({});
  EXPECT_EQ(none.rows, 0u);
  EXPECT_EQ(none.columns, 2u);
  EXPECT_TRUE(none.value.empty());
}

TEST(Predictor, takes_a_single_atom_and_a_chain_of_500) {
  const MoleculeGraph methane = chain(1), long_chain = chain(500);
  const std::vector<const MoleculeGraph*> graphs{&methane, &long_chain};
  for (const std::string& name : golden::cases()) {
    const Predictions got = load(golden::folder() / name)->predict(graphs);
    EXPECT_FALSE(got.rejection[0]) << name;
    EXPECT_FALSE(got.rejection[1]) << name;
  }
}

TEST(Predictor, rejects_a_molecule_without_atoms_and_predicts_its_neighbours) {
  const MoleculeGraph nothing, ethane = chain(2);
  const std::vector<const MoleculeGraph*> graphs{&ethane, &nothing, &ethane};
  const Predictions got = load(golden::folder() / kCase)->predict(graphs);
  ASSERT_TRUE(got.rejection[1]);
  EXPECT_EQ(got.rejection[1]->reason, Reason::kNoAtoms);
  EXPECT_FALSE(got.rejection[0]);
  EXPECT_EQ(got.value[0], got.value[4]);
}

TEST(Predictor, rejects_refused_elements_as_a_chemist_would_say_it) {
  const ChangedPackage package(kCase, [](json& manifest, std::string&) { manifest["refused_elements"] = {54}; });
  MoleculeGraph xenon = chain(4);
  xenon.atoms[3].atomic_number = 54;
  const MoleculeGraph* graph = &xenon;
  const Predictions got = load(package.path())->predict({&graph, 1});
  ASSERT_TRUE(got.rejection[0]);
  EXPECT_EQ(got.rejection[0]->stage, Stage::kPredict);
  EXPECT_EQ(got.rejection[0]->reason, Reason::kUnsupportedElement);
  EXPECT_EQ(got.rejection[0]->detail, "atom 4: Xe is not supported by model bond-default 1");
}

TEST(Predictor, marks_what_lies_outside_the_stated_domain) {
  const ChangedPackage package(kCase, [](json& manifest, std::string&) {
    manifest["domain"] = {{"elements", {1, 6}}, {"max_heavy_atoms", 3}};
  });
  MoleculeGraph small = chain(3), large = chain(4), oxygen = chain(2);
  oxygen.atoms[1].atomic_number = 8;
  const std::vector<const MoleculeGraph*> graphs{&small, &large, &oxygen};
  const Predictions got = load(package.path())->predict(graphs);
  EXPECT_EQ(got.domain, (std::vector<Domain>{Domain::kIn, Domain::kOut, Domain::kOut}));
  EXPECT_THAT(got.domain_note, testing::ElementsAre("", "4 heavy atoms; model bond-default has seen at most 3",
                                                    "atom 2: O is none of the elements that model bond-default tells apart"));
  EXPECT_EQ(load(golden::folder() / kCase)->predict(graphs).domain[2], Domain::kUnknown);
}

TEST(Predictor, rejects_an_output_that_is_not_finite_and_names_its_column) {
  MoleculeGraph heavy = chain(3), ethane = chain(2);
  heavy.atoms[1].mass = std::numeric_limits<float>::infinity();
  const std::vector<const MoleculeGraph*> graphs{&heavy, &ethane};
  const Predictions got = load(golden::folder() / "bond-depth5-sum")->predict(graphs);
  ASSERT_TRUE(got.rejection[0]);
  EXPECT_EQ(got.rejection[0]->reason, Reason::kNonfiniteOutput);
  EXPECT_THAT(got.rejection[0]->detail, HasSubstr("p0"));
  EXPECT_FALSE(got.rejection[1]);
  EXPECT_TRUE(std::isfinite(got.value[2]));
}

TEST(Predictor, has_no_std_where_the_manifest_states_none) {
  const auto graphs = golden::graphs();
  EXPECT_TRUE(load(golden::folder() / "bond-depth1")->predict(golden::views(graphs)).std.empty());
  EXPECT_EQ(load(golden::folder() / "mve-one-member")->predict(golden::views(graphs)).std.size(), 2 * graphs.size());
}

TEST(Predictor, splits_batches_by_memory_and_asks_between_them) {
  const MoleculeGraph ethane = chain(2);
  const std::vector<const MoleculeGraph*> graphs(500, &ethane);
  int asked = 0;
  const auto predictor = load(golden::folder() / kCase, {.device = "cpu", .memory_limit_bytes = 100'000});
  predictor->predict(graphs, [&] { return ++asked, true; });
  EXPECT_GT(asked, 3);
  try {
    predictor->predict(graphs, [&] { return false; });
    FAIL() << "was not stopped";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kAborted);
  }
}

TEST(Predictor, says_that_a_molecule_does_not_fit_into_memory) {
  const MoleculeGraph large = chain(500);
  const MoleculeGraph* graph = &large;
  const auto predictor = load(golden::folder() / kCase, {.device = "cpu", .memory_limit_bytes = 10'000});
  try {
    predictor->predict({&graph, 1});
    FAIL() << "it fitted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kResourceExhausted);
    EXPECT_THAT(error.what(), HasSubstr("500 atoms"));
  }
}

TEST(Predictor, refuses_a_package_whose_files_are_not_those_of_its_manifest) {
  EXPECT_THAT(refusal([](json& manifest, std::string& weights) {
                manifest["files"]["weights.safetensors"] = to_hex(sha256(weights));
                weights.back() ^= 1;
              }),
              HasSubstr("SHA-256 of weights.safetensors"));
  EXPECT_THAT(refusal([](json& manifest, std::string&) { manifest["files"]["card.md"] = std::string(64, '0'); }),
              HasSubstr("no file card.md"));
  EXPECT_THROW(load(golden::folder() / "no-such-package"), Error);
}

TEST(Predictor, names_what_it_cannot_run) {
  const auto change = [](const char* key, const json& value) {
    return refusal([&](json& manifest, std::string&) { manifest["networks"][0]["parameters"][key] = value; });
  };
  EXPECT_THAT(change("aggregation", "median"), HasSubstr("'aggregation'"));
  EXPECT_THAT(change("spin", true), HasSubstr("'spin'"));
  EXPECT_THAT(change("hidden", 13), HasSubstr("message_passing.W_i.weight"));
  EXPECT_THAT(change("bias", true), HasSubstr("message_passing.W_i.bias"));
  EXPECT_THAT(change("unscaled", false), HasSubstr("predictor.output_transform"));
  EXPECT_THAT(change("output", "mve"), HasSubstr("predictor.ffn.1.2.weight"));
  EXPECT_THAT(refusal([](json& manifest, std::string&) { manifest["networks"][0]["architecture"] = "gin"; }),
              HasSubstr("'gin'"));
  EXPECT_THAT(refusal([](json& manifest, std::string&) { manifest["networks"][0]["members"] = 1; }),
              HasSubstr("net/1/"));
  EXPECT_THAT(refusal([](json& manifest, std::string&) { manifest["networks"][0]["members"] = 3; }),
              HasSubstr("net/2/"));
  EXPECT_THAT(refusal([](json& manifest, std::string&) { manifest["input"] = "crystal"; }), HasSubstr("crystal"));
}

}  // namespace
}  // namespace furui
