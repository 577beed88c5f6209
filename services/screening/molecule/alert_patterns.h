// Alert rules as plain values: what their SMARTS ask of atoms and bonds, each distinct question once.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "molecule/alert_rules.h"  // for AlertRule

namespace RDKit {
class Atom;
class Bond;
}  // namespace RDKit

namespace furui {

/// A condition on an atom or on a bond: a SMARTS primitive, or an expression of them.
struct AlertCondition {
  enum class Kind : std::uint8_t {
    kEquals,   ///< a function's value equals `value`
    kNonzero,  ///< a function's value is not 0
    kAtLeast,  ///< a function's value is `value` or more
    kAll,      ///< all of `parts` hold
    kAny,      ///< one of `parts` holds
    kPattern,  ///< the atom is the first of a match of `pattern` (a recursive SMARTS)
    kUnknown,  ///< not understood here: may hold or not
  };
  Kind kind = Kind::kUnknown;
  bool negated = false;
  int function = -1;  ///< index into the functions asked
  int value = 0;
  std::vector<int> parts;  ///< indices of earlier conditions
  int pattern = -1;        ///< index of a pattern

  auto operator<=>(const AlertCondition&) const = default;
};

/// A bond of a pattern from an atom to one placed before it.
struct AlertBond {
  int to = 0;         ///< step that placed the other atom
  int condition = 0;  ///< of the bond
  auto operator<=>(const AlertBond&) const = default;
};

/// The atom that a match places next.
struct AlertStep {
  int condition = 0;             ///< of the atom; with as many bonds as the pattern's atom has, or more
  std::vector<AlertBond> bonds;  ///< empty where a fragment of the pattern begins
  auto operator<=>(const AlertStep&) const = default;
};

/// A pattern in the order in which its atoms are matched: each next to one placed before, as far as it has one.
struct AlertPattern {
  std::vector<AlertStep> steps;
  bool understood = true;  ///< no condition in it is kUnknown
  bool negates = false;    ///< a condition in it holds where a pattern does not match
  auto operator<=>(const AlertPattern&) const = default;
};

/// All patterns of the rules, those of recursive SMARTS too, and the conditions in them; parts come before wholes.
struct AlertPatterns {
  std::vector<int (*)(RDKit::Atom const*)> atom_functions;  ///< RDKit's own, asked by the atoms' conditions
  std::vector<int (*)(RDKit::Bond const*)> bond_functions;
  std::vector<AlertCondition> atom_conditions;
  std::vector<AlertCondition> bond_conditions;
  std::vector<AlertPattern> patterns;
  std::vector<int> of_rule;  ///< each rule's pattern
};

/// Takes the rules' SMARTS apart. A query that is not understood makes its pattern so, and throws nothing: RDKit alone
/// then decides about the rule.
AlertPatterns read_alert_patterns(const std::vector<AlertRule>& rules);

}  // namespace furui
