// The catalogues' SMARTS with a fingerprint each, matched where the fingerprints allow it.
#include "molecule/alerts.h"

#include <DataStructs/ExplicitBitVect.h>
#include <GraphMol/FilterCatalog/FilterCatalog.h>
#include <GraphMol/Fingerprints/Fingerprints.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>
#include <GraphMol/Substruct/SubstructMatch.h>

#include <memory>
#include <stdexcept>
#include <string>

// The tables inside libRDKitFilterCatalog, as RDKit 2022.09's Filters.h declares them; the header is not installed.
// A test compares them with the public catalogue.
namespace RDKit {
struct FilterData_t {
  const char* name;
  const char* smarts;
  unsigned int max;  ///< how often the pattern may occur without an alert
  const char* comment;
};
unsigned int GetNumEntries(FilterCatalogParams::FilterCatalogs catalog);
const FilterData_t* GetFilterData(FilterCatalogParams::FilterCatalogs catalog);
}  // namespace RDKit

namespace furui {
namespace {

using Catalogues = RDKit::FilterCatalogParams;

struct Rule {
  const char* catalogue;
  const char* name;
  std::unique_ptr<RDKit::ROMol> pattern;
  std::unique_ptr<ExplicitBitVect> fingerprint;
  unsigned least = 1;  ///< matches that make an alert
};

std::vector<Rule> load_rules() {
  std::vector<Rule> rules;
  const std::pair<Catalogues::FilterCatalogs, const char*> catalogues[] = {
      {Catalogues::PAINS_A, "PAINS"}, {Catalogues::PAINS_B, "PAINS"}, {Catalogues::PAINS_C, "PAINS"},
      {Catalogues::BRENK, "BRENK"},   {Catalogues::NIH, "NIH"},       {Catalogues::ZINC, "ZINC"}};
  for (const auto& [catalogue, name] : catalogues) {
    const RDKit::FilterData_t* entries = RDKit::GetFilterData(catalogue);
    for (unsigned i = 0; i < RDKit::GetNumEntries(catalogue); ++i) {
      Rule rule;
      rule.catalogue = name;
      rule.name = entries[i].name;
      rule.pattern.reset(
          RDKit::SmartsToMol(entries[i].smarts, 0, true));  // hydrogens merged, as FilterCatalog does
      if (!rule.pattern)
        throw std::runtime_error(std::string("RDKit's alert ") + rule.name + " cannot be read");
      rule.fingerprint.reset(RDKit::PatternFingerprintMol(*rule.pattern));
      rule.least = entries[i].max > 0 ? entries[i].max + 1 : 1;
      rules.push_back(std::move(rule));
    }
  }
  return rules;
}

/// The first match of a rule; empty where there is no alert.
RDKit::MatchVectType match_of(const RDKit::ROMol& molecule, const Rule& rule) {
  if (rule.least == 1) {
    RDKit::MatchVectType match;
    if (!RDKit::SubstructMatch(molecule, *rule.pattern, match)) match.clear();
    return match;
  }
  std::vector<RDKit::MatchVectType> matches;
  return RDKit::SubstructMatch(molecule, *rule.pattern, matches, true) >= rule.least ? matches.front()
                                                                                     : RDKit::MatchVectType();
}

}  // namespace

std::vector<Alert> alerts_of(const RDKit::ROMol& molecule) {
  static const std::vector<Rule> rules = load_rules();
  const std::unique_ptr<ExplicitBitVect> fingerprint(RDKit::PatternFingerprintMol(molecule));
  std::vector<Alert> alerts;
  for (const Rule& rule : rules) {
    if (!rule.fingerprint->dp_bits->is_subset_of(*fingerprint->dp_bits)) continue;
    const RDKit::MatchVectType match = match_of(molecule, rule);
    if (match.empty()) continue;
    Alert& alert = alerts.emplace_back(Alert{rule.catalogue, rule.name, {}});
    for (const auto& [query, atom] : match) alert.atoms.push_back(static_cast<std::uint16_t>(atom));
  }
  return alerts;
}

}  // namespace furui
