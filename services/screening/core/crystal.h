// A standardized crystal as plain numbers: what networks read, what is stored, what is hashed.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
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

/// Who shares a site: atomic numbers, ascending, each with its occupancy, above 0. Together they are at most one atom; of
/// less the rest is vacant.
using Mixture = std::vector<std::pair<std::uint8_t, double>>;

/// Atomic numbers below this are elements; kFirstMixture + m stands for mixtures[m].
constexpr std::uint8_t kFirstMixture = 128;
constexpr std::size_t kMaxMixtures = 128;

/// One element with 1, or a mixture.
Mixture occupants_of(std::uint8_t number, const std::vector<Mixture>& mixtures);

/// A periodic structure: of whole atoms, or with sites that several elements, or none, take by chance (partial occupancy).
struct Crystal {
  Matrix3 lattice{};                        ///< rows are the cell's vectors a, b, c in angstrom; right-handed. Zeros: only the composition is known
  std::vector<std::uint8_t> atomic_numbers;  ///< n, from 1; kFirstMixture + m: the site is shared as mixtures[m] says
  std::vector<Vector3> fractional;           ///< n, coordinates along a, b, c; in [0, 1) once standardized
  std::vector<Mixture> mixtures{};           ///< ascending, none twice, each of a site; empty where all atoms are whole

  std::size_t size() const { return atomic_numbers.size(); }
  bool is_ordered() const { return mixtures.empty(); }
  bool has_geometry() const { return lattice != Matrix3{}; }
  /// Who takes a site.
  Mixture occupants(std::size_t site) const { return occupants_of(atomic_numbers[site], mixtures); }
  friend bool operator==(const Crystal&, const Crystal&) = default;
};

/// Of the cell, in cubic angstrom; negative where the vectors are left-handed.
double volume(const Crystal& crystal);

/// Cartesian coordinates in angstrom of a site's fractional ones.
Vector3 cartesian(const Matrix3& lattice, const Vector3& fractional);

/// Fractional coordinates into [0, 1).
Vector3 wrapped(Vector3 fractional);
/// The same of every site.
void wrap(Crystal& crystal);

/// From b to the nearest image of a, both fractional: each component within a half.
Vector3 to_nearest_image(const Vector3& a, const Vector3& b);

/// The stored form: version byte (2; a molecule graph's is 1), count, 9 doubles of the lattice, then each site's atomic number and 3 doubles, little
/// endian. With mixtures the version is 3, and they follow: how many, then of each how many, and their numbers and occupancies. Equal crystals give equal bytes, so its SHA-256 is the structure's identity.
/// throws std::runtime_error (a fault) for more than 65,535 sites, or mixtures that are not those of the sites
std::string serialize(const Crystal& crystal);

/// The inverse of serialize: what it accepts, serialize writes again byte for byte.
/// throws std::runtime_error (a fault: stored bytes are ours) when the bytes are not a crystal of these versions
Crystal parse_crystal(std::string_view bytes);

}  // namespace furui
