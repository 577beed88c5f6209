// A standardized crystal as plain numbers: what networks read, what is stored, what is hashed.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace furui {

using Vector3 = std::array<double, 3>;
using Matrix3 = std::array<Vector3, 3>;  ///< three rows

constexpr double dot(const Vector3& a, const Vector3& b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }
constexpr Vector3 cross(const Vector3& a, const Vector3& b) {
  return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
}
/// Length.
inline double norm(const Vector3& a) { return std::sqrt(dot(a, a)); }

/// A periodic structure of whole atoms.
struct Crystal {
  Matrix3 lattice{};                        ///< rows are the cell's vectors a, b, c in angstrom; right-handed
  std::vector<std::uint8_t> atomic_numbers;  ///< n, from 1
  std::vector<Vector3> fractional;           ///< n, coordinates along a, b, c; in [0, 1) once standardized

  std::size_t size() const { return atomic_numbers.size(); }
  friend bool operator==(const Crystal&, const Crystal&) = default;
};

/// Of the cell, in cubic angstrom; negative where the vectors are left-handed.
double volume(const Crystal& crystal);

/// Cartesian coordinates in angstrom of a site's fractional ones.
Vector3 cartesian(const Matrix3& lattice, const Vector3& fractional);

/// Every fractional coordinate into [0, 1).
void wrap(Crystal& crystal);

/// "Li2MnO3": the least electronegative element first (electronegativity()), counts divided by their greatest common
/// divisor. Elements on their own keep how they come in nature out of it: "O", not "O2".
std::string reduced_formula(const std::vector<std::uint8_t>& atomic_numbers);

/// The stored form: version byte (2; a molecule graph's is 1), count, 9 doubles of the lattice, then each site's atomic number and 3 doubles, little
/// endian. Equal crystals give equal bytes, so its SHA-256 is the structure's identity.
/// throws std::runtime_error (a fault) for more than 65,535 sites
std::string serialize(const Crystal& crystal);

/// The inverse of serialize: what it accepts, serialize writes again byte for byte.
/// throws std::runtime_error (a fault: stored bytes are ours) when the bytes are not a crystal of this version
Crystal parse_crystal(std::string_view bytes);

}  // namespace furui
