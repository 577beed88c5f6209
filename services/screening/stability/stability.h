// Formation energies, energies above the hull of all phases there are, and how far such a hull can be trusted.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/composition.h"            // for Composition
#include "core/prediction.h"             // for Domain
#include "core/rejection.h"              // for Rejection
#include "stability/reference_states.h"  // for ReferenceStates

namespace furui {

/// A phase that competes: a candidate of the screening, or one of a list beside it.
struct Phase {
  Composition composition;
  double energy_per_atom = 0;  ///< in eV, by the model of the reference states
};

/// What a phase decomposes into, in the order of shares, the largest first.
struct Product {
  std::size_t phase = 0;        ///< index into the phases; that of an element on its own where `element` is set
  std::uint8_t element = 0;     ///< atomic number of a reference state; 0: a phase
  double share = 0;             ///< of the atoms
};

struct Stability {
  std::optional<Rejection> rejection;  ///< an element without a reference state
  double formation_energy = 0;  ///< eV/atom, against the reference states
  double above_hull = 0;        ///< eV/atom, not below 0
  std::vector<Product> products;  ///< itself where it is on the hull
  /// kIn: each two of its elements meet in some competing compound. kBorderline: some two never do. kOut: no compound
  /// competes at all. The energy above the hull is a lower bound, the weaker the fewer phases compete.
  Domain trust = Domain::kIn;
  std::string note;             ///< what is missing, in words; empty for kIn
};

/// Name and version of what is done here, stored with its results.
inline constexpr const char* kHullVersion = "furui-hull/1";

/// Of the first `assessed` phases; all of them compete. A phase of another's composition with a higher energy competes
/// with it like any other; phases of one composition do not count as competing compounds of each other.
/// Time is that of some hundred products of matrices a phase, once for each chemical system.
std::vector<Stability> assess_stability(std::span<const Phase> phases, std::size_t assessed, const ReferenceStates& references);

}  // namespace furui
