// Crystals in other cells, orientations and orders, and with known changes, for tests that compare them.
#pragma once

#include <cmath>
#include <random>
#include <utility>

#include "core/crystal.h"
#include "core/matrix3.h"

namespace furui::testing {

using Random = std::mt19937;

inline double between(double low, double high, Random& random) { return std::uniform_real_distribution<double>(low, high)(random); }

/// A rotation, or a reflection in half of the cases: Gram and Schmidt on random vectors.
inline Matrix3 random_orthogonal(Random& random) {
  std::normal_distribution<double> normal;
  Matrix3 rows{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (double& x : rows[i]) x = normal(random);
    for (std::size_t j = 0; j < i; ++j) rows[i] = rows[i] - dot(rows[i], rows[j]) * rows[j];
    rows[i] = (1 / norm(rows[i])) * rows[i];
  }
  return rows;
}

/// The same sites along other rows; whole multiples of the lattice's, so that there may be more sites.
inline Crystal in_cell(const Crystal& crystal, const std::array<std::array<int, 3>, 3>& multiples) {
  Matrix3 rows{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) rows[i][j] = multiples[i][j];
  }
  Crystal result;
  result.lattice = rows * crystal.lattice;
  result.mixtures = crystal.mixtures;
  const Matrix3 back = inverse(rows);
  int reach = 0;
  for (const auto& row : multiples) reach += std::abs(row[0]) + std::abs(row[1]) + std::abs(row[2]);
  constexpr double kInside = 1e-9;
  for (std::size_t site = 0; site < crystal.size(); ++site) {
    const Vector3 from = cartesian(back, crystal.fractional[site]);
    for (int a = -reach; a <= reach; ++a) {
      for (int b = -reach; b <= reach; ++b) {
        for (int c = -reach; c <= reach; ++c) {
              // Lattice points of the old cell that lie in the new one, each once.
          const Vector3 step = cartesian(back, {static_cast<double>(a), static_cast<double>(b), static_cast<double>(c)});
          const auto within = [](double x) { return x >= -kInside && x < 1 - kInside; };
          if (!within(step[0]) || !within(step[1]) || !within(step[2])) continue;
          result.atomic_numbers.push_back(crystal.atomic_numbers[site]);
          result.fractional.push_back(from + step);
        }
      }
    }
  }
  wrap(result);
  return result;
}

/// Each coordinate of each site off by up to this many angstrom.
inline Crystal with_noise(Crystal crystal, double angstrom, Random& random) {
  const Matrix3 to_fractional = inverse(crystal.lattice);
  for (Vector3& at : crystal.fractional) {
    const Vector3 by{between(-angstrom, angstrom, random), between(-angstrom, angstrom, random), between(-angstrom, angstrom, random)};
    at = at + cartesian(to_fractional, by);
  }
  return crystal;
}

/// One site moved along a lab axis.
inline Crystal with_site_moved(Crystal crystal, std::size_t site, double angstrom) {
  crystal.fractional[site] = crystal.fractional[site] + cartesian(inverse(crystal.lattice), {angstrom, 0, 0});
  return crystal;
}

/// A random cell of the given index, origin, order, orientation and hand.
inline Crystal rebased(const Crystal& crystal, int index, Random& random) {
  std::array<std::array<int, 3>, 3> cell{{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  for (int& x : cell[random() % 3]) x *= index;
  for (int step = 0; step < 3; ++step) {
    const std::size_t i = random() % 3, j = (i + 1 + random() % 2) % 3;
    const int sign = random() % 2 == 0 ? 1 : -1;
    for (std::size_t k = 0; k < 3; ++k) cell[i][k] += sign * cell[j][k];
  }
  Crystal result = in_cell(crystal, cell);
  result.lattice = result.lattice * random_orthogonal(random);
  const Vector3 origin{between(0, 1, random), between(0, 1, random), between(0, 1, random)};
  for (Vector3& at : result.fractional) at = at + origin;
  for (std::size_t left = result.size(); left > 1; --left) {
    const std::size_t other = random() % left;
    std::swap(result.atomic_numbers[left - 1], result.atomic_numbers[other]);
    std::swap(result.fractional[left - 1], result.fractional[other]);
  }
  wrap(result);
  return result;
}

/// Sites at random, at least 1.2 angstrom from each other, 12 cubic angstrom each.
inline Crystal random_crystal(const std::vector<std::uint8_t>& atomic_numbers, Random& random) {
  Crystal crystal;
  do {
    for (Vector3& row : crystal.lattice) row = {between(-1, 1, random), between(-1, 1, random), between(-1, 1, random)};
  } while (std::abs(volume(crystal)) < 0.3 * norm(crystal.lattice[0]) * norm(crystal.lattice[1]) * norm(crystal.lattice[2]));
  crystal.lattice = std::cbrt(12 * static_cast<double>(atomic_numbers.size()) / std::abs(volume(crystal))) * crystal.lattice;
  while (crystal.size() < atomic_numbers.size()) {
    const Vector3 at{between(0, 1, random), between(0, 1, random), between(0, 1, random)};
    bool apart = true;
    for (const Vector3& other : crystal.fractional) {
      Vector3 from = at - other;
      for (double& x : from) x -= std::round(x);
      apart = apart && norm(cartesian(crystal.lattice, from)) > 1.2;
    }
    if (!apart) continue;
    crystal.atomic_numbers.push_back(atomic_numbers[crystal.size()]);
    crystal.fractional.push_back(at);
  }
  return crystal;
}

inline Matrix3 tetragonal(double a, double c) { return {{{a, 0, 0}, {0, a, 0}, {0, 0, c}}}; }
inline Matrix3 hexagonal(double a, double c) { return {{{a, 0, 0}, {-a / 2, a * std::sqrt(0.75), 0}, {0, 0, c}}}; }

/// Two elements on the sites of rock salt, four each.
inline Crystal rock_salt(double a = 5.64) {
  return {tetragonal(a, a), {11, 11, 11, 11, 17, 17, 17, 17},
          {{0, 0, 0}, {0, .5, .5}, {.5, 0, .5}, {.5, .5, 0}, {.5, .5, .5}, {.5, 0, 0}, {0, .5, 0}, {0, 0, .5}}};
}

}  // namespace furui::testing
