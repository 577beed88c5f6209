// A molecule as alert rules see it: what each atom's and bond's own values say of every condition.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "molecule/alert_patterns.h"  // for AlertPatterns
#include "molecule/rdkit_molecule.h"  // for RDKit::ROMol

namespace furui {

/// Whether a condition holds; kMaybe where that depends on more than the atom or the bond alone.
enum class Truth : std::uint8_t { kNo = 0, kMaybe = 1, kYes = 2 };

/// Atoms, or bonds, of which all functions that rules ask have the same values; a few hundred make up most lists.
struct AlertKind {
  int index = 0;              ///< in the order in which they were met
  std::vector<Truth> truths;  ///< of each condition
};

/// The other end of a bond.
struct AlertNeighbour {
  int atom = 0;
  const AlertKind* bond = nullptr;
};

/// Views one molecule at a time, and remembers the kinds that it met. Not thread-safe.
class AlertView {
 public:
  /// patterns  must outlive this
  explicit AlertView(const AlertPatterns& patterns) : patterns_(patterns) {}
  AlertView(const AlertView&) = delete;
  AlertView& operator=(const AlertView&) = delete;

  /// molecule  sanitized
  void look_at(const RDKit::ROMol& molecule);

  int atoms() const { return static_cast<int>(kinds_.size()); }
  const AlertKind& kind(int atom) const { return *kinds_[static_cast<std::size_t>(atom)]; }
  std::span<const AlertNeighbour> neighbours(int atom) const {
    const auto place = static_cast<std::size_t>(atom);
    return std::span(neighbours_).subspan(starts_[place], starts_[place + 1] - starts_[place]);
  }

  std::size_t kinds_met() const { return atom_kinds_.size() + bond_kinds_.size(); }

 private:
  using Values = std::vector<int>;  ///< of the functions, in their order

  template <class Part>
  const AlertKind& kind_of(const Part& part, const std::vector<int (*)(Part const*)>& functions,
                           const std::vector<AlertCondition>& conditions, std::map<Values, AlertKind>& known);
  Truth truth_of(const AlertCondition& condition, const std::vector<Truth>& earlier) const;

  const AlertPatterns& patterns_;
  std::map<Values, AlertKind> atom_kinds_;
  std::map<Values, AlertKind> bond_kinds_;
  Values values_;  ///< of the atom or bond at hand
  std::vector<const AlertKind*> kinds_;
  std::vector<std::size_t> starts_;  ///< of each atom's neighbours
  std::vector<AlertNeighbour> neighbours_;
};

}  // namespace furui
