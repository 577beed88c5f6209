// The Morse potential of tests/golden/relaxation: what relaxations are tried on where no network is wanted.
#pragma once

#include <cmath>

#include "predict/relaxing_crystal.h"  // for GeometryEvaluation

namespace furui::pair_potential {

/// Between every two sites and all images of the second up to three cells away; as make_golden.py has it.
inline GeometryEvaluation evaluate(const Crystal& crystal) {
  constexpr double kDepth = 0.5, kSteepness = 3.0;
  const std::size_t n = crystal.size();
  GeometryEvaluation result;
  result.forces.assign(n, Vector3{});
  double energy = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      const double rest = 1.5 + 0.02 * (crystal.atomic_numbers[i] + crystal.atomic_numbers[j]);
      for (int image = 0; image < 343; ++image) {
        const Vector3 cell{image / 49 - 3.0, image / 7 % 7 - 3.0, image % 7 - 3.0};
        Vector3 apart{};
        for (std::size_t k = 0; k < 3; ++k) apart[k] = crystal.fractional[i][k] - crystal.fractional[j][k] - cell[k];
        const Vector3 vector = cartesian(crystal.lattice, apart);
        const double length = norm(vector);
        if (i == j && length < 1e-9) continue;
        const double decay = std::exp(-kSteepness * (length - rest));
        energy += 0.5 * kDepth * ((1 - decay) * (1 - decay) - 1);
        const double slope = kDepth * kSteepness * (1 - decay) * decay / length;
        for (std::size_t k = 0; k < 3; ++k) {
          result.forces[i][k] -= slope * vector[k];
          result.forces[j][k] += slope * vector[k];
          for (std::size_t row = 0; row < 3; ++row) result.stress[row][k] += vector[row] * slope * vector[k];
        }
      }
    }
  }
  for (Vector3& row : result.stress) {
    for (double& x : row) x *= kGigapascalPerEvCubicAngstrom / std::abs(volume(crystal));
  }
  result.energy_per_atom = energy / static_cast<double>(n);
  return result;
}

}  // namespace furui::pair_potential
