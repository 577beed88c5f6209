// The parent of a molecule against RDKit's own chargeParent, and the cheap check against what it does.
#include <GraphMol/MolStandardize/MolStandardize.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "molecule/graph_of.h"
#include "molecule/parent_needs.h"
#include "molecule/rdkit_log.h"
#include "molecule/read_molecule.h"
#include "shared_molecules.h"

namespace furui {
namespace {

MoleculeReading parent_of(const std::string& smiles) {
  ReadOptions options;
  options.standardization = Standardization::kParent;
  options.write_smiles = true;
  auto read = read_molecule(smiles, options);
  if (auto* rejection = std::get_if<Rejection>(&read)) {
    ADD_FAILURE() << smiles << ": " << rejection->detail;
    return {};
  }
  return std::get<MoleculeReading>(std::move(read));
}

void expect_as_rdkit(const std::string& smiles) {
  std::unique_ptr<RDKit::RWMol> molecule;
  std::unique_ptr<RDKit::RWMol> parent;
  try {
    molecule.reset(RDKit::SmilesToMol(smiles));
    if (!molecule) return;
    parent.reset(RDKit::MolStandardize::chargeParent(*molecule));
  } catch (const std::exception&) {
    return;  // RDKit has no parent to compare with
  }
  if (!parent_needs(*molecule).any()) {
    EXPECT_EQ(graph_of(*parent), graph_of(*molecule)) << smiles << ": the cheap check overlooks a change";
    return;
  }
  EXPECT_EQ(parent_of(smiles).standardized_smiles, RDKit::MolToSmiles(*parent)) << smiles;
}

TEST(Parent, of_every_shared_molecule_is_rdkits_charge_parent) {
  silence_rdkit();
  const std::vector<std::string> molecules = shared_molecules(20);
  FURUI_SKIP_WITHOUT(molecules);
  for (const std::string& smiles : molecules) expect_as_rdkit(smiles);
}

TEST(Parent, of_each_kind_of_charge_is_rdkits_charge_parent) {
  silence_rdkit();
  for (const char* smiles : {"CC(=O)[O-].[Na+]",
                             "C[N+](C)(C)CC([O-])=O",
                             "[NH3+]CC([O-])=O",
                             "CS(C)=O",
                             "C[S+](C)[O-]",
                             "O=[N+]([O-])c1ccccc1",
                             "c1cc[n+]([O-])cc1",
                             "[O-][n+]1cccc[n+]1[O-]",
                             "CC(=N)[NH3+]",
                             "C[NH+]=C(N)N",
                             "CN=[N+]=[N-]",
                             "[C-]#[N+]C",
                             "C=[N+]=[N-]",
                             "[O-][Cl+3]([O-])([O-])O",
                             "[O-][Cl+3]([O-])([O-])[O-]",
                             "[Na]OC(C)=O",
                             "C[Mg]Br",
                             "CC[Zn]CC",
                             "[Na].[Cl]",
                             "OS(=O)(=O)c1ccc(cc1)C([O-])=O",
                             "[O-]c1ccccc1C(=O)O",
                             "[O-]P(=O)([O-])OC",
                             "OP(=O)([O-])OCC(=O)[O-]",
                             "[CH2-][N+]#N",
                             "C[N+]#N",
                             "[O-][N+](=O)[O-].[K+]",
                             "[Cl-].C[NH3+]",
                             "[OH-].[Na+]",
                             "[H+].[Cl-]",
                             "C[n+]1ccccc1.[I-]",
                             "[O-]C=C[NH+]=C",
                             "N=C[S-]",
                             "[S-]c1ccccc1",
                             "C[S+2]([O-])([O-])C",
                             "[O-][P+](C)(C)[O-]",
                             "C[C+](N)N",
                             "CC(C)([O-])C.[Li+]",
                             "C#C[O-]",
                             "O=C1[N-]C(=O)c2ccccc21",
                             "[2H]O[2H].CC"}) {
    expect_as_rdkit(smiles);
  }
}

TEST(Parent, says_in_words_what_it_changed) {
  EXPECT_THAT(parent_of("CC(=O)[O-].[Na+]").changes,
              testing::ElementsAre("neutralized a negative charge", "removed fragment [Na+]"));
  EXPECT_THAT(parent_of("CCN.Cl.Cl").changes, testing::ElementsAre("removed fragment Cl (2 times)"));
  EXPECT_THAT(parent_of("CS(C)=O").changes, testing::ElementsAre("normalized: Sulfoxide to -S+(O-)-"));
  EXPECT_THAT(parent_of("CC[Zn]CC").changes, testing::Contains("cut bond Zn-C (2 times)"));
}

TEST(Parent, of_a_molecule_without_anything_to_do_is_itself) {
  for (const char* smiles :
       {"CC(=O)Oc1ccccc1C(=O)O", "O=[N+]([O-])c1ccccc1", "C[N+](C)(C)C", "CS(C)(=O)=O"}) {
    ReadOptions options;
    options.standardization = Standardization::kParent;
    const auto parent = std::get<MoleculeReading>(read_molecule(smiles, options));
    EXPECT_TRUE(parent.changes.empty()) << smiles;
    EXPECT_EQ(parent.standardized_smiles, "") << smiles;
    EXPECT_EQ(parent.graph, std::get<MoleculeReading>(read_molecule(smiles, {})).graph);
  }
}

TEST(Parent, keeps_stereo) {
  EXPECT_EQ(parent_of("N[C@@H](C)C(=O)[O-].[Na+]").standardized_smiles, "C[C@H](N)C(=O)O");
}

TEST(Parent, is_the_molecule_that_its_smiles_says) {
  const MoleculeReading parent = parent_of("CC(=O)[O-].[Na+]");
  EXPECT_EQ(parent.graph, std::get<MoleculeReading>(read_molecule(parent.standardized_smiles, {})).graph);
}

}  // namespace
}  // namespace furui
