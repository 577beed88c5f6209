// MEGNet against its own package, the laws that hold for every network over distances, and what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/error.h"                 // for Error
#include "crystals.h"                   // for rock_salt, supercell, …
#include "golden_cases.h"               // for ChangedPackage
#include "predict/crystal_predictor.h"  // for CrystalPredictor, golden_crystals
#include "predict/gate_kernel.h"        // for shifted_softplus

namespace furui {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr std::size_t kColumns = 9;
constexpr std::size_t kFirstOfFidelities = 2, kEndOfFidelities = 6;

// Fails, and does not skip, where set-up has not run: nothing else here says whether the networks are the right ones.
std::filesystem::path package() {
  const auto folder = std::filesystem::path(FURUI_BUILD_DIR) / "models" / "megnet";
  if (!std::filesystem::exists(folder / "manifest.json")) throw std::runtime_error("build/models/megnet is missing; models/set_up.py --build build makes it");
  return folder;
}

std::string golden_text() {
  std::ifstream file(package() / "golden.jsonl", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// One for all tests that change nothing about it.
CrystalPredictor& shared() {
  static const auto predictor = CrystalPredictor::load(package(), {.device = "cpu"});
  return *predictor;
}

Predictions predicted(const std::vector<Crystal>& crystals) { return shared().predict(crystals::views(crystals), nullptr); }

void expect_equal(const Predictions& got, std::size_t row, const Predictions& wanted, std::size_t of, float tolerance) {
  ASSERT_EQ(got.rejection[row].has_value(), wanted.rejection[of].has_value());
  if (got.rejection[row]) return;
  for (std::size_t c = 0; c < kColumns; ++c) {
    const float value = got.value[row * kColumns + c], expected = wanted.value[of * kColumns + c];
    if (tolerance == 0) EXPECT_EQ(value, expected) << "row " << row << ", column " << c;
    else EXPECT_NEAR(value, expected, tolerance) << "row " << row << ", column " << c;
    if (c < kFirstOfFidelities || c >= kEndOfFidelities) continue;
    EXPECT_NEAR(got.std[row * kColumns + c], wanted.std[of * kColumns + c], tolerance) << "std, row " << row << ", column " << c;
  }
}

std::string refusal(const golden::ChangedPackage::Change& change) {
  const golden::ChangedPackage changed(package(), change);
  try {
    CrystalPredictor::load(changed.path(), {.device = "cpu"});
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidArgument);
    return error.what();
  }
  return "loaded";
}

Crystal strained() {
  std::mt19937 random(3);
  return crystals::shaken(crystals::perovskite(), 0.15, 0.03, random);
}

TEST(RowKernelSoftplus, is_its_definition_and_the_same_bits_at_every_place) {
  std::vector<float> x;
  for (double at = -120; at <= 120; at += 0.0137) x.push_back(static_cast<float>(at));
  x.push_back(0);
  std::vector<float> got = x;
  shifted_softplus(got.size(), got.data());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double exact = std::max(double{x[i]}, 0.0) + std::log1p(std::exp(-std::abs(double{x[i]}))) - std::log(2.0);
    ASSERT_NEAR(got[i], exact, 2e-7 * std::max(1.0, std::abs(exact))) << x[i];
  }
  EXPECT_EQ(got.back(), 0);
  for (std::size_t count = 1; count < 70; ++count) {
    std::vector<float> part(x.begin() + 8000, x.begin() + 8000 + static_cast<std::ptrdiff_t>(count));
    shifted_softplus(count, part.data());
    for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(part[i], got[8000 + i]) << count;
  }
}

TEST(MegnetGolden, reproduces_the_original_and_refuses_what_it_refuses) {
  const GoldenReport report = compare_with_golden(shared(), golden_text());
  EXPECT_TRUE(report.reproduced) << report.worst << " in " << report.worst_column << ", line " << report.worst_row + 1;
  EXPECT_GT(report.rows, 40u);
  EXPECT_GE(report.skipped, 2u);  // without a bond; beyond the last element
  RecordProperty("worst", std::to_string(report.worst) + " " + report.worst_column);
}

TEST(MegnetGolden, says_which_std_is_off) {
  const std::string text = golden_text();
  json line = json::parse(text.substr(0, text.find('\n')));
  line["std"][4] = line["std"][4].get<double>() + 1;
  const GoldenReport report = compare_with_golden(shared(), line.dump() + "\n");
  EXPECT_FALSE(report.reproduced);
  EXPECT_EQ(report.worst_column, "band_gap_hse (std)");
}

std::filesystem::path package_of_disordered() { return std::filesystem::path(FURUI_BUILD_DIR) / "models" / "megnet-disordered"; }

CrystalPredictor& disordered() {
  static const auto predictor = CrystalPredictor::load(package_of_disordered(), {.device = "cpu"});
  return *predictor;
}

TEST(MegnetGolden, of_shared_sites_reproduces_the_original) {
  std::ifstream file(package_of_disordered() / "golden.jsonl", std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const GoldenReport report = compare_with_golden(disordered(), text);
  EXPECT_TRUE(report.reproduced) << report.worst << " in " << report.worst_column << ", line " << report.worst_row + 1;
  const std::vector<Crystal> crystals = golden_crystals(text);
  EXPECT_GE(std::count_if(crystals.begin(), crystals.end(), [](const Crystal& crystal) { return !crystal.is_ordered(); }), 10);
  RecordProperty("worst", std::to_string(report.worst) + " " + report.worst_column);
}

// A site of one element in two halves is that element; a shared site is the same in any supercell, and bits do not depend on company.
TEST(MegnetDisordered, shared_sites_obey_the_laws_of_whole_ones) {
  Crystal alloy = crystals::rock_salt(4.21, 12, 8);
  alloy.mixtures = {{{12, 0.5}, {26, 0.5}}};
  alloy.atomic_numbers[0] = kFirstMixture;
  const std::vector<Crystal> crystals{alloy, crystals::rock_salt(4.21, 12, 8), crystals::supercell(alloy, {2, 1, 2}), strained()};
  const Predictions all = disordered().predict(crystals::views(crystals), nullptr);
  const Predictions alone = disordered().predict(crystals::views({alloy}), nullptr);
  for (std::size_t c = 0; c < 4; ++c) {
    EXPECT_EQ(all.value[c], alone.value[c]);
    EXPECT_NEAR(all.value[c], all.value[8 + c], 1e-5) << "supercell";
    EXPECT_NE(all.value[c], all.value[4 + c]);
  }
}

TEST(Megnet, of_whole_atoms_refuses_shared_sites_and_leaves_the_others_alone) {
  Crystal alloy = crystals::rock_salt(4.21, 12, 8);
  alloy.mixtures = {{{12, 0.5}, {26, 0.5}}};
  alloy.atomic_numbers[0] = kFirstMixture;
  const Predictions got = predicted({alloy, crystals::rock_salt(4.21, 12, 8)});
  ASSERT_TRUE(got.rejection[0]);
  EXPECT_EQ(got.rejection[0]->reason, Reason::kDisordered);
  EXPECT_FALSE(got.rejection[1]);
}

TEST(Megnet, gives_each_crystal_the_same_bits_alone_in_company_and_in_any_order) {
  const std::vector<Crystal> together = golden_crystals(golden_text());
  const Predictions all = predicted(together);
  std::mt19937 random(11);
  const auto order = crystals::shuffled_order(together.size(), random);
  std::vector<Crystal> shuffled;
  for (const std::size_t i : order) shuffled.push_back(together[i]);
  const Predictions otherwise = predicted(shuffled);
  for (std::size_t i = 0; i < order.size(); ++i) {
    expect_equal(otherwise, i, all, order[i], 0);
    if (i % 5 == 0) expect_equal(predicted({shuffled[i]}), 0, all, order[i], 0);
  }
}

TEST(Megnet, knows_no_order_of_sites_no_place_in_the_cell_and_no_direction) {
  std::mt19937 random(5);
  const Crystal crystal = strained();
  const Predictions got = predicted({crystal, crystals::permuted(crystal, crystals::shuffled_order(crystal.size(), random)),
                                     crystals::translated(crystal, {0.37, -1.2, 5.01}), crystals::rotated(crystal, crystals::rotation(0.8))});
  for (std::size_t row = 1; row < 4; ++row) expect_equal(got, row, got, 0, 1e-5F);
}

TEST(Megnet, gives_a_supercell_what_its_cell_has) {
  const Crystal crystal = strained();
  const Predictions got = predicted({crystal, crystals::supercell(crystal, {2, 1, 3})});
  expect_equal(got, 1, got, 0, 1e-5F);
}

TEST(Megnet, gives_merged_surroundings_what_they_have_apart) {
  std::mt19937 random(7);
  const Crystal oxide = crystals::rock_salt(4.21, 12, 8);
  // 1e-5 angstrom set all surroundings apart and change no value.
  const Predictions got = predicted({oxide, crystals::shaken(oxide, 1e-5, 0, random)});
  expect_equal(got, 1, got, 0, 1e-4F);
}

TEST(Megnet, tells_elements_lengths_and_fidelities_apart) {
  const Predictions got = predicted({crystals::rock_salt(4.21, 12, 8), crystals::rock_salt(4.21, 20, 8), crystals::rock_salt(4.5, 12, 8)});
  for (std::size_t c = 0; c < kColumns; ++c) {
    EXPECT_GT(std::abs(got.value[c] - got.value[kColumns + c]), 1e-3) << c;
    EXPECT_GT(std::abs(got.value[c] - got.value[2 * kColumns + c]), 1e-3) << c;
  }
  for (std::size_t c = kFirstOfFidelities + 1; c < kEndOfFidelities; ++c) EXPECT_GT(std::abs(got.value[c] - got.value[c - 1]), 1e-3) << c;
}

TEST(Megnet, states_a_std_where_it_has_six_networks_and_nowhere_else) {
  const Predictions got = predicted({crystals::rock_salt(4.21, 12, 8)});
  for (std::size_t c = 0; c < kColumns; ++c) {
    const bool several = c >= kFirstOfFidelities && c < kEndOfFidelities;
    if (several) EXPECT_GT(got.std[c], 0) << c;
    else EXPECT_EQ(got.std[c], 0) << c;  // the database takes no NaN
    EXPECT_EQ(shared().manifest().properties[c].has_std, several) << c;
  }
}

TEST(Megnet, predicts_an_atom_without_neighbours_beside_others_and_rejects_a_crystal_without_bonds) {
  const Crystal lone = crystals::cubic(14, {8, 1, 10}, {{.5, .5, .5}, {.57, .5, .5}, {0, 0, 0}});
  const Crystal sparse = crystals::cubic(9, {18}, {{0, 0, 0}});
  const Crystal between = crystals::cubic(4.5, {18}, {{0, 0, 0}});  // bonds within 5 Å, none within 4 Å
  const Predictions got = predicted({lone, sparse, between, {}});
  EXPECT_FALSE(got.rejection[0]);
  EXPECT_EQ(got.rejection[1], (Rejection{Stage::kPredict, Reason::kIsolatedAtom, "no two atoms are within 5 Å"}));
  EXPECT_EQ(got.rejection[2], (Rejection{Stage::kPredict, Reason::kIsolatedAtom, "no two atoms are within 4 Å"}));
  ASSERT_TRUE(got.rejection[3]);
  EXPECT_EQ(got.rejection[3]->reason, Reason::kNoAtoms);
}

TEST(Megnet, rejects_elements_beyond_its_last_and_marks_those_that_its_training_had_not) {
  const Predictions got = predicted({crystals::cubic(3.5, {96}, {{0, 0, 0}}), crystals::cubic(3.35, {84}, {{0, 0, 0}}), crystals::cubic(2.5, {26}, {{0, 0, 0}})});
  ASSERT_TRUE(got.rejection[0]);
  EXPECT_EQ(got.rejection[0]->reason, Reason::kUnsupportedElement);
  EXPECT_EQ(got.domain[1], Domain::kOut);
  EXPECT_THAT(got.domain_note[1], HasSubstr("Po is none of the elements"));
  EXPECT_EQ(got.domain[2], Domain::kIn);
}

TEST(Megnet, rejects_the_crystal_that_does_not_fit_into_memory_and_predicts_the_others) {
  std::mt19937 random(5);
  const Crystal small = crystals::cubic(2.5, {26}, {{0, 0, 0}});
  const Crystal large = crystals::shaken(crystals::supercell(crystals::rock_salt(4.2, 12, 8), {3, 3, 3}), 0.1, 0, random);
  const std::vector<const Crystal*> both{&large, &small};
  const auto predictor = CrystalPredictor::load(package(), {.device = "cpu", .memory_limit_bytes = std::size_t{8} << 20});
  const Predictions got = predictor->predict(both, nullptr);
  ASSERT_TRUE(got.rejection[0]);
  EXPECT_EQ(got.rejection[0]->reason, Reason::kTooLarge);
  EXPECT_THAT(got.rejection[0]->detail, HasSubstr("216 sites"));
  EXPECT_FALSE(got.rejection[1]);
}

TEST(Megnet, refuses_packages_that_are_not_what_they_state) {
  const auto parameter = [](const char* key, const json& value) {
    return refusal([&](json& manifest, std::string&) { manifest["networks"][0]["parameters"][key] = value; });
  };
  EXPECT_THAT(parameter("depth", 3), HasSubstr("'depth': expected no such parameter"));
  EXPECT_THAT(parameter("width", 64), HasSubstr("formation_energy/0/"));
  EXPECT_THAT(parameter("blocks", 2), HasSubstr("is not explained by the parameters"));
  EXPECT_THAT(parameter("cutoff_angstrom", 100), HasSubstr("at most 12"));
  EXPECT_THAT(parameter("mean", "zero"), HasSubstr("'mean': expected a number"));
  EXPECT_THAT(parameter("states", 2), HasSubstr("expected 2 properties, one a state"));
  EXPECT_THAT(refusal([](json& manifest, std::string&) { manifest["networks"][0]["architecture"] = "chgnet"; }), HasSubstr("expected architecture megnet"));
  EXPECT_THAT(refusal([](json& manifest, std::string&) { manifest["networks"][2]["members"] = 7; }), HasSubstr("band_gap_fidelities/6/"));
}

}  // namespace
}  // namespace furui
