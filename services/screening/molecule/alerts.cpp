// The catalogues' SMARTS with a fingerprint each, matched where the fingerprints allow it.
#include "molecule/alerts.h"

#include <DataStructs/ExplicitBitVect.h>
#include <GraphMol/Fingerprints/Fingerprints.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/Substruct/SubstructMatch.h>

#include <memory>

#include "molecule/alert_rules.h"  // for load_alert_rules

namespace furui {
namespace {

using Fingerprint = std::unique_ptr<ExplicitBitVect>;

Fingerprint fingerprint_of(const RDKit::ROMol& molecule) {
  return Fingerprint(RDKit::PatternFingerprintMol(molecule));
}

std::vector<Fingerprint> fingerprints_of(const std::vector<AlertRule>& rules) {
  std::vector<Fingerprint> fingerprints;
  for (const AlertRule& rule : rules) fingerprints.push_back(fingerprint_of(*rule.pattern));
  return fingerprints;
}

/// The first match of a rule; empty where there is no alert.
RDKit::MatchVectType match_of(const RDKit::ROMol& molecule, const AlertRule& rule) {
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
  static const std::vector<AlertRule> rules = load_alert_rules();
  static const std::vector<Fingerprint> fingerprints = fingerprints_of(rules);
  const Fingerprint fingerprint = fingerprint_of(molecule);
  std::vector<Alert> alerts;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const AlertRule& rule = rules[i];
    if (!fingerprints[i]->dp_bits->is_subset_of(*fingerprint->dp_bits)) continue;
    const RDKit::MatchVectType match = match_of(molecule, rule);
    if (match.empty()) continue;
    Alert& alert = alerts.emplace_back(Alert{rule.catalogue, rule.name, {}});
    for (const auto& [query, atom] : match) alert.atoms.push_back(static_cast<std::uint16_t>(atom));
  }
  return alerts;
}

}  // namespace furui
