// Small crystals for tests, and the ways to write the same crystal otherwise.
#pragma once

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <string>
#include <variant>
#include <vector>

#include "core/crystal.h"  // for Crystal

namespace furui::crystals {

inline Crystal cubic(double a, std::vector<std::uint8_t> numbers, std::vector<Vector3> fractional) {
  return {{{{a, 0, 0}, {0, a, 0}, {0, 0, a}}}, std::move(numbers), std::move(fractional)};
}

inline Crystal rock_salt(double a, std::uint8_t cation, std::uint8_t anion) {
  return cubic(a, {cation, cation, cation, cation, anion, anion, anion, anion},
               {{0, 0, 0}, {0, .5, .5}, {.5, 0, .5}, {.5, .5, 0}, {.5, .5, .5}, {.5, 0, 0}, {0, .5, 0}, {0, 0, .5}});
}

/// Strontium titanate.
inline Crystal perovskite() { return cubic(3.905, {38, 22, 8, 8, 8}, {{0, 0, 0}, {.5, .5, .5}, {.5, .5, 0}, {.5, 0, .5}, {0, .5, .5}}); }

/// Sites moved by up to `most` angstrom along each axis, the lattice strained by up to `strain`.
inline Crystal shaken(Crystal crystal, double most, double strain, std::mt19937& random) {
  std::uniform_real_distribution<double> by(-1, 1);
  for (Vector3& row : crystal.lattice) {
    const double length = std::hypot(row[0], row[1], row[2]);
    for (double& x : row) x += strain * length * by(random);
  }
  for (Vector3& at : crystal.fractional) {
    for (std::size_t k = 0; k < 3; ++k) {
      const Vector3& row = crystal.lattice[k];
      at[k] += most * by(random) / std::hypot(row[0], row[1], row[2]);
    }
  }
  return crystal;
}

/// A triclinic cell of a few atoms that do not overlap.
inline Crystal random_crystal(std::size_t atoms, std::mt19937& random) {
  std::uniform_real_distribution<double> unit(0, 1);
  Crystal crystal = cubic(2.6 * std::cbrt(static_cast<double>(atoms)), {}, {});
  const auto steps = static_cast<std::size_t>(std::ceil(std::cbrt(static_cast<double>(atoms))));
  constexpr std::uint8_t kElements[] = {3, 8, 11, 13, 14, 22, 26, 29, 57, 92};
  for (std::size_t i = 0; i < atoms; ++i) {
    crystal.atomic_numbers.push_back(kElements[random() % 10]);
    const auto on = [&](std::size_t step) { return (static_cast<double>(step % steps) + 0.2 * unit(random)) / static_cast<double>(steps); };
    crystal.fractional.push_back({on(i), on(i / steps), on(i / steps / steps)});
  }
  return shaken(crystal, 0, 0.15, random);
}

inline Crystal translated(Crystal crystal, const Vector3& by) {
  for (Vector3& at : crystal.fractional) {
    for (std::size_t k = 0; k < 3; ++k) at[k] += by[k];
  }
  return crystal;
}

/// Site i of the result is site order[i] of the crystal.
inline Crystal permuted(const Crystal& crystal, const std::vector<std::size_t>& order) {
  Crystal result = crystal;
  for (std::size_t i = 0; i < order.size(); ++i) {
    result.atomic_numbers[i] = crystal.atomic_numbers[order[i]];
    result.fractional[i] = crystal.fractional[order[i]];
  }
  return result;
}

inline std::vector<std::size_t> shuffled_order(std::size_t size, std::mt19937& random) {
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::shuffle(order.begin(), order.end(), random);
  return order;
}

/// times[0] × times[1] × times[2] cells; the copies of a site follow each other.
inline Crystal supercell(const Crystal& crystal, const std::array<int, 3>& times) {
  Crystal result;
  result.mixtures = crystal.mixtures;
  for (std::size_t k = 0; k < 3; ++k) {
    for (std::size_t x = 0; x < 3; ++x) result.lattice[k][x] = crystal.lattice[k][x] * times[k];
  }
  for (std::size_t i = 0; i < crystal.size(); ++i) {
    for (int a = 0; a < times[0]; ++a) {
      for (int b = 0; b < times[1]; ++b) {
        for (int c = 0; c < times[2]; ++c) {
          const Vector3& at = crystal.fractional[i];
          result.atomic_numbers.push_back(crystal.atomic_numbers[i]);
          result.fractional.push_back({(at[0] + a) / times[0], (at[1] + b) / times[1], (at[2] + c) / times[2]});
        }
      }
    }
  }
  return result;
}

/// A rotation about an axis that is none of the coordinate axes (Rodrigues' formula).
inline Matrix3 rotation(double angle) {
  const double c = std::cos(angle), s = std::sin(angle), x = 2.0 / 7, y = 3.0 / 7, z = 6.0 / 7;
  return {{{c + x * x * (1 - c), x * y * (1 - c) + z * s, x * z * (1 - c) - y * s},
           {x * y * (1 - c) - z * s, c + y * y * (1 - c), y * z * (1 - c) + x * s},
           {x * z * (1 - c) + y * s, y * z * (1 - c) - x * s, c + z * z * (1 - c)}}};
}

/// Row vector times matrix.
inline Vector3 times(const Vector3& row, const Matrix3& matrix) { return cartesian(matrix, row); }

inline Crystal rotated(Crystal crystal, const Matrix3& by) {
  for (Vector3& row : crystal.lattice) row = times(row, by);
  return crystal;
}

inline std::vector<const Crystal*> views(const std::vector<Crystal>& crystals) {
  std::vector<const Crystal*> result;
  for (const Crystal& crystal : crystals) result.push_back(&crystal);
  return result;
}

}  // namespace furui::crystals
