// Phases by chemical system; of each system one hull.
#include "stability/stability.h"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <map>

#include "core/elements.h"          // for element_symbol
#include "core/enumeration.h"       // for enumeration
#include "stability/convex_hull.h"  // for ConvexHull

namespace furui {
namespace {

constexpr double kRounding = 1e-9;  // eV/atom: on the hull

using Elements = std::bitset<128>;

Elements elements_of(const Composition& composition) {
  Elements elements;
  for (const auto& [element, share] : composition) elements.set(element);
  return elements;
}

std::vector<std::uint8_t> numbers_of(const Elements& elements) {
  std::vector<std::uint8_t> numbers;
  for (std::size_t z = 0; z < elements.size(); ++z) {
    if (elements[z]) numbers.push_back(static_cast<std::uint8_t>(z));
  }
  return numbers;
}

bool same_composition(const Composition& a, const Composition& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) { return x.first == y.first && std::abs(x.second - y.second) < 1e-9; });
}

/// "Li", "Li and O", "Li, Mn and O".
std::string list_of(const std::vector<std::uint8_t>& elements) {
  std::vector<std::string> symbols;
  for (const std::uint8_t number : elements) symbols.emplace_back(element_symbol(number));
  return enumeration(symbols);
}

struct ComparesElements {
  bool operator()(const Elements& a, const Elements& b) const { return a.to_string() < b.to_string(); }
};

/// Everything that a system's candidates share.
class System {
 public:
  System(const Elements& elements, std::span<const Phase> phases, std::span<const double> formation, std::span<const Elements> elements_of_phases)
      : elements_(numbers_of(elements)), phases_(phases), hull_(elements_) {
    std::vector<std::size_t> members;
    for (std::size_t i = 0; i < phases.size(); ++i) {
      if ((elements_of_phases[i] & ~elements).none() && std::isfinite(formation[i])) members.push_back(i);
    }
    // The lowest first: most others are then above the hull at once, and never enter it. Equal ones in their order.
    std::stable_sort(members.begin(), members.end(), [&](std::size_t a, std::size_t b) { return formation[a] < formation[b]; });
    for (const std::size_t i : members) {
      hull_.add(i, phases[i].composition, formation[i]);
      if (phases[i].composition.size() > 1) compounds_.push_back(i);
    }
  }

  void assess(std::size_t phase, double formation, Stability& result) const {
    const Decomposition decomposition = hull_.decompose(phases_[phase].composition);
    result.formation_energy = formation;
    const double above = formation - decomposition.formation_energy;
    result.above_hull = above > kRounding ? above : 0;
    for (const Decomposition::Part& part : decomposition.parts) {
      const bool element = part.phase >= ConvexHull::kElement;
      result.products.push_back({element ? 0 : part.phase, element ? static_cast<std::uint8_t>(part.phase - ConvexHull::kElement) : std::uint8_t{0}, part.share});
    }
    judge(phase, result);
  }

 private:
  /// A pair of elements that no compound holds, or that there is no compound at all.
  void judge(std::size_t phase, Stability& result) const {
    if (elements_.size() < 2) return;
    bool any = false;
    std::vector<std::vector<bool>> met(elements_.size(), std::vector<bool>(elements_.size(), false));
    for (const std::size_t other : compounds_) {
      if (same_composition(phases_[other].composition, phases_[phase].composition)) continue;
      any = true;
      std::vector<std::size_t> places;
      for (const auto& [element, share] : phases_[other].composition)
        places.push_back(static_cast<std::size_t>(std::lower_bound(elements_.begin(), elements_.end(), element) - elements_.begin()));
      for (const std::size_t a : places) {
        for (const std::size_t b : places) met[a][b] = true;
      }
    }
    if (!any) {
      result.trust = Domain::kOut;
      result.note = "no compound of " + list_of(elements_) + " competes with it, only the elements: its energy above the hull is a weak lower bound";
      return;
    }
    std::string missing;
    for (std::size_t a = 0; a < elements_.size(); ++a) {
      for (std::size_t b = a + 1; b < elements_.size(); ++b) {
        if (!met[a][b]) missing += (missing.empty() ? "" : ", ") + list_of({elements_[a], elements_[b]});
      }
    }
    if (missing.empty()) return;
    result.trust = Domain::kBorderline;
    result.note = "no competing compound holds " + missing + " together: its energy above the hull is a lower bound";
  }

  std::vector<std::uint8_t> elements_;
  std::span<const Phase> phases_;
  ConvexHull hull_;
  std::vector<std::size_t> compounds_;
};

/// NaN where an element has no reference state, which is then named.
double formation_energy(const Phase& phase, const ReferenceStates& references, std::uint8_t& without) {
  double energy = phase.energy_per_atom;
  for (const auto& [element, share] : phase.composition) {
    const auto& reference = references.of.at(element);
    if (!reference) {
      without = element;
      return NAN;
    }
    energy -= share * reference->energy_per_atom;
  }
  return energy;
}

}  // namespace

std::vector<Stability> assess_stability(std::span<const Phase> phases, std::size_t assessed, const ReferenceStates& references) {
  std::vector<Stability> result(assessed);
  std::vector<double> formation;
  std::vector<Elements> elements;
  std::map<Elements, std::vector<std::size_t>, ComparesElements> systems;
  for (std::size_t i = 0; i < phases.size(); ++i) {
    std::uint8_t without = 0;
    formation.push_back(formation_energy(phases[i], references, without));
    elements.push_back(elements_of(phases[i].composition));
    if (i >= assessed) continue;
    if (std::isfinite(formation[i])) systems[elements[i]].push_back(i);
    else
      result[i].rejection = Rejection{Stage::kPredict, Reason::kNoReference,
                                      "there is no reference state of " + std::string(element_symbol(without)) + " in the set '" + references.set + "', so no formation energy"};
  }
  for (const auto& [of, members] : systems) {
    const System system(of, phases, formation, elements);
    for (const std::size_t i : members) system.assess(i, formation[i], result[i]);
  }
  return result;
}

}  // namespace furui
