// Structural alerts against RDKit's own FilterCatalog.
#include "molecule/alerts.h"

#include <GraphMol/FilterCatalog/FilterCatalog.h>
#include <GraphMol/FilterCatalog/FilterMatchers.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/SmilesParse/SmilesWrite.h>
#include <GraphMol/Substruct/SubstructMatch.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <memory>

#include "molecule/alert_rules.h"
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

void expect_as_rdkit(const RDKit::ROMol& molecule, const std::string& smiles) {
  const std::vector<Alert> ours = alerts_of(molecule);
  const std::vector<Alert> theirs = alerts_of_rdkit(molecule);
  ASSERT_EQ(ours.size(), theirs.size()) << smiles;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    EXPECT_EQ(ours[i].rule, theirs[i].rule) << smiles;
    EXPECT_EQ(ours[i].atoms, theirs[i].atoms) << smiles;
    EXPECT_EQ(theirs[i].catalogue.rfind(ours[i].catalogue, 0), 0u)
        << theirs[i].catalogue << " is not of " << ours[i].catalogue;
  }
}

void expect_as_rdkit(const std::string& smiles) {
  std::unique_ptr<RDKit::RWMol> molecule;
  try {
    molecule.reset(RDKit::SmilesToMol(smiles));
  } catch (const RDKit::MolSanitizeException&) {
  }
  if (molecule) expect_as_rdkit(*molecule, smiles);
}

/// A molecule grown from a rule's own pattern: each atom and bond as its query has it, or carbon and single where that
/// leaves a choice. Nothing where this is no molecule, or none that RDKit alerts to by this rule.
std::unique_ptr<RDKit::RWMol> example_of(const AlertRule& rule) {
  RDKit::RWMol grown;
  for (const RDKit::Atom* asked : rule.pattern->atoms()) {
    RDKit::Atom atom(asked->getAtomicNum() == 0 ? 6 : asked->getAtomicNum());
    atom.setFormalCharge(asked->getFormalCharge());
    atom.setIsAromatic(asked->getIsAromatic());
    grown.addAtom(&atom);
  }
  for (const RDKit::Bond* asked : rule.pattern->bonds()) {
    const bool aromatic = asked->getBeginAtom()->getIsAromatic() && asked->getEndAtom()->getIsAromatic() &&
                          asked->getBondType() == RDKit::Bond::SINGLE;
    grown.addBond(asked->getBeginAtomIdx(), asked->getEndAtomIdx(),
                  aromatic ? RDKit::Bond::AROMATIC : asked->getBondType());
  }
  try {
    std::unique_ptr<RDKit::RWMol> molecule(RDKit::SmilesToMol(RDKit::MolToSmiles(grown)));
    std::vector<RDKit::MatchVectType> matches;
    if (molecule && RDKit::SubstructMatch(*molecule, *rule.pattern, matches) >= rule.least) return molecule;
  } catch (const std::exception&) {
  }
  return nullptr;
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
        "IC", "C[Hg]C", "CC(=O)Oc1ccccc1C(=O)O",
        // thirteen alerts and more each
        "CN(C)CC(NC(NCS)C(=O)NCCNc1ccc(NCCNC(=O)C(NCS)NC(CN(C)C)OCCl)c2c1C(=O)c1c(O)ccc(O)c1C2=O)OCCl",
        "CCOC(=O)Nc1ccc(S(=O)(I)=[O+][Mg][O+]=S(=O)(I)c2ccc(NC(=O)OCC)cc2)cc1.CN(C=O)C1=C(N(C)C=O)C(N(C)C=O)="
        "C(N(C)C=O)C(=O)C1=O",
        "CCCCCCCCCCCCCCCCCCOC(COP(=O)(O)OCC1CCC(n2cnc3c(O)ncnc32)O1)COP(=O)(O)OCC1OC(n2cc(C)c(=O)[nH]c2=O)CC1N="
        "[N+]=[N-]"}) {
    expect_as_rdkit(smiles);
  }
}

TEST(Alerts, of_a_molecule_grown_from_each_rule_are_those_of_rdkits_filter_catalogue) {
  silence_rdkit();
  std::size_t grown = 0;
  for (const AlertRule& rule : load_alert_rules()) {
    const std::unique_ptr<RDKit::RWMol> example = example_of(rule);
    if (!example) continue;
    ++grown;
    const std::vector<Alert> alerts = alerts_of(*example);
    EXPECT_TRUE(std::any_of(alerts.begin(), alerts.end(), [&](const Alert& alert) {
      return alert.catalogue == rule.catalogue && alert.rule == rule.name;
    })) << rule.name;
    expect_as_rdkit(*example, rule.name);
  }
  EXPECT_GT(grown, 400u) << "of 815 rules";
}

TEST(Alerts, of_a_molecule_beyond_rdkits_thousand_matches_are_those_of_its_filter_catalogue) {
  silence_rdkit();
  std::string smiles = "C";
  for (int i = 0; i < 200; ++i) smiles += "CN(C(F)(F)F)";  // six matches each of N(C(F)(F)(F)): RDKit sees 166 of them
  const std::unique_ptr<RDKit::RWMol> molecule(RDKit::SmilesToMol(smiles));
  ASSERT_TRUE(molecule);
  expect_as_rdkit(*molecule, smiles);
  EXPECT_THAT(alerts_of(*molecule), testing::Contains(testing::Field(&Alert::rule, "gte_4_basic_N")));
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
