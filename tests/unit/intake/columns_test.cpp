// Choosing columns, and what is said where they are not there.
#include <gmock/gmock.h>

#include "intake/column_choice.h"
#include "intake/smiles_shape.h"
#include "reading.h"

namespace furui {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string choice_error(const std::vector<std::string>& columns, const std::string& wanted) {
  try {
    choose_column(columns, wanted, "structure");
  } catch (const Error& error) {
    return std::string(error.what()) + " [" + error.field() + "]";
  }
  return {};
}

TEST(Columns, AreChosenByNameThenIgnoringCaseThenByNumber) {
  EXPECT_EQ(choose_column({"a", "Smiles", "2"}, "Smiles", "structure"), 1U);
  EXPECT_EQ(choose_column({"a", "Smiles", "3"}, "smiles", "structure"), 1U);
  EXPECT_EQ(choose_column({"2", "b", "c"}, "2", "structure"), 0U);
  EXPECT_EQ(choose_column({"a", "b", "c"}, "3", "structure"), 2U);
  EXPECT_EQ(choose_column({"smiles", "SMILES"}, "SMILES", "structure"), 1U);
}

TEST(Columns, AWrongNameListsThoseThatExistAndTheNearest) {
  const std::string error = choice_error({"Compound ID", "smiles", "activity"}, "smile");
  EXPECT_THAT(error, AllOf(HasSubstr("'Compound ID', 'smiles', 'activity'"),
                           HasSubstr("did you mean 'smiles'?"), HasSubstr("[structure_column]")));
  EXPECT_THAT(choice_error({"a", "b"}, "3"), HasSubstr("columns 1 to 2"));
  EXPECT_THAT(choice_error({"a", "b"}, "0"), HasSubstr("columns 1 to 2"));
  EXPECT_THAT(choice_error({"x", "y", "x"}, "x"), HasSubstr("columns 1 and 3"));
  EXPECT_THAT(choice_error({"x", "y", "X"}, "Y "), "");
}

TEST(Columns, StructuresAndIdsAreFoundByTheNamesThatSuchColumnsHave) {
  EXPECT_EQ(find_structure_column({"structure", "SMILES"}), 1U);
  EXPECT_EQ(find_structure_column({"name", "Canonical SMILES"}), 1U);
  EXPECT_EQ(find_structure_column({"name", "mol"}), 1U);
  EXPECT_EQ(find_structure_column({"Ligand SMILES (neutral)", "x"}), 0U);
  EXPECT_EQ(find_structure_column({"smiles_1", "smiles_2"}), std::nullopt);
  EXPECT_EQ(find_structure_column({"name", "activity"}), std::nullopt);
  EXPECT_EQ(find_id_column({"name", "Compound ID"}), 1U);
  EXPECT_EQ(find_id_column({"smiles", "activity"}), std::nullopt);
}

TEST(Columns, FormulasAreReadWhereAColumnIsCalledSoAndNoMoleculesAreThere) {
  const Reading formulas = read("id,Pretty Formula,gap\n1,Li2O,8\n2,NaCl,\n", named("a.csv"));
  ASSERT_EQ(formulas.rows.size(), 2U);
  EXPECT_EQ(formulas.summary.structure_column, "Pretty Formula");
  EXPECT_EQ(formulas.rows[1].kind, CandidateKind::kComposition);
  EXPECT_EQ(formulas.rows[1].notation, Notation::kFormula);
  EXPECT_EQ(formulas.rows[1].raw, "NaCl");
  EXPECT_EQ(read("formula,smiles\nC2H6O,CCO\n", named("a.csv")).rows[0].kind, CandidateKind::kMolecule);
  FileOptions chosen = named("a.csv");
  chosen.structure_column = "formula";
  EXPECT_EQ(read("formula,smiles\nC2H6O,CCO\n", chosen).rows[0].kind, CandidateKind::kComposition);
  EXPECT_EQ(find_formula_column({"Molecular Formula"}), std::nullopt);
}

TEST(Columns, WithoutAStructureColumnTheErrorListsAllAndSaysWhereSmilesAre) {
  const std::string error = error_of("code,what\nA1x,CCO\nA2x,CCN\n", named("a.csv"));
  EXPECT_THAT(error, AllOf(HasSubstr("'code', 'what'"), HasSubstr("SMILES seem to be in 'what'")));
}

TEST(Columns, NoMessageHoldsAStructure) {
  EXPECT_THAT(list_columns({"CC(=O)Oc1ccccc1C(=O)O", "aspirin"}), "column 1, 'aspirin'");
  FileOptions options = named("a.csv");
  options.structure_column = "nothing";
  EXPECT_THAT(error_of("CC(=O)Oc1ccccc1C(=O)O,aspirin\nCCO,ethanol\n", options), Not(HasSubstr("CC(=O)")));
}

TEST(SmilesShape, TellsStructuresFromNames) {
  for (const char* smiles : {"C", "CCO", "c1ccccc1", "[Na+].[Cl-]", "C%12CC%12", "F/C=C\\F",
                             "C[C@H](N)C(=O)O", "CC |$A;$|", "*CC", "[O-][99Tc](=O)(=O)=O"}) {
    EXPECT_TRUE(looks_like_smiles(smiles)) << smiles;
  }
  for (const char* other :
       {"", "ethanol", "IC50", "smiles", "c1ccccc", "C(C", "C)", "[Na", "12", "=C", "CC O", "C[]"}) {
    EXPECT_FALSE(looks_like_smiles(other)) << other;
  }
}

}  // namespace
}  // namespace furui
