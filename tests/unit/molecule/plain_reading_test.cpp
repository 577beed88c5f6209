// The fast way of everyday SMILES against RDKit: the same graph, or none.
#include "molecule/plain_reading.h"

#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <gtest/gtest.h>

#include <memory>
#include <random>

#include "molecule/graph_of.h"
#include "molecule/parent_needs.h"
#include "molecule/perception_warnings.h"
#include "molecule/rdkit_log.h"
#include "shared_molecules.h"

namespace furui {
namespace {

/// Whether the fast way took the SMILES; what it gave must be RDKit's.
bool reads_as_rdkit(const std::string& smiles) {
  const auto graph = read_plain_smiles(smiles, false);
  if (!graph) return false;
  std::unique_ptr<RDKit::RWMol> molecule;
  try {
    molecule.reset(RDKit::SmilesToMol(smiles));
  } catch (const RDKit::MolSanitizeException&) {
  }
  EXPECT_TRUE(molecule) << "RDKit refuses " << smiles;
  if (!molecule) return true;
  EXPECT_EQ(*graph, graph_of(*molecule)) << smiles;
  EXPECT_TRUE(perception_warnings(*molecule).empty()) << smiles;
  if (read_plain_smiles(smiles, true)) {
    EXPECT_FALSE(parent_needs(*molecule).any()) << smiles;
  }
  return true;
}

TEST(PlainReading, gives_rdkits_graph_for_most_shared_molecules) {
  silence_rdkit();
  const std::vector<std::string> molecules = shared_molecules(8);
  FURUI_SKIP_WITHOUT(molecules);
  std::size_t plain = 0;
  for (const std::string& smiles : molecules) plain += reads_as_rdkit(smiles) ? 1 : 0;
  EXPECT_GT(plain, molecules.size() * 3 / 4);
}

TEST(PlainReading, is_never_fooled_by_a_misprint) {
  silence_rdkit();
  const std::vector<std::string> molecules = shared_molecules(40);
  FURUI_SKIP_WITHOUT(molecules);
  const std::vector<std::string> pieces{"C",    "N",    "c",    "n",    "=", "#", "(", ")", "1",    "2",
                                        "[nH]", "[N+]", "[O-]", "(=O)", "F", "s", "P", ".", "[C-]", "%12"};
  std::mt19937 random(20230119);
  std::size_t plain = 0;
  for (const std::string& smiles : molecules) {
    for (int copy = 0; copy < 6; ++copy) {
      std::string misprint = smiles;
      const std::size_t at = random() % misprint.size();
      if (copy % 3 != 0) misprint.erase(at, 1);
      if (copy % 3 != 1) misprint.insert(at, pieces[random() % pieces.size()]);
      plain += reads_as_rdkit(misprint) ? 1 : 0;
    }
  }
  EXPECT_GT(plain, 500u);
}

TEST(PlainReading, takes_everyday_rings_charges_and_aromatics) {
  silence_rdkit();
  for (const char* smiles : {"CC(=O)Oc1ccccc1C(=O)O",
                             "c1ccc2ccccc2c1",
                             "C1=CC=C2C=CC=CC2=C1",
                             "c1ccc(cc1)c1ccccc1",
                             "O=c1cc[nH]cc1",
                             "c1cnc2[nH]ccc2c1",
                             "C1CC2CCC1C2",
                             "C1CCC2(CC1)OCCO2",
                             "[NH3+]CC([O-])=O",
                             "O=[N+]([O-])c1ccccc1",
                             "C[n+]1ccccc1",
                             "CN1C=NC2=C1C(=O)N(C(=O)N2C)C",
                             "O=S(=O)(c1ccccc1)N",
                             "CP(=O)(O)O",
                             "C#CC#N",
                             "C%11CC%11",
                             "CCO.Cl",
                             "C1CC1.C1CC1",
                             "C=1CC1",
                             "O=C1C=CC(=O)C=C1",
                             "[Cl-].C[NH3+]",
                             "c1ccc2c(c1)[nH]c1ccccc12",
                             "c1cc2ccc3cccc4ccc(c1)c2c34",
                             "C1=CNC=C1",
                             "c1nnn[n-]1",
                             "CN=[N+]=[N-]"}) {
    EXPECT_TRUE(reads_as_rdkit(smiles)) << smiles << " should be plain";
  }
}

TEST(PlainReading, leaves_to_rdkit_what_is_not_plain) {
  for (const char* smiles :
       {"",         "C[C@H](N)O",   "C/C=C/C", "[13CH4]",   "[Na+]",       "C12C3C4C1C5C2C3C45",
        "c1cccc1",  "CN(C)(C)C",    "C1CC",    "C(1)CC1",   "C((C))C",     "C.",
        "(C)C",     "C=",           "C==C",    "c1=ccccc1", "C1#CC=CC=C1", "c1ccc2cccc2cc1",
        "[CH3]",    "CC(=O",        "C1C1",    "C11",       "[2H]C",       "*C",
        "CN(=O)=O", "C1CCCCCCCCC1", "[OH3+]",  "N[S](C)C"}) {
    EXPECT_FALSE(read_plain_smiles(smiles, false)) << smiles;
  }
}

TEST(PlainReading, asks_for_standardization_where_it_may_change_something) {
  for (const char* smiles : {"CC(=O)O", "O=[N+]([O-])c1ccccc1", "CS(C)(=O)=O"})
    EXPECT_TRUE(read_plain_smiles(smiles, true)) << smiles;
  for (const char* smiles : {"CC(=O)[O-]", "CCN.Cl", "CS(C)=O", "C[n+]1ccccc1", "[O-][n+]1ccccc1"})
    EXPECT_FALSE(read_plain_smiles(smiles, true)) << smiles;
}

}  // namespace
}  // namespace furui
