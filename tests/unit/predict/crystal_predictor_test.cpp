// A loaded crystal model: golden within its tolerances, equal alone and in company, and what it refuses.
#include "predict/crystal_predictor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "chgnet_package.h"  // for package, read
#include "core/error.h"      // for Error
#include "core/sha256.h"     // for sha256
#include "crystals.h"        // for rock_salt, …
#include "golden_cases.h"    // for ChangedPackage

namespace furui {
namespace {

using nlohmann::json;
using testing::HasSubstr;
namespace fs = std::filesystem;

std::unique_ptr<CrystalPredictor> load(DeviceOptions options = {.device = "cpu"}) { return CrystalPredictor::load(chgnet::package(), options); }

// One for all tests that change nothing about it.
CrystalPredictor& shared() {
  static const auto predictor = load();
  return *predictor;
}

std::string golden_text(const std::string& name = "chgnet") { return chgnet::read(chgnet::package(name) / "golden.jsonl"); }

std::string refusal(const golden::ChangedPackage::Change& change) {
  const golden::ChangedPackage package(chgnet::package(), change);
  try {
    CrystalPredictor::load(package.path(), {.device = "cpu"});
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    return error.what();
  }
  return "loaded";
}

Rejection rejection_of(const Crystal& crystal) {
  const Crystal oxide = crystals::rock_salt(4.21, 12, 8);
  const std::vector<const Crystal*> three{&oxide, &crystal, &oxide};
  std::vector<CrystalFields> fields;
  const Predictions got = shared().predict(three, &fields);
  EXPECT_FALSE(got.rejection[0]) << "a neighbour was rejected too";
  EXPECT_FALSE(got.rejection[2]) << "a neighbour was rejected too";
  EXPECT_EQ(got.value[0], got.value[8]);
  EXPECT_EQ(fields[2].forces.size(), 8u);
  if (got.rejection[1]) {
    EXPECT_TRUE(fields[1].forces.empty());
    return *got.rejection[1];
  }
  ADD_FAILURE() << "energy " << got.value[4];
  return {};
}

TEST(CrystalGolden, reproduces_within_the_stated_tolerances) {
  for (const std::string& name : chgnet::packages()) {
    const auto predictor = CrystalPredictor::load(chgnet::package(name), {.device = "cpu"});
    const GoldenReport report = compare_with_golden(*predictor, golden_text(name));
    EXPECT_TRUE(report.reproduced) << name << ": " << report.worst << " in " << report.worst_column << ", line " << report.worst_row;
    EXPECT_EQ(report.rows, 47u);
    EXPECT_EQ(report.skipped, 0u);
    RecordProperty(name + "_worst", std::to_string(report.worst) + " " + report.worst_column);
  }
}

TEST(CrystalGolden, says_which_output_and_line_is_off) {
  const auto changed = [](const std::function<void(json&)>& change) {
    std::istringstream stream(golden_text());
    std::string text;
    for (std::string line; std::getline(stream, line);) {
      json entry = json::parse(line);
      if (text.find('\n') != std::string::npos && std::count(text.begin(), text.end(), '\n') == 3) change(entry);
      text += entry.dump() + "\n";
    }
    return compare_with_golden(shared(), text);
  };
  GoldenReport report = changed([](json& entry) { entry["magnetic_moments"][0] = entry["magnetic_moments"][0].get<double>() + 0.001; });
  EXPECT_FALSE(report.reproduced);
  EXPECT_EQ(report.worst_column, "magnetic_moments");
  EXPECT_EQ(report.worst_row, 3u);
  EXPECT_NEAR(report.worst, 10, 0.5);
  report = changed([](json& entry) { entry["values"][2] = entry["values"][2].get<double>() + 0.1; });
  EXPECT_EQ(report.worst_column, "pressure");
  EXPECT_FALSE(changed([](json& entry) { entry["values"] = nullptr; }).reproduced);
}

TEST(CrystalGolden, refuses_a_set_that_does_not_fit) {
  const auto refused = [](const std::string& line) {
    try {
      compare_with_golden(shared(), line + "\n");
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("taken");
  };
  const std::string first = golden_text().substr(0, golden_text().find('\n'));
  const auto without = [&](const char* key) {
    json entry = json::parse(first);
    entry.erase(key);
    return entry.dump();
  };
  EXPECT_THAT(refused("{\"input\":\"CCO\"}"), HasSubstr("line 1: expected a crystal"));
  EXPECT_THAT(refused("no json"), HasSubstr("line 1"));
  EXPECT_THAT(refused(without("forces")), HasSubstr("the field 'forces'"));
  json entry = json::parse(first);
  entry["input"]["fractional"].erase(0);
  EXPECT_THAT(refused(entry.dump()), HasSubstr("2 rows under 'fractional'"));
  entry = json::parse(first);
  entry["input"]["atomic_numbers"][0] = 300;
  EXPECT_THAT(refused(entry.dump()), HasSubstr("atomic numbers"));
  entry = json::parse(first);
  entry["values"].erase(0);
  EXPECT_THAT(refused(entry.dump()), HasSubstr("4 numbers under 'values'"));
}

TEST(CrystalPredictor, gives_the_same_bits_alone_and_in_any_company_and_order) {
  const auto golden = golden_crystals(golden_text());
  const auto views = crystals::views(golden);
  std::vector<CrystalFields> together, reversed, alone;
  const Predictions all = shared().predict(views, &together);
  const std::vector<const Crystal*> backward(views.rbegin(), views.rend());
  const Predictions back = load({.device = "cpu", .threads = 1, .memory_limit_bytes = std::size_t{500} << 20})->predict(backward, &reversed);
  for (std::size_t i = 0; i < views.size(); ++i) {
    const std::size_t r = views.size() - 1 - i;
    const Predictions one = shared().predict({&views[i], 1}, &alone);
    ASSERT_FALSE(back.rejection[r]) << back.rejection[r]->detail;
    for (std::size_t c = 0; c < 4; ++c) {
      EXPECT_EQ(one.value[c], all.value[4 * i + c]) << "crystal " << i;
      EXPECT_EQ(back.value[4 * r + c], all.value[4 * i + c]) << "crystal " << i;
    }
    EXPECT_EQ(alone[0].forces, together[i].forces) << "crystal " << i;
    EXPECT_EQ(alone[0].stress, together[i].stress) << "crystal " << i;
    EXPECT_EQ(reversed[r].forces, together[i].forces) << "crystal " << i;
    EXPECT_EQ(reversed[r].magnetic_moments, together[i].magnetic_moments) << "crystal " << i;
  }
}

TEST(CrystalPredictor, gives_columns_in_the_manifests_order_and_fields_beside_them) {
  const Crystal oxide = crystals::rock_salt(4.0, 25, 8);  // compressed MnO
  const Crystal* view = &oxide;
  std::vector<CrystalFields> fields;
  const Predictions got = shared().predict({&view, 1}, &fields);
  EXPECT_EQ(shared().manifest().columns()[2].name, "pressure");
  EXPECT_LT(got.value[0], -5);
  EXPECT_NEAR(got.value[1], 0, 1e-4);  // by symmetry
  EXPECT_GT(got.value[2], 5);          // it wants to expand
  EXPECT_NEAR(got.value[2], -(fields[0].stress[0][0] + fields[0].stress[1][1] + fields[0].stress[2][2]) / 3, 1e-4);
  EXPECT_NEAR(got.value[3], (fields[0].magnetic_moments[0] + fields[0].magnetic_moments[4]) / 2, 1e-3);
  EXPECT_GT(fields[0].magnetic_moments[0], 3);  // of manganese
  EXPECT_LT(fields[0].magnetic_moments[4], 1);  // of oxygen
  EXPECT_EQ(got.domain[0], Domain::kIn);
  EXPECT_EQ(shared().predict({&view, 1}, nullptr).value, got.value);
  EXPECT_EQ(shared().predict({}, nullptr).rows, 0u);
}

TEST(CrystalPredictor, rejects_what_the_network_cannot_take_and_spares_the_neighbours) {
  EXPECT_EQ(rejection_of(crystals::cubic(4, {95}, {{0, 0, 0}})),
            (Rejection{Stage::kPredict, Reason::kUnsupportedElement, "site 1: Am is not supported by model chgnet 0.3.0"}));
  EXPECT_EQ(rejection_of(crystals::cubic(4, {0}, {{0, 0, 0}})).reason, Reason::kUnsupportedElement);
  EXPECT_EQ(rejection_of(crystals::cubic(6.1, {29}, {{0, 0, 0}})).reason, Reason::kIsolatedAtom);
  EXPECT_EQ(rejection_of(crystals::cubic(4, {29, 29}, {{0, 0, 0}, {0, 0, 1e-9}})).reason, Reason::kOverlappingAtoms);
  EXPECT_EQ(rejection_of(Crystal{}).reason, Reason::kNoAtoms);
  EXPECT_EQ(rejection_of(crystals::cubic(0, {29}, {{0, 0, 0}})).reason, Reason::kBadCell);
}

TEST(CrystalPredictor, takes_crystals_at_the_edge_of_what_is_possible) {
  const std::vector<Crystal> odd{
      crystals::cubic(2.5, {26}, {{0, 0, 0}}),                     // one atom, bonds to its own images, 180°
      crystals::cubic(5.9, {29}, {{0, 0, 0}}),                     // six neighbours just within the cutoff, no angle
      crystals::cubic(12, {1, 1}, {{0, 0, 0}, {0.06, 0, 0}}),      // a molecule
      crystals::cubic(4, {8, 8}, {{0, 0, 0}, {0, 0, 0.026}}),      // atoms 0.104 Å apart
      crystals::cubic(1.0, {1}, {{0, 0, 0}}),                      // a thousand neighbours
  };
  std::vector<CrystalFields> fields;
  const Predictions got = shared().predict(crystals::views(odd), &fields);
  for (std::size_t i = 0; i < odd.size(); ++i) {
    ASSERT_FALSE(got.rejection[i]) << i << ": " << got.rejection[i]->detail;
    for (std::size_t c = 0; c < 4; ++c) EXPECT_TRUE(std::isfinite(got.value[4 * i + c])) << i << ", column " << c;
  }
}

TEST(CrystalPredictor, marks_elements_that_the_training_has_not_seen) {
  const Crystal polonium = crystals::cubic(3.35, {84}, {{0, 0, 0}});
  const Crystal* view = &polonium;
  const Predictions got = shared().predict({&view, 1}, nullptr);
  EXPECT_FALSE(got.rejection[0]);
  EXPECT_EQ(got.domain[0], Domain::kOut);
  EXPECT_EQ(got.domain_note[0], "site 1: Po is none of the elements that model chgnet was trained on");
}

TEST(CrystalPredictor, marks_a_crystal_without_angles_where_the_network_then_leaves_out_a_bias) {
  const Crystal without = crystals::rock_salt(6.6, 19, 35), with = crystals::rock_salt(4.21, 12, 8);
  const std::vector<const Crystal*> both{&without, &with};
  const Predictions got = CrystalPredictor::load(chgnet::package("chgnet-0-2-0"), {.device = "cpu"})->predict(both, nullptr);
  EXPECT_FALSE(got.rejection[0]);
  EXPECT_EQ(got.domain, (std::vector<Domain>{Domain::kOut, Domain::kIn}));
  EXPECT_THAT(got.domain_note[0], HasSubstr("no two bonds of an atom are below 3 Å: model chgnet-0-2-0"));
  EXPECT_EQ(shared().predict(both, nullptr).domain[0], Domain::kIn);
}

TEST(CrystalPredictor, rejects_the_crystal_that_does_not_fit_into_memory_and_predicts_the_others) {
  std::mt19937 random(5);
  const Crystal small = crystals::cubic(2.5, {26}, {{0, 0, 0}});
  const Crystal large = crystals::shaken(crystals::supercell(crystals::rock_salt(4.2, 12, 8), {3, 3, 3}), 0.1, 0, random);
  const std::vector<const Crystal*> both{&large, &small};
  const Predictions got = load({.device = "cpu", .memory_limit_bytes = std::size_t{20} << 20})->predict(both, nullptr);
  ASSERT_TRUE(got.rejection[0]);
  EXPECT_EQ(got.rejection[0]->reason, Reason::kTooLarge);
  EXPECT_THAT(got.rejection[0]->detail, HasSubstr("216 sites"));
  EXPECT_FALSE(got.rejection[1]);
}

TEST(CrystalPredictor, asks_between_batches_and_stops) {
  std::mt19937 random(6);
  const Crystal oxide = crystals::shaken(crystals::rock_salt(4.2, 12, 8), 0.1, 0, random);
  const std::vector<const Crystal*> many(30, &oxide);
  const auto predictor = load({.device = "cpu", .threads = 1, .memory_limit_bytes = std::size_t{20} << 20});
  int asked = 0;
  predictor->predict(many, nullptr, [&] { return ++asked, true; });
  EXPECT_GT(asked, 3);
  try {
    predictor->predict(many, nullptr, [] { return false; });
    FAIL() << "was not stopped";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kAborted);
  }
}

TEST(CrystalPredictor, rejects_an_output_that_is_not_finite_and_names_it) {
  // Readout weights so large that their product overflows.
  const golden::ChangedPackage package(chgnet::package(), [](json&, std::string& weights) {
    const std::uint64_t header = *reinterpret_cast<const std::uint64_t*>(weights.data());
    const json tensors = json::parse(weights.substr(8, header));
    const auto offsets = tensors["potential/0/mlp.layers.7.weight"]["data_offsets"];
    const float huge = 3e38f;
    for (std::size_t at = offsets[0]; at < offsets[1].get<std::size_t>(); at += 4) weights.replace(8 + header + at, 4, reinterpret_cast<const char*>(&huge), 4);
  });
  const Crystal oxide = crystals::rock_salt(4.2, 12, 8);
  const Crystal* view = &oxide;
  const Predictions got = CrystalPredictor::load(package.path(), {.device = "cpu"})->predict({&view, 1}, nullptr);
  ASSERT_TRUE(got.rejection[0]);
  EXPECT_EQ(got.rejection[0]->reason, Reason::kNonfiniteOutput);
  EXPECT_THAT(got.rejection[0]->detail, HasSubstr("energy_per_atom"));
}

TEST(CrystalPredictor, refuses_packages_that_are_not_what_they_state) {
  const auto parameter = [](const char* key, const json& value) {
    return refusal([&](json& manifest, std::string&) { manifest["networks"][0]["parameters"][key] = value; });
  };
  EXPECT_THAT(parameter("depth", 3), HasSubstr("'depth': expected no such parameter"));
  EXPECT_THAT(parameter("width", 0), HasSubstr("'width': expected a whole number from 1"));
  EXPECT_THAT(parameter("width", 32), HasSubstr("potential/0/"));
  EXPECT_THAT(parameter("angular", 30), HasSubstr("odd"));
  EXPECT_THAT(parameter("angle_cutoff_angstrom", 7), HasSubstr("not above bond_cutoff_angstrom"));
  EXPECT_THAT(parameter("bond_cutoff_angstrom", 100), HasSubstr("at most 12"));
  EXPECT_THAT(parameter("readout_hidden", json::array()), HasSubstr("readout_hidden"));
  EXPECT_THAT(parameter("readout_hidden", {64, 64}), HasSubstr("mlp.layers.5"));
  EXPECT_THAT(parameter("layers", 3), HasSubstr("is not explained by the parameters"));
  EXPECT_THAT(parameter("norms", false), HasSubstr("'norm_epsilon': expected no such parameter"));
  EXPECT_THAT(parameter("norms", "layer"), HasSubstr("'norms': expected true or false"));
  EXPECT_THAT(parameter("update_bias", true), HasSubstr("atom_conv_layers.0.mlp_out.layers.1.bias' is absent"));
  EXPECT_THAT(parameter("elements", 100), HasSubstr("composition_model"));
  EXPECT_THAT(refusal([](json& manifest, std::string&) { manifest["networks"][0]["architecture"] = "dmpnn"; }), HasSubstr("architecture chgnet"));
  EXPECT_THAT(refusal([](json& manifest, std::string&) { manifest["networks"][0]["members"] = 2; }), HasSubstr("one member"));
  EXPECT_THAT(refusal([](json& manifest, std::string&) { manifest["input"] = "molecule"; }), HasSubstr("not crystals"));
}

}  // namespace
}  // namespace furui
