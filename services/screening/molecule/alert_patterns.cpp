// RDKit's query trees taken apart.
#include "molecule/alert_patterns.h"

#include <RDGeneral/RDConfig.h>  // first: the layout of RDKit's query classes depends on it

#include <GraphMol/QueryAtom.h>
#include <GraphMol/QueryBond.h>
#include <GraphMol/QueryOps.h>
#include <GraphMol/RWMol.h>

#include <algorithm>
#include <map>
#include <type_traits>
#include <typeinfo>

namespace furui {
namespace {

template <class Part>
using Query = Queries::Query<int, Part const*, true>;
template <class Part>
using Equality = Queries::EqualityQuery<int, Part const*, true>;
template <class Part>
using And = Queries::AndQuery<int, Part const*, true>;
template <class Part>
using Or = Queries::OrQuery<int, Part const*, true>;

/// The index of a value in a list without repetitions.
template <class Value>
int index_of(const Value& value, std::vector<Value>& list, std::map<Value, int>& known) {
  const auto [place, is_new] = known.emplace(value, static_cast<int>(list.size()));
  if (is_new) list.push_back(value);
  return place->second;
}

class Reader {
 public:
  explicit Reader(AlertPatterns& into) : into_(into) {}

  int pattern_of(const RDKit::ROMol& query) {
    AlertPattern pattern;
    std::vector<int> placed;  // atom of each step
    while (placed.size() < query.getNumAtoms()) {
      const RDKit::Atom& atom = next_atom(query, placed);
      AlertStep step;
      step.condition = condition_of(atom);
      for (std::size_t to = 0; to < placed.size(); ++to) {
        const RDKit::Bond* bond =
            query.getBondBetweenAtoms(atom.getIdx(), static_cast<unsigned>(placed[to]));
        if (bond)
          step.bonds.push_back({static_cast<int>(to),
                                condition_of<RDKit::Bond>(bond->hasQuery() ? bond->getQuery() : nullptr)});
      }
      note(pattern, step);
      pattern.steps.push_back(std::move(step));
      placed.push_back(static_cast<int>(atom.getIdx()));
    }
    return index_of(pattern, into_.patterns, patterns_);
  }

 private:
  /// Begins with the first atom, which a recursive SMARTS is about; then the atom with the most bonds to those placed.
  static const RDKit::Atom& next_atom(const RDKit::ROMol& query, const std::vector<int>& placed) {
    const RDKit::Atom* best = nullptr;
    int most = -1;
    for (const RDKit::Atom* atom : query.atoms()) {
      const auto index = static_cast<int>(atom->getIdx());
      if (std::find(placed.begin(), placed.end(), index) != placed.end()) continue;
      const auto bonds = static_cast<int>(std::count_if(placed.begin(), placed.end(), [&](int other) {
        return query.getBondBetweenAtoms(atom->getIdx(), static_cast<unsigned>(other)) != nullptr;
      }));
      if (bonds > most) {
        best = atom;
        most = bonds;
      }
    }
    return *best;
  }

  /// What the conditions of a step say about their pattern.
  void note(AlertPattern& pattern, const AlertStep& step) {
    note(pattern, into_.atom_conditions, step.condition, false);
    for (const AlertBond& bond : step.bonds) note(pattern, into_.bond_conditions, bond.condition, false);
  }

  void note(AlertPattern& pattern, const std::vector<AlertCondition>& conditions, int index, bool negated) {
    const AlertCondition& condition = conditions[static_cast<std::size_t>(index)];
    negated |= condition.negated;
    if (condition.kind == AlertCondition::Kind::kUnknown) pattern.understood = false;
    for (const int part : condition.parts) note(pattern, conditions, part, negated);
    if (condition.kind != AlertCondition::Kind::kPattern) return;
    const AlertPattern& inner = into_.patterns[static_cast<std::size_t>(condition.pattern)];
    pattern.understood &= inner.understood;
    pattern.negates |= inner.negates || negated;
  }

  /// An atom must have as many bonds as the pattern's has.
  int condition_of(const RDKit::Atom& atom) {
    AlertCondition bonds;
    bonds.kind = AlertCondition::Kind::kAtLeast;
    bonds.function = index_of(&RDKit::queryAtomExplicitDegree, into_.atom_functions, atom_functions_);
    bonds.value = static_cast<int>(atom.getDegree());
    AlertCondition both;
    both.kind = AlertCondition::Kind::kAll;
    both.parts = {index_of(bonds, into_.atom_conditions, atom_conditions_),
                  condition_of<RDKit::Atom>(atom.hasQuery() ? atom.getQuery() : nullptr)};
    return index_of(both, into_.atom_conditions, atom_conditions_);
  }

  template <class Part>
  int condition_of(const Query<Part>* query) {
    AlertCondition condition;
    if (query) {
      condition.negated = query->getNegation();
      if (const auto* equality = dynamic_cast<const Equality<Part>*>(query)) {
        read_equality(*equality, condition);
      } else if (dynamic_cast<const And<Part>*>(query) || dynamic_cast<const Or<Part>*>(query)) {
        condition.kind =
            dynamic_cast<const And<Part>*>(query) ? AlertCondition::Kind::kAll : AlertCondition::Kind::kAny;
        for (auto part = query->beginChildren(); part != query->endChildren(); ++part)
          condition.parts.push_back(condition_of<Part>(part->get()));
      } else if (typeid(*query) == typeid(Query<Part>) && query->getDescription().ends_with("Null")) {
        condition.kind = AlertCondition::Kind::kAll;  // of nothing: "*" and "~"
      } else if constexpr (std::is_same_v<Part, RDKit::Atom>) {
        if (const auto* recursive = dynamic_cast<const RDKit::RecursiveStructureQuery*>(query);
            recursive && !recursive->getQueryMol()->hasProp(RDKit::common_properties::_queryRootAtom)) {
          condition.kind = AlertCondition::Kind::kPattern;
          condition.pattern = pattern_of(*recursive->getQueryMol());
        }
      }
    }
    if constexpr (std::is_same_v<Part, RDKit::Atom>)
      return index_of(condition, into_.atom_conditions, atom_conditions_);
    else
      return index_of(condition, into_.bond_conditions, bond_conditions_);
  }

  template <class Part>
  void read_equality(const Equality<Part>& query, AlertCondition& condition) {
    if (query.getTol() != 0) return;
    condition.kind = AlertCondition::Kind::kEquals;
    condition.value = query.getVal();
    if constexpr (std::is_same_v<Part, RDKit::Atom>) {
      if (dynamic_cast<const RDKit::AtomRingQuery*>(&query) && condition.value < 0) {
        condition.kind = AlertCondition::Kind::kNonzero;
        condition.value = 0;
      }
      condition.function = index_of(query.getDataFunc(), into_.atom_functions, atom_functions_);
    } else {
      condition.function = index_of(query.getDataFunc(), into_.bond_functions, bond_functions_);
    }
  }

  AlertPatterns& into_;
  std::map<AlertCondition, int> atom_conditions_;
  std::map<AlertCondition, int> bond_conditions_;
  std::map<AlertPattern, int> patterns_;
  std::map<int (*)(RDKit::Atom const*), int> atom_functions_;
  std::map<int (*)(RDKit::Bond const*), int> bond_functions_;
};

}  // namespace

AlertPatterns read_alert_patterns(const std::vector<AlertRule>& rules) {
  AlertPatterns patterns;
  Reader reader(patterns);
  for (const AlertRule& rule : rules) patterns.of_rule.push_back(reader.pattern_of(*rule.pattern));
  return patterns;
}

}  // namespace furui
