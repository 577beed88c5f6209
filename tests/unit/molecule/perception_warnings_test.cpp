// Structures on which versions of RDKit disagree are flagged, ordinary ones are not.
#include <gtest/gtest.h>

#include "molecule/read_molecule.h"

namespace furui {
namespace {

std::vector<std::string> warnings_of(const char* smiles) {
  const auto read = read_molecule(smiles, {});
  EXPECT_TRUE(std::holds_alternative<MoleculeReading>(read)) << smiles;
  return std::holds_alternative<MoleculeReading>(read) ? std::get<MoleculeReading>(read).warnings
                                                       : std::vector<std::string>{};
}

// Each of these gives other atom or bond features in RDKit 2026.03.6 than in 2022.09.3.
TEST(PerceptionWarnings, flag_each_class_that_differs_between_versions) {
  for (const char* smiles :
       {"CN(C)C1=[S+][Zn-2]2(S1)SC(N(C)C)=[S+]2", "c1cc2c(cc1-c1ccc3c(c1)N=[Se]=N3)N=[Se]=N2",
        "CC(=O)Nc1ccc(S2=Nc3ccccc3S2)cc1", "CC1=NS(=O)(O)=c2cc(Cl)ccc2=N1", "O=c1scc(-c2ccccc2)s1",
        "C=C(C)C1CCC2=CC(CC3(C)OC3c3cc(C(=O)OC)c(o3)C1)OC2=O",
        "Nc1ccc2c(c1)C(=P(c1ccccc1)(c1ccccc1)c1ccccc1)c1ccccc1-2", "COC1CNC(N)=[O+][Hg-](Cl)C1"}) {
    EXPECT_FALSE(warnings_of(smiles).empty()) << smiles;
  }
}

TEST(PerceptionWarnings, leave_ordinary_molecules_alone) {
  for (const char* smiles : {"CC(=O)Oc1ccccc1C(=O)O", "CS(C)=O", "CS(C)(=O)=O", "c1ccsc1", "CP(=O)(O)O",
                             "CC(=S)N", "[Na+].CC(=O)[O-]", "C1CCCCCCCCCCC1", "C[S+](C)C"}) {
    EXPECT_TRUE(warnings_of(smiles).empty()) << smiles << ": " << warnings_of(smiles)[0];
  }
}

}  // namespace
}  // namespace furui
