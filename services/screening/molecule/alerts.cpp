// RDKit's match of each rule that could match.
#include "molecule/alerts.h"

#include <GraphMol/RWMol.h>
#include <GraphMol/Substruct/SubstructMatch.h>

#include <optional>

#include "molecule/alert_matcher.h"       // for AlertMatcher
#include "molecule/alert_patterns.h"      // for read_alert_patterns
#include "molecule/alert_requirements.h"  // for AlertRequirements
#include "molecule/alert_rules.h"         // for load_alert_rules
#include "molecule/alert_view.h"          // for AlertView

namespace furui {
namespace {

/// Everyday lists have some hundred kinds of atoms; what was remembered is dropped where a list goes far beyond.
constexpr std::size_t kMostKinds = 5000;

/// What is known of rules and of the molecules before, and the molecule at hand.
struct Screen {
  explicit Screen(const AlertPatterns& patterns)
      : view(patterns), requirements(patterns, view), matcher(patterns, view, requirements) {}

  void begin(const RDKit::ROMol& molecule) {
    view.look_at(molecule);
    requirements.begin();
    matcher.begin();
  }

  AlertView view;
  AlertRequirements requirements;
  AlertMatcher matcher;
};

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
  static const AlertPatterns patterns = read_alert_patterns(rules);
  thread_local std::optional<Screen> kept;
  if (!kept || kept->view.kinds_met() > kMostKinds) kept.emplace(patterns);
  Screen& screen = *kept;
  screen.begin(molecule);
  std::vector<Alert> alerts;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const AlertRule& rule = rules[i];
    if (!screen.matcher.may_match(patterns.of_rule[i], rule.least)) continue;
    const RDKit::MatchVectType match = match_of(molecule, rule);
    if (match.empty()) continue;
    Alert& alert = alerts.emplace_back(Alert{rule.catalogue, rule.name, {}});
    for (const auto& [query, atom] : match) alert.atoms.push_back(static_cast<std::uint16_t>(atom));
  }
  return alerts;
}

}  // namespace furui
