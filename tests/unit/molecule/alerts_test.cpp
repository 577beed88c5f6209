// Structural alerts against RDKit's own FilterCatalog.
#include "molecule/alerts.h"

#include <GraphMol/FilterCatalog/FilterCatalog.h>
#include <GraphMol/FilterCatalog/FilterMatchers.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <memory>

#include "molecule/rdkit_log.h"
#include "shared_molecules.h"

namespace furui {
namespace {

std::vector<Alert> alerts_of_rdkit(const RDKit::ROMol& molecule) {
  static const RDKit::FilterCatalog catalogue(RDKit::FilterCatalogParams::ALL);
  std::vector<Alert> alerts;
  for (unsigned i = 0; i < catalogue.getNumEntries(); ++i) {
    const RDKit::FilterCatalogEntry& entry = *catalogue.getEntryWithIdx(i);
    std::vector<RDKit::FilterMatch> matches;
    if (!entry.getFilterMatches(molecule, matches)) continue;
    Alert& alert = alerts.emplace_back();
    alert.catalogue = entry.getProp<std::string>("FilterSet");  // "PAINS_A", "Brenk", …
    for (char& letter : alert.catalogue)
      letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    alert.rule = entry.getDescription();
    for (const auto& [query, atom] : matches.front().atomPairs)
      alert.atoms.push_back(static_cast<std::uint16_t>(atom));
  }
  return alerts;
}

void expect_as_rdkit(const std::string& smiles) {
  std::unique_ptr<RDKit::RWMol> molecule;
  try {
    molecule.reset(RDKit::SmilesToMol(smiles));
  } catch (const RDKit::MolSanitizeException&) {
  }
  if (!molecule) return;
  const std::vector<Alert> ours = alerts_of(*molecule);
  const std::vector<Alert> theirs = alerts_of_rdkit(*molecule);
  ASSERT_EQ(ours.size(), theirs.size()) << smiles;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    EXPECT_EQ(ours[i].rule, theirs[i].rule) << smiles;
    EXPECT_EQ(ours[i].atoms, theirs[i].atoms) << smiles;
    EXPECT_EQ(theirs[i].catalogue.rfind(ours[i].catalogue, 0), 0u)
        << theirs[i].catalogue << " is not of " << ours[i].catalogue;
  }
}

TEST(Alerts, of_shared_molecules_are_those_of_rdkits_filter_catalogue) {
  silence_rdkit();
  const std::vector<std::string> molecules = shared_molecules(400);
  FURUI_SKIP_WITHOUT(molecules);
  for (const std::string& smiles : molecules) expect_as_rdkit(smiles);
}

TEST(Alerts, of_known_offenders_are_those_of_rdkits_filter_catalogue) {
  silence_rdkit();
  for (const char* smiles :
       {"S=C1NC(=O)C(S1)=Cc1ccccc1", "O=C1C=CC(=O)C=C1", "CCN=[N+]=[N-]", "Oc1ccccc1O", "CC(=O)Cl", "C1CO1",
        "N#CC(=Cc1ccccc1)C#N", "O=C1CSC(=S)N1c1ccccc1", "CN(C)c1ccc(cc1)N=Nc1ccccc1", "CCCCCCCCCCCCCCCCCCCC",
        "IC", "C[Hg]C", "CC(=O)Oc1ccccc1C(=O)O"}) {
    expect_as_rdkit(smiles);
  }
}

TEST(Alerts, name_catalogue_rule_and_atoms) {
  silence_rdkit();
  const std::unique_ptr<RDKit::RWMol> quinone(RDKit::SmilesToMol("O=C1C=CC(=O)C=C1"));
  const std::vector<Alert> alerts = alerts_of(*quinone);
  ASSERT_FALSE(alerts.empty());
  EXPECT_EQ(alerts[0].catalogue, "PAINS");
  EXPECT_EQ(alerts[0].rule, "quinone_A(370)");
  EXPECT_THAT(alerts[0].atoms, testing::Not(testing::IsEmpty()));
}

}  // namespace
}  // namespace furui
