// The lowest energy that a mixture of phases of one chemical system can have, and which phases it is of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/composition.h"  // for Composition

namespace furui {

/// What a composition decomposes into.
struct Decomposition {
  struct Part {
    std::size_t phase = 0;  ///< as add() numbered it; kElement and more for an element on its own
    double share = 0;       ///< of the atoms, above 0
  };
  std::vector<Part> parts;     ///< of a stable phase itself alone
  double formation_energy = 0; ///< of the mixture, in eV/atom
};

/// Of one chemical system: phases of some or all of its elements, and the elements themselves at 0.
class ConvexHull {
 public:
  /// elements  atomic numbers, ascending, at most 128
  explicit ConvexHull(std::vector<std::uint8_t> elements);

  /// Another phase, on the hull or above it; those above it are let go.
  ///
  /// id                what parts call it, below kElement
  /// composition       of the hull's elements
  /// formation_energy  against the elements, in eV/atom
  void add(std::size_t id, const Composition& composition, double formation_energy);

  /// By the simplex method from the elements as the first basis: the mixture of the composition with the least energy.
  /// composition  of the hull's elements
  Decomposition decompose(const Composition& composition) const;

  static constexpr std::size_t kElement = std::size_t{1} << 62;  ///< plus the atomic number: an element as a part

 private:
  struct Phase {
    std::size_t id = 0;
    std::vector<double> shares;  // of the hull's elements
    double formation_energy = 0;
  };

  std::vector<double> shares_of(const Composition& composition) const;

  std::vector<std::uint8_t> elements_;
  std::vector<Phase> phases_;  // that were below the hull of those before
};

}  // namespace furui
