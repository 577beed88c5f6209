// Molecules made of stored graphs against the molecules that the graphs were made of.
#include "molecule/molecule_of_graph.h"

#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "molecule/alerts.h"
#include "molecule/graph_of.h"
#include "molecule/rdkit_log.h"
#include "molecule/scaffold.h"
#include "molecule/substructures.h"
#include "shared_molecules.h"

namespace furui {
namespace {

/// One or more of each kind of primitive; alerts, of which there are 815, try the everyday ones.
const std::vector<std::string> kPatterns{"[#6]", "[cH]", "[h2]", "[H3]", "[D3]", "[X4]", "[v5]", "[R2]", "[r5]", "[x3]", "[^2]", "[+1]", "[-]", "[13C]", "[nH]", "C=!@C", "a-!@a",
                                         "[$([NX3](=O)=O),$([NX3+](=O)[O-])]", "[!#6;!#1]~[!#6;!#1]", "[Na+].[Cl-]", "[2H]", "C#N", "*~*->*", "[CH2]-[CH2]"};

std::unique_ptr<RDKit::RWMol> read(const std::string& smiles) {
  try {
    return std::unique_ptr<RDKit::RWMol>(RDKit::SmilesToMol(smiles));
  } catch (const RDKit::MolSanitizeException&) {
    return nullptr;
  }
}

void expect_the_same(const std::string& smiles) {
  const auto molecule = read(smiles);
  if (!molecule) return;
  const MoleculeGraph graph = graph_of(*molecule);
  const RdkitMolecule again = molecule_of(graph);
  EXPECT_TRUE(graph_of(*again).atoms == graph.atoms) << smiles;
  EXPECT_EQ(first_matches(*again, kPatterns), first_matches(*molecule, kPatterns)) << smiles;
  // RDKit leaves an atom in brackets without the hydrogens for what was cut off; a graph knows no brackets.
  if (smiles.find('[') == std::string::npos) {
    EXPECT_EQ(scaffold_of(*again), scaffold_of(*molecule)) << smiles;
  }
  const std::vector<Alert> before = alerts_of(*molecule), after = alerts_of(*again);
  ASSERT_EQ(before.size(), after.size()) << smiles;
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(before[i].atoms, after[i].atoms) << smiles << " " << before[i].rule;
}

TEST(MoleculeOfGraph, IsAsItWasRead) {
  silence_rdkit();
  for (const char* smiles : {"C", "CCO", "c1cc[nH]c1", "CC(=O)Oc1ccccc1C(=O)O", "[Na+].[Cl-]", "[2H]C([2H])([2H])O", "[13CH4]", "C[N+](C)(C)C", "[CH3]",
                             "OC[C@H](N)C(=O)O", "F/C=C/F", "[NH3]->[Cu]", "*C", "[H][H]", "CN1C=NC2=C1C(=O)N(C(=O)N2C)C", "OS(=O)(=O)c1ccc(cc1)N=Nc1ccccc1",
                             "C1CC2CCC1C2", "[O-][n+]1ccccc1", "B1OC=CO1", "c1ccc2c(c1)[nH]c1ccccc12"})
    expect_the_same(smiles);
}

TEST(MoleculeOfGraph, IsAsItWasReadForSharedMolecules) {
  silence_rdkit();
  const std::vector<std::string> molecules = shared_molecules(100);
  FURUI_SKIP_WITHOUT(molecules);
  for (const std::string& smiles : molecules) expect_the_same(smiles);
}

TEST(Scaffold, IsOfRingsAndLinkers) {
  silence_rdkit();
  const auto of = [](const char* smiles) { return scaffold_of(*molecule_of(graph_of(*read(smiles)))); };
  EXPECT_EQ(of("CCO"), "");
  EXPECT_EQ(of("Cc1ccccc1"), "c1ccccc1");
  EXPECT_EQ(of("CC(C)c1ccc(CCN2CCOCC2)cc1Cl"), "c1ccc(CCN2CCOCC2)cc1");
  EXPECT_EQ(of("C[C@@H]1CCC(=O)N1"), of("C[C@H]1CCC(=O)N1"));
  EXPECT_EQ(of("Cn1cccc1"), "c1cc[nH]c1");
}

TEST(Substructures, OfUnreadablePatternsSayWhy) {
  silence_rdkit();
  const auto methane = read("C");
  for (const char* smarts : {"C(", "[#6", "c1ccccc", "[Qq]", "", "C C", "C＝O", "C1CC"}) {
    try {
      first_matches(*methane, {smarts});
      ADD_FAILURE() << smarts;
    } catch (const UnreadablePattern& problem) {
      EXPECT_NE(std::string(problem.what()), "") << smarts;
    }
  }
}

}  // namespace
}  // namespace furui
