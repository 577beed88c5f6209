// Sums over bonds, in double precision and in the order of the bonds.
#include "predict/crystal_outputs.h"

#include <algorithm>
#include <cmath>

namespace furui {
namespace {

constexpr double kGigapascal = 160.21766208;  // of 1 eV/Å3 (CODATA 2014, as chgnet 0.4.2 has it)

}  // namespace

CrystalFields crystal_fields(const CrystalGraph& graph, std::span<const Vector3> bond_gradients, std::span<const double> magnetic_moments) {
  CrystalFields fields;
  fields.forces.assign(graph.atomic_numbers.size(), Vector3{});
  for (std::size_t b = 0; b < graph.bonds.size(); ++b) {
    const CrystalBond& bond = graph.bonds[b];
    const Vector3& slope = bond_gradients[b];
    for (std::size_t k = 0; k < 3; ++k) {
      fields.forces[bond.first][k] -= slope[k];
      fields.forces[bond.second][k] += slope[k];
      for (std::size_t row = 0; row < 3; ++row) fields.stress[row][k] += bond.vector[row] * slope[k];
    }
  }
  for (Vector3& row : fields.stress) {
    for (double& component : row) component *= kGigapascal / graph.volume;
  }
  fields.magnetic_moments.assign(magnetic_moments.begin(), magnetic_moments.end());
  return fields;
}

bool is_finite(const CrystalFields& fields) {
  const auto finite = [](const Vector3& v) { return std::isfinite(v[0]) && std::isfinite(v[1]) && std::isfinite(v[2]); };
  return std::all_of(fields.forces.begin(), fields.forces.end(), finite) && std::all_of(fields.stress.begin(), fields.stress.end(), finite) &&
         std::all_of(fields.magnetic_moments.begin(), fields.magnetic_moments.end(), [](double m) { return std::isfinite(m); });
}

std::array<double, 4> crystal_columns(double energy_per_atom, const CrystalFields& fields) {
  double force = 0, moment = 0;
  for (const Vector3& f : fields.forces) force = std::max(force, std::hypot(f[0], f[1], f[2]));
  for (const double m : fields.magnetic_moments) moment += m;
  return {energy_per_atom, force, -(fields.stress[0][0] + fields.stress[1][1] + fields.stress[2][2]) / 3,
          moment / static_cast<double>(fields.magnetic_moments.size())};
}

}  // namespace furui
