// Backtracking over small arrays; most conditions are decided by an atom's kind alone.
#include "molecule/alert_matcher.h"

#include <algorithm>

namespace furui {
namespace {

/// RDKit stops a recursive SMARTS after 1000 matches, so in a large molecule its negation may hold where a match
/// exists. The negated patterns have at most five atoms: this many atoms cannot bear 1000 matches of one.
constexpr int kLargeMolecule = 100;

Truth truth_of(const AlertKind& kind, int condition) {
  return kind.truths[static_cast<std::size_t>(condition)];
}

}  // namespace

void AlertMatcher::begin() {
  starts_.assign(patterns_.patterns.size() * static_cast<std::size_t>(view_.atoms()), Truth::kMaybe);
}

bool AlertMatcher::may_match(int pattern, unsigned least) {
  const AlertPattern& asked = patterns_.patterns[static_cast<std::size_t>(pattern)];
  if (!requirements_.met(pattern)) return false;
  if (!asked.understood || (asked.negates && view_.atoms() > kLargeMolecule)) return true;
  if (asked.steps.size() == 1) {
    unsigned matches = 0;
    for (int atom = 0; atom < view_.atoms(); ++atom) matches += holds(asked.steps.front().condition, atom);
    return matches >= least;
  }
  std::vector<int> placed;
  return extend(asked, placed);
}

bool AlertMatcher::holds(int condition, int atom) {
  const Truth truth = truth_of(view_.kind(atom), condition);
  if (truth != Truth::kMaybe) return truth == Truth::kYes;
  using Kind = AlertCondition::Kind;
  const AlertCondition& asked = patterns_.atom_conditions[static_cast<std::size_t>(condition)];
  const auto part_holds = [&](int part) { return holds(part, atom); };
  bool result = false;
  if (asked.kind == Kind::kAll) result = std::all_of(asked.parts.begin(), asked.parts.end(), part_holds);
  if (asked.kind == Kind::kAny) result = std::any_of(asked.parts.begin(), asked.parts.end(), part_holds);
  if (asked.kind == Kind::kPattern) result = starts(asked.pattern, atom);
  return result != asked.negated;
}

bool AlertMatcher::starts(int pattern, int atom) {
  Truth& known = starts_[static_cast<std::size_t>(pattern) * static_cast<std::size_t>(view_.atoms()) +
                         static_cast<std::size_t>(atom)];
  if (known == Truth::kMaybe) {
    const AlertPattern& asked = patterns_.patterns[static_cast<std::size_t>(pattern)];
    std::vector<int> placed;
    bool result = false;
    if (requirements_.met(pattern) && fits(asked.steps.front(), placed, atom)) {
      placed.push_back(atom);
      result = extend(asked, placed);
    }
    known = result ? Truth::kYes : Truth::kNo;
  }
  return known == Truth::kYes;
}

bool AlertMatcher::fits(const AlertStep& step, const std::vector<int>& placed, int atom) {
  if (truth_of(view_.kind(atom), step.condition) == Truth::kNo) return false;
  if (std::find(placed.begin(), placed.end(), atom) != placed.end()) return false;
  for (const AlertBond& bond : step.bonds) {
    const int to = placed[static_cast<std::size_t>(bond.to)];
    const auto neighbours = view_.neighbours(atom);
    if (std::none_of(neighbours.begin(), neighbours.end(), [&](const AlertNeighbour& neighbour) {
          return neighbour.atom == to && truth_of(*neighbour.bond, bond.condition) == Truth::kYes;
        }))
      return false;
  }
  return holds(step.condition, atom);
}

bool AlertMatcher::extend(const AlertPattern& pattern, std::vector<int>& placed) {
  if (placed.size() == pattern.steps.size()) return true;
  const AlertStep& step = pattern.steps[placed.size()];
  const auto place = [&](int atom) {
    if (!fits(step, placed, atom)) return false;
    placed.push_back(atom);
    if (extend(pattern, placed)) return true;
    placed.pop_back();
    return false;
  };
  if (step.bonds.empty()) {
    for (int atom = 0; atom < view_.atoms(); ++atom)
      if (place(atom)) return true;
    return false;
  }
  const int from = placed[static_cast<std::size_t>(step.bonds.front().to)];
  for (const AlertNeighbour& neighbour : view_.neighbours(from))
    if (place(neighbour.atom)) return true;
  return false;
}

}  // namespace furui
