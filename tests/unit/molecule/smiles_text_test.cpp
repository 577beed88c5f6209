// Counting atoms and finding the first mistake in a text.
#include "molecule/smiles_text.h"

#include <gtest/gtest.h>

namespace furui {
namespace {

struct Expected {
  const char* smiles;
  std::size_t heavy_atoms;
};

TEST(SmilesText, counts_heavy_atoms_without_rdkit) {
  for (const auto& [smiles, heavy_atoms] : {Expected{"CCO", 3},
                                            {"ClCBr", 3},
                                            {"[H]O[H]", 1},
                                            {"[2H]C", 1},
                                            {"c1cc[nH]c1", 5},
                                            {"[Na+].[Cl-]", 2},
                                            {"C%10CC%10", 3},
                                            {"[#6]C", 2},
                                            {"*C", 2},
                                            {"[13C@@H](C)(N)O", 4},
                                            {"[Hg]", 1},
                                            {"[He]", 1},
                                            {"[H+]", 0}}) {
    const SmilesScan scan = scan_smiles(smiles);
    EXPECT_EQ(scan.heavy_atoms, heavy_atoms) << smiles;
    EXPECT_FALSE(scan.problem) << smiles << ": " << scan.problem->message;
  }
}

struct Mistake {
  const char* smiles;
  std::size_t position;
};

TEST(SmilesText, points_at_the_character_that_is_wrong) {
  for (const auto& [smiles, position] : {Mistake{"CC(C", 3},
                                         {"CC)C", 3},
                                         {"C1CC", 2},
                                         {"C[NH3", 2},
                                         {"CC?C", 3},
                                         {"C%1C", 2},
                                         {"(C)", 1},
                                         {"CC=", 3},
                                         {"C[Xq]", 3},
                                         {"CZnC", 2},
                                         {"C=.C", 2},
                                         {"1CC", 1},
                                         {"C]", 2},
                                         {"C[]", 2}}) {
    const SmilesScan scan = scan_smiles(smiles);
    ASSERT_TRUE(scan.problem) << smiles;
    EXPECT_EQ(scan.problem->position, position) << smiles << ": " << scan.problem->message;
  }
}

TEST(SmilesText, tells_a_reaction_from_a_dative_bond) {
  EXPECT_TRUE(scan_smiles("CCO>>CC=O").reaction);
  EXPECT_TRUE(scan_smiles("CC>[Pd]>CCO").reaction);
  EXPECT_FALSE(scan_smiles("[NH3]->[Fe]").reaction);
  EXPECT_FALSE(scan_smiles("[Fe]<-[NH3]").reaction);
}

TEST(SmilesText, knows_smarts_when_it_sees_it) {
  for (const char* query : {"[C,N]", "[#6;R]", "C~C", "[!H]", "[$(CC)]"})
    EXPECT_TRUE(scan_smiles(query).query) << query;
  for (const char* molecule : {"C", "[NH4+]", "[13C@H](C)(N)O"})
    EXPECT_FALSE(scan_smiles(molecule).query) << molecule;
}

}  // namespace
}  // namespace furui
