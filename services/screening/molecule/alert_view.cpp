// Three-valued logic over the values that RDKit's own functions give.
#include "molecule/alert_view.h"

#include <GraphMol/RWMol.h>

#include <algorithm>
#include <utility>

namespace furui {
namespace {

Truth truth_where(bool holds) {
  return holds ? Truth::kYes : Truth::kNo;
}

Truth opposite(Truth truth) {
  return static_cast<Truth>(2 - static_cast<int>(truth));
}

}  // namespace

Truth AlertView::truth_of(const AlertCondition& condition, const std::vector<Truth>& earlier) const {
  using Kind = AlertCondition::Kind;
  const auto of = [&](int part) { return earlier[static_cast<std::size_t>(part)]; };
  const auto value = [&] { return values_[static_cast<std::size_t>(condition.function)]; };
  Truth truth = Truth::kMaybe;
  switch (condition.kind) {
    case Kind::kEquals:
      truth = truth_where(value() == condition.value);
      break;
    case Kind::kNonzero:
      truth = truth_where(value() != 0);
      break;
    case Kind::kAtLeast:
      truth = truth_where(value() >= condition.value);
      break;
    case Kind::kAll:
      truth = Truth::kYes;
      for (const int part : condition.parts) truth = std::min(truth, of(part));
      break;
    case Kind::kAny:
      truth = Truth::kNo;
      for (const int part : condition.parts) truth = std::max(truth, of(part));
      break;
    case Kind::kPattern: {
      const auto& steps = patterns_.patterns[static_cast<std::size_t>(condition.pattern)].steps;
      truth = std::min(of(steps.front().condition), Truth::kMaybe);
      break;
    }
    case Kind::kUnknown:
      break;
  }
  return condition.negated ? opposite(truth) : truth;
}

template <class Part>
const AlertKind& AlertView::kind_of(const Part& part, const std::vector<int (*)(Part const*)>& functions,
                                    const std::vector<AlertCondition>& conditions,
                                    std::map<Values, AlertKind>& known) {
  values_.clear();
  for (const auto function : functions) values_.push_back(function(&part));
  const auto place = known.find(values_);
  if (place != known.end()) return place->second;
  AlertKind kind;
  kind.index = static_cast<int>(known.size());
  kind.truths.reserve(conditions.size());
  for (const AlertCondition& condition : conditions)
    kind.truths.push_back(truth_of(condition, kind.truths));
  return known.emplace(values_, std::move(kind)).first->second;  // whole or not at all, should memory run out
}

void AlertView::look_at(const RDKit::ROMol& molecule) {
  kinds_.clear();
  starts_.assign(1, 0);
  neighbours_.clear();
  for (const RDKit::Atom* atom : molecule.atoms()) {
    kinds_.push_back(&kind_of(*atom, patterns_.atom_functions, patterns_.atom_conditions, atom_kinds_));
    for (const RDKit::Bond* bond : molecule.atomBonds(atom)) {
      const AlertKind& kind =
          kind_of(*bond, patterns_.bond_functions, patterns_.bond_conditions, bond_kinds_);
      neighbours_.push_back({static_cast<int>(bond->getOtherAtomIdx(atom->getIdx())), &kind});
    }
    starts_.push_back(neighbours_.size());
  }
}

}  // namespace furui
