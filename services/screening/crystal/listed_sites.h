// A crystal as a file lists it, before anything is checked.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/crystal.h"  // for Matrix3, Vector3

namespace furui {

struct ListedSite {
  std::string label;        ///< as the file calls it, "Na1"; or its number
  int atomic_number = 0;    ///< 0: the file does not say, or an element that there is not
  Vector3 fractional{};     ///< not wrapped; NaN where the file does not say
  double occupancy = 1;
  bool heavy_hydrogen = false;  ///< deuterium or tritium, which counts as hydrogen
};

/// Whether a file's symbol is deuterium's or tritium's, of atomic number 1.
inline bool is_heavy_hydrogen(std::string_view symbol) { return symbol == "D" || symbol == "T"; }

struct ListedCrystal {
  Matrix3 lattice{};  ///< rows in angstrom
  std::vector<ListedSite> sites;
};

/// Fractional coordinates of a Cartesian place in angstrom: x = f L. No numbers where the lattice encloses no volume.
inline Vector3 fractional_of(const Matrix3& lattice, const Vector3& at) {
  const auto& [a, b, c] = lattice;
  const double whole = dot(a, cross(b, c));
  return {dot(at, cross(b, c)) / whole, dot(at, cross(c, a)) / whole, dot(at, cross(a, b)) / whole};
}

}  // namespace furui
