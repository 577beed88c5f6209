// Crystals from text to the standardized cell.
#include "crystal/read_crystal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace furui {
namespace {

using testing::ElementsAre;
namespace fs = std::filesystem;

const std::string kSalt =
    "data_NaCl\n_cell_length_a 5.64\n_cell_length_b 5.64\n_cell_length_c 5.64\n_cell_angle_alpha 90\n_cell_angle_beta 90\n_cell_angle_gamma 90\n"
    "_symmetry_space_group_name_H-M 'F m -3 m'\nloop_\n_atom_site_label\n_atom_site_fract_x\n_atom_site_fract_y\n_atom_site_fract_z\nNa1 0 0 0\nCl1 0.5 0.5 0.5\n";

CrystalReading reading_of(const std::string& text, Notation notation = Notation::kCif, bool primitive = false) {
  CrystalReadOptions options;
  options.notation = notation;
  options.primitive = primitive;
  auto read = read_crystal(text, options);
  if (const auto* rejection = std::get_if<Rejection>(&read)) ADD_FAILURE() << rejection->detail;
  return std::holds_alternative<CrystalReading>(read) ? std::get<CrystalReading>(read) : CrystalReading{};
}

TEST(ReadCrystal, GivesFormulaSpaceGroupAndPrimitiveCell) {
  const CrystalReading given = reading_of(kSalt);
  EXPECT_EQ(given.crystal.size(), 8U);
  EXPECT_EQ(given.formula, "NaCl");
  EXPECT_EQ(given.space_group, 225);
  EXPECT_EQ(given.space_group_symbol, "Fm-3m");
  EXPECT_TRUE(given.changes.empty());
  const CrystalReading primitive = reading_of(kSalt, Notation::kCif, true);
  EXPECT_EQ(primitive.crystal.size(), 2U);
  EXPECT_EQ(primitive.space_group, 225);
  EXPECT_THAT(primitive.changes, ElementsAre("primitive cell of 2 of 8 sites"));
  EXPECT_NEAR(volume(primitive.crystal) * 4, volume(given.crystal), 1e-9);
}

TEST(ReadCrystal, ALeftHandedCellIsTurnedAndCoordinatesAreWrapped) {
  const CrystalReading read = reading_of("c\n1.0\n0 4 0\n4 0 0\n0 0 5\nCs Cl\n1 1\nDirect\n-0.25 1.5 0\n0.25 0 -1e-17\n", Notation::kPoscar);
  EXPECT_GT(volume(read.crystal), 0);
  EXPECT_THAT(read.changes, ElementsAre("made the left-handed cell right-handed"));
  for (const Vector3& site : read.crystal.fractional) {
    for (const double coordinate : site) {
      EXPECT_GE(coordinate, 0);
      EXPECT_LT(coordinate, 1);
    }
  }
  // As before, but for whole cells: -0.25 of the vector (0 4 0) lies at y = -1, or 3.
  EXPECT_NEAR(cartesian(read.crystal.lattice, read.crystal.fractional[0])[1], -1, 1e-12);
}

TEST(ReadCrystal, EmptyAndLongTextsAreRefusedAtOnce) {
  CrystalReadOptions options;
  EXPECT_EQ(std::get<Rejection>(read_crystal(" \n", options)).reason, Reason::kEmpty);
  options.max_record_bytes = 10;
  EXPECT_EQ(std::get<Rejection>(read_crystal(kSalt, options)).reason, Reason::kTooLarge);
}

/// Files below ../shared/data/crystals of this folder; none where a clone stands alone.
std::vector<fs::path> shared_files(const std::string& folder) {
  std::vector<fs::path> files;
  const fs::path root = fs::path(FURUI_SOURCE_DIR) / ".." / "shared" / "data" / "crystals" / folder;
  if (!fs::is_directory(root)) return files;
  for (const auto& entry : fs::directory_iterator(root)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  return files;
}

TEST(ReadCrystal, ReadsEveryPrototypeMineralAndPoscarThatIsWhole) {
  if (shared_files("aflow").empty()) GTEST_SKIP() << "../shared/data/crystals is not here: nothing to read";
  std::size_t read_whole = 0;
  for (const char* folder : {"aflow", "cod", "spglib", "phases"}) {
    for (const fs::path& file : shared_files(folder)) {
      std::ostringstream text;
      text << std::ifstream(file).rdbuf();
      CrystalReadOptions options;
      options.notation = file.extension() == ".cif" ? Notation::kCif : Notation::kPoscar;
      const auto given = read_crystal(text.str(), options);
      if (const auto* rejection = std::get_if<Rejection>(&given)) {
        // Some of VASP 4's name no elements, one has atoms 0.3 angstrom apart.
        const bool may = folder == std::string("spglib") && (rejection->reason == Reason::kMissingElements || rejection->reason == Reason::kOverlappingAtoms);
        EXPECT_TRUE(may) << file << ": " << rejection->detail;
        continue;
      }
      ++read_whole;
      const CrystalReading& whole = std::get<CrystalReading>(given);
      options.primitive = true;
      const CrystalReading primitive = std::get<CrystalReading>(read_crystal(text.str(), options));
      EXPECT_GT(whole.space_group, 0) << file;
      EXPECT_EQ(primitive.space_group, whole.space_group) << file;
      EXPECT_EQ(primitive.formula, whole.formula) << file;
      EXPECT_NEAR(volume(primitive.crystal) / static_cast<double>(primitive.crystal.size()), volume(whole.crystal) / static_cast<double>(whole.crystal.size()), 1e-6) << file;
      // A POSCAR of spglib's is named by its space group, and so is a prototype.
      const std::string name = file.filename().string();
      if (std::string(folder) == "spglib") {
        EXPECT_EQ(whole.space_group, std::stoi(name.substr(name.find("POSCAR-") + 7, 3))) << file;
      }
    }
  }
  EXPECT_GT(read_whole, 200U);
}

}  // namespace
}  // namespace furui
