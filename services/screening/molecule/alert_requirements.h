// What an alert's pattern needs of a molecule at the least: atoms and bonds of certain kinds, so many of each.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "molecule/alert_patterns.h"  // for AlertPatterns
#include "molecule/alert_view.h"      // for AlertView

namespace furui {

/// Counts features of a view's molecule and compares them with each pattern's: of 815 rules some thirty are left. A
/// feature is an atom on which a condition may hold, or a bond where three may: on it and on its two atoms. Atoms and
/// bonds of a pattern match different ones of the molecule, so it needs each feature as often as it has it; the patterns
/// of its recursive SMARTS are asked for themselves. Not thread-safe.
class AlertRequirements {
 public:
  /// view  must outlive this
  AlertRequirements(const AlertPatterns& patterns, const AlertView& view);

  /// Counts the features of the view's molecule.
  void begin();

  /// Whether the molecule has what a pattern needs: false only where no match is possible.
  bool met(int pattern) const;

 private:
  /// Conditions on an atom, a bond and its other atom; -1 where the feature is an atom alone.
  struct Feature {
    int atom = -1;
    int bond = -1;
    int other = -1;
    auto operator<=>(const Feature&) const = default;
  };
  using Counts = std::map<int, int>;        ///< of features
  using Bits = std::vector<std::uint64_t>;  ///< one a feature
  struct Need {
    std::size_t word = 0;  ///< in seen_
    std::uint64_t bits = 0;
  };

  int feature_of(Feature feature);
  Counts counts_of(const AlertPattern& pattern);
  const Bits& bits_of_atom(const AlertKind& atom);
  const Bits& bits_of_bond(const AlertKind& atom, const AlertKind& bond, const AlertKind& other);
  void count(const Bits& bits);

  const AlertView& view_;
  std::vector<Feature> features_;
  std::map<Feature, int> known_features_;
  std::vector<std::vector<Need>> needs_;  ///< of each pattern
  std::size_t words_ = 0;                 ///< of one Bits
  std::map<int, Bits> atom_bits_;
  std::map<std::tuple<int, int, int>, Bits> bond_bits_;
  Bits seen_;  ///< features seen at least once, then those seen at least twice, …
};

}  // namespace furui
