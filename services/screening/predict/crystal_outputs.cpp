// Sums over bonds, in double precision and in the order of the bonds.
#include "predict/crystal_outputs.h"

#include <algorithm>
#include <cmath>

#include "predict/cell_filter.h"  // for kGigapascalPerEvCubicAngstrom

namespace furui {

double energy_per_atom(const CrystalTables& tables, std::span<const double> site_energies) {
  double sum = 0;
  for (std::size_t c = 0; c < site_energies.size(); ++c) sum += tables.atom_count[c] * site_energies[c];
  return sum / static_cast<double>(tables.sites());
}

CrystalFields crystal_fields(const CrystalGraph& graph, const CrystalTables& tables, const ClassOutputs& outputs) {
  // Slopes along bond vectors: of the lengths, then of the cosines.
  std::vector<Vector3> slopes(graph.bonds.size());
  for (std::size_t b = 0; b < graph.bonds.size(); ++b) {
    const CrystalBond& bond = graph.bonds[b];
    const std::uint32_t c = tables.bond_class[b];
    const double share = outputs.length_slopes[c] / tables.bond_count[c] / bond.length;
    for (std::size_t k = 0; k < 3; ++k) slopes[b][k] = share * bond.vector[k];
  }
  for (std::size_t a = 0; a < graph.angles.size(); ++a) {
    const CrystalAngle& angle = graph.angles[a];
    const CrystalBond& one = graph.bonds[angle.one / 2];
    const CrystalBond& other = graph.bonds[angle.other / 2];
    const std::uint32_t c = tables.angle_class[a];
    const double share = outputs.cosine_slopes[c] / tables.angle_count[c], cosine = graph.cosine(angle);
    const double mixed = ((angle.one + angle.other) % 2 == 0 ? share : -share) / (one.length * other.length);
    const double along_one = share * cosine / (one.length * one.length), along_other = share * cosine / (other.length * other.length);
    Vector3& of_one = slopes[angle.one / 2];
    Vector3& of_other = slopes[angle.other / 2];
    for (std::size_t k = 0; k < 3; ++k) {
      of_one[k] += mixed * other.vector[k] - along_one * one.vector[k];
      of_other[k] += mixed * one.vector[k] - along_other * other.vector[k];
    }
  }
  CrystalFields fields;
  fields.forces.assign(graph.atomic_numbers.size(), Vector3{});
  for (std::size_t b = 0; b < graph.bonds.size(); ++b) {
    const CrystalBond& bond = graph.bonds[b];
    for (std::size_t k = 0; k < 3; ++k) {
      fields.forces[bond.first][k] -= slopes[b][k];
      fields.forces[bond.second][k] += slopes[b][k];
      for (std::size_t row = 0; row < 3; ++row) fields.stress[row][k] += bond.vector[row] * slopes[b][k];
    }
  }
  for (Vector3& row : fields.stress) {
    for (double& component : row) component *= kGigapascalPerEvCubicAngstrom / graph.volume;
  }
  for (const std::uint32_t c : tables.atom_class) fields.magnetic_moments.push_back(outputs.magnetic_moments[c]);
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
