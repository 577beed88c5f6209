// The same crystals in every format, and the same files with damage done to them.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "core/error.h"
#include "core/matrix3.h"
#include "crystal/read_crystal.h"
#include "intake/candidate_file.h"

namespace furui {
namespace {

const std::vector<std::string> kFiles{"structures.cif", "structures.extxyz", "structures.pymatgen.json", "structures.optimade.json"};

std::string golden(const std::string& name) {
  std::ifstream file(std::string(FURUI_SOURCE_DIR) + "/tests/golden/structures/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<Candidate> candidates_of(const std::string& bytes, const std::string& name) {
  std::vector<Candidate> rows;
  FileOptions options;
  options.file_name = name;
  read_candidate_file(bytes, options, {[](const auto&) {}, [&](Candidate&& row) { rows.push_back(std::move(row)); }});
  return rows;
}

std::variant<CrystalReading, Rejection> reading_of(const Candidate& candidate) {
  CrystalReadOptions options;
  options.notation = candidate.notation;
  return read_crystal(candidate.raw, options);
}

TEST(SameStructures, AreEqualInEveryFormat) {
  const std::vector<Candidate> expected = candidates_of(golden(kFiles[0]), kFiles[0]);
  ASSERT_EQ(expected.size(), 6U);
  for (const std::string& name : kFiles) {
    for (const std::string& called : {name, std::string("no-telling-name")}) {
      const std::vector<Candidate> rows = candidates_of(golden(name), called);
      ASSERT_EQ(rows.size(), expected.size()) << name;
      for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto read = reading_of(rows[i]);
        ASSERT_TRUE(std::holds_alternative<CrystalReading>(read)) << name << ": " << std::get<Rejection>(read).detail;
        const CrystalReading& ours = std::get<CrystalReading>(read);
        const CrystalReading of_cif = std::get<CrystalReading>(reading_of(expected[i]));
        EXPECT_EQ(ours.crystal.atomic_numbers, of_cif.crystal.atomic_numbers) << rows[i].id;
        EXPECT_EQ(ours.space_group, of_cif.space_group) << rows[i].id;
        const Matrix3 metric = ours.crystal.lattice * transposed(ours.crystal.lattice), of = of_cif.crystal.lattice * transposed(of_cif.crystal.lattice);
        for (std::size_t row = 0; row < 3; ++row) {
          for (std::size_t column = 0; column < 3; ++column) EXPECT_NEAR(metric[row][column], of[row][column], 1e-6) << rows[i].id;
        }
        for (std::size_t site = 0; site < ours.crystal.size(); ++site) {
          for (std::size_t axis = 0; axis < 3; ++axis) {
            const double apart = ours.crystal.fractional[site][axis] - of_cif.crystal.fractional[site][axis];
            EXPECT_NEAR(apart - std::round(apart), 0, 2e-8) << rows[i].id << " site " << site;
          }
        }
      }
    }
  }
}

/// Cut off, bytes changed, pieces doubled or taken out.
std::string damaged(std::string text, std::mt19937& random) {
  const auto at = [&] { return random() % (text.size() + 1); };
  const std::string pieces[] = {"\"", "{", "[[", "]", "NaN", "1e999", "-", "\\u12", "\xff", "\n", ",", "null", "99999999999999999999", "\\"};
  for (unsigned changes = 1 + random() % 4; changes > 0; --changes) {
    const std::size_t place = at();
    switch (random() % 5) {
      case 0: text.resize(place); break;
      case 1: text.insert(place, pieces[random() % std::size(pieces)]); break;
      case 2: text.erase(place, random() % 40); break;
      case 3: text.insert(place, text.substr(at(), random() % 200)); break;
      default:
        if (place < text.size()) text[place] = static_cast<char>(random());
    }
  }
  return text;
}

/// Damaged texts of each file; 2,000 take a minute and a half.
int damages() {
  const char* said = std::getenv("FURUI_DAMAGES");
  return said == nullptr ? 200 : std::atoi(said);
}

TEST(SameStructures, DamageGivesRejectionsAndNothingElse) {
  const int count = damages();
  std::mt19937 random(20261128);
  for (const std::string& name : kFiles) {
    const std::string whole = golden(name);
    int rejected = 0, read_whole = 0, refused = 0;
    for (int i = 0; i < count; ++i) {
      try {
        for (const Candidate& row : candidates_of(damaged(whole, random), name)) {
          const auto read = reading_of(row);
          const auto* rejection = std::get_if<Rejection>(&read);
          rejection == nullptr ? ++read_whole : ++rejected;
          EXPECT_TRUE(rejection == nullptr || !rejection->detail.empty());
        }
      } catch (const Error&) {
        ++refused;  // the file as a whole: empty, or no text
      }
    }
    EXPECT_GT(rejected, count / 4) << name;
    EXPECT_LT(refused, count / 10) << name;
    // Most of a file outlives its damage where its structures stand apart from each other.
    EXPECT_TRUE(read_whole > 2 * count || name.find("json") != std::string::npos) << name;
  }
}

}  // namespace
}  // namespace furui
