// The short way through sanitization against RDKit's own whole way, feature by feature.
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <gtest/gtest.h>

#include <memory>

#include "molecule/graph_of.h"
#include "molecule/rdkit_log.h"
#include "molecule/read_molecule.h"
#include "shared_molecules.h"

namespace furui {
namespace {

std::unique_ptr<RDKit::RWMol> rdkit_reads(const std::string& smiles) {
  silence_rdkit();
  try {
    return std::unique_ptr<RDKit::RWMol>(RDKit::SmilesToMol(smiles));
  } catch (const RDKit::MolSanitizeException&) {
    return nullptr;
  }
}

void expect_as_rdkit(const std::string& smiles) {
  const auto molecule = rdkit_reads(smiles);
  ReadOptions options;
  options.write_smiles = true;  // plain_reading_test holds the fast way, which writes none
  const auto read = read_molecule(smiles, options);
  ASSERT_EQ(molecule != nullptr, std::holds_alternative<MoleculeReading>(read)) << smiles;
  if (molecule) {
    EXPECT_EQ(std::get<MoleculeReading>(read).graph, graph_of(*molecule)) << smiles;
  }
}

TEST(Perceive, gives_every_shared_molecule_the_features_that_rdkit_gives_it) {
  const std::vector<std::string> molecules = shared_molecules(8);
  FURUI_SKIP_WITHOUT(molecules);
  for (const std::string& smiles : molecules) expect_as_rdkit(smiles);
}

TEST(Perceive, keeps_the_marks_of_every_kind_of_stereo_as_rdkit_keeps_them) {
  for (const char* smiles : {"N[C@@H](C)C(=O)O",
                             "N[C@@](C)(C)C(=O)O",
                             "C/C=C/C",
                             "C/C=C\\C",
                             "CC=CC",
                             "F/C=C/C=C\\F",
                             "C[C@H]1CC[C@@H](C)CC1",
                             "C[C@H]1CCC(C)CC1",
                             "C[S@](=O)CC",
                             "C[N@@+](CC)(CCC)CCCC",
                             "[C@H](F)(Cl)Br",
                             "C/C(=N/O)c1ccccc1",
                             "O[C@H]1CC[C@@H]2C[C@H]1C2",
                             "C1CC/C=C/CCC1",
                             "C1CCC/C=C/1",
                             "[H]/C(C)=C/C",
                             "[H]/N=C/C",
                             "Cl[Pt@SP1](F)(Br)I",
                             "O=C(/C=C/c1ccccc1)/C=C\\c1ccccc1",
                             "C[C@@H](O)[C@H](O)C",
                             "C[C@@H](O)[C@@H](O)[C@H](O)C",
                             "CC=C=CC",
                             "C\\C=C=C/C",
                             "C[P@](=O)(O)c1ccccc1"}) {
    expect_as_rdkit(smiles);
  }
}

TEST(Perceive, takes_hydrogens_away_where_rdkit_does) {
  for (const char* smiles :
       {"[H]C([H])([H])[H]", "[H][H]", "[H]", "[H+]", "[H-]", "[2H]C([2H])[2H]", "[H]O[H]", "C[H-]C", "*[H]",
        "[H]c1ccccc1", "[H][C@](F)(Cl)Br", "[H]/C=C/[H]", "[H][Na]", "[H]N([H])C(=O)[O-].[Na+]"}) {
    expect_as_rdkit(smiles);
  }
}

TEST(Perceive, treats_odd_charges_radicals_and_aromatics_as_rdkit_does) {
  for (const char* smiles : {"CN(=O)=O",
                             "CN=N#N",
                             "C[N]",
                             "[O][O]",
                             "c1cc[nH]c1",
                             "n1ccccc1",
                             "c1ccc2ccccc2c1",
                             "C1=CC=CC=C1",
                             "C1=CC=CN1",
                             "O=c1cc[nH]cc1",
                             "c1ccoc1",
                             "[cH-]1cccc1",
                             "c1cc[o+]cc1",
                             "C1=CC=CC=CC=C1",
                             "c1cccccccc1",
                             "OCl(=O)(=O)=O",
                             "C=P(=O)C",
                             "[Fe]",
                             "[Fe+2]",
                             "Cl[Fe]Cl",
                             "[Na+].[Cl-]",
                             "[NH4+]",
                             "C[B-](F)(F)F",
                             "*",
                             "C*",
                             "*c1ccccc1",
                             "[U]",
                             "[Xe]",
                             "F[Xe]F",
                             "[13CH4]",
                             "CS(C)=O",
                             "[Cu+2]",
                             "c1ccccc1->[Fe]"}) {
    expect_as_rdkit(smiles);
  }
}

}  // namespace
}  // namespace furui
