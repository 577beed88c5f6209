// Reading one candidate in each notation, and what comes with it.
#include "molecule/read_molecule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace furui {
namespace {

MoleculeReading reading_of(std::string_view raw, const ReadOptions& options = {}) {
  auto read = read_molecule(raw, options);
  if (auto* rejection = std::get_if<Rejection>(&read)) {
    ADD_FAILURE() << raw << ": " << rejection->detail;
    return {};
  }
  return std::get<MoleculeReading>(std::move(read));
}

constexpr std::string_view kEthanolBlock =
    "ethanol\n  drawn\n\n  3  2  0  0  0  0  0  0  0  0999 V2000\n"
    "    0.0000    0.0000    0.0000 C   0  0\n    1.5000    0.0000    0.0000 C   0  0\n    2.2500    1.2990  "
    "  0.0000 O   0  0\n"
    "  1  2  1  0\n  2  3  1  0\nM  END\n";

constexpr std::string_view kEthanolBlockV3000 =
    "ethanol\n  drawn\n\n  0  0  0     0  0            999 V3000\nM  V30 BEGIN CTAB\nM  V30 COUNTS 3 2 0 0 "
    "0\nM  V30 BEGIN ATOM\n"
    "M  V30 1 C 0 0 0 0\nM  V30 2 C 1.5 0 0 0\nM  V30 3 O 2.25 1.299 0 0\nM  V30 END ATOM\nM  V30 BEGIN "
    "BOND\nM  V30 1 1 1 2\n"
    "M  V30 2 1 2 3\nM  V30 END BOND\nM  V30 END CTAB\nM  END\n";

TEST(ReadMolecule, gives_the_same_graph_for_each_notation) {
  ReadOptions block;
  block.notation = Notation::kMolblock;
  const MoleculeGraph ethanol = reading_of("CCO").graph;
  EXPECT_EQ(reading_of(kEthanolBlock, block).graph, ethanol);
  EXPECT_EQ(reading_of(kEthanolBlockV3000, block).graph, ethanol);
  std::string windows(kEthanolBlock);
  for (std::size_t at = 0; (at = windows.find('\n', at)) != std::string::npos; at += 2)
    windows.insert(at, "\r");
  EXPECT_EQ(reading_of(windows, block).graph, ethanol);
  EXPECT_EQ(reading_of("  CCO\tethanol 95 %\r\n").graph, ethanol);
  EXPECT_EQ(reading_of("CCO |$;;$| ethanol").graph, ethanol);
}

TEST(ReadMolecule, takes_chirality_from_the_wedges_of_a_molblock) {
  ReadOptions block;
  block.notation = Notation::kMolblock;
  const std::string wedged =
      "alanine\n  drawn\n\n  4  3  0  0  1  0  0  0  0  0999 V2000\n    0.0000    0.0000    0.0000 C   0  0\n"
      "   -1.0000   -0.5000    0.0000 N   0  0\n    1.0000   -0.5000    0.0000 F   0  0\n    0.0000    "
      "1.0000    0.0000 Cl  0  0\n"
      "  1  2  1  0\n  1  3  1  0\n  1  4  1  1\nM  END\n";
  EXPECT_NE(reading_of(wedged, block).graph.atoms[0].chirality, Chirality::kUnspecified);
}

TEST(ReadMolecule, refuses_r_groups_queries_and_reactions_in_molblocks) {
  ReadOptions block;
  block.notation = Notation::kMolblock;
  for (const char* symbol : {"R#", "A ", "Q "}) {
    std::string with(kEthanolBlock);
    with.replace(with.find("O   0"), 2, symbol);
    if (*symbol == 'R') with.insert(with.find("M  END"), "M  RGP  1   3   1\n");
    const auto read = read_molecule(with, block);
    ASSERT_TRUE(std::holds_alternative<Rejection>(read)) << symbol;
    EXPECT_EQ(std::get<Rejection>(read).reason, Reason::kUnsupportedFeature)
        << symbol << std::get<Rejection>(read).detail;
  }
  EXPECT_EQ(std::get<Rejection>(read_molecule("$RXN\n\n", block)).reason, Reason::kUnsupportedFeature);
  const auto cut = read_molecule(kEthanolBlock.substr(0, 90), block);
  EXPECT_EQ(std::get<Rejection>(cut).reason, Reason::kParseError);
  const auto none = read_molecule("empty\n\n\n  0  0  0  0  0  0  0  0  0  0999 V2000\nM  END\n", block);
  EXPECT_EQ(std::get<Rejection>(none).reason, Reason::kNoAtoms);
}

TEST(ReadMolecule, keeps_a_dummy_atom_as_atomic_number_zero) {
  EXPECT_EQ(reading_of("*CC").graph.atoms[0].atomic_number, 0);
}

TEST(ReadMolecule, writes_the_canonical_smiles_when_asked) {
  ReadOptions options;
  options.write_smiles = true;
  EXPECT_EQ(reading_of("OCC", options).standardized_smiles, "CCO");
  EXPECT_EQ(reading_of("OCC").standardized_smiles, "");
}

TEST(ReadMolecule, writes_nothing_to_stderr) {
  testing::internal::CaptureStderr();
  for (const char* raw : {"CC(C", "CN(C)(C)C", "[H]", "c1ccc1", "C[Fe](C)C", "CCO |$;;|"})
    read_molecule(raw, {});
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(ReadMolecule, names_what_it_knows_when_a_standardization_is_unknown) {
  EXPECT_EQ(standardization_from_string("parent"), Standardization::kParent);
  EXPECT_EQ(standardization_from_string("none"), Standardization::kNone);
  EXPECT_THROW(standardization_from_string("salts"), Error);
  EXPECT_EQ(standardization_version(Standardization::kParent).substr(0, 15), "parent/1 rdkit ");
}

}  // namespace
}  // namespace furui
