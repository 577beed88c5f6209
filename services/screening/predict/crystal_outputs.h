// Forces, stress and the columns of one crystal, from the gradients along its bonds.
#pragma once

#include <array>
#include <span>

#include "predict/crystal_graph.h"      // for CrystalGraph
#include "predict/crystal_predictor.h"  // for CrystalFields

namespace furui {

/// F_i = −dE/dx_i, and (1/V) dE/dε with r → r·(1 + ε) for each bond r; not symmetrized.
///
/// bond_gradients    one a bond: dE/dr in eV/angstrom
/// magnetic_moments  one a site
CrystalFields crystal_fields(const CrystalGraph& graph, std::span<const Vector3> bond_gradients, std::span<const double> magnetic_moments);

/// Whether every force, stress and moment is.
bool is_finite(const CrystalFields& fields);

/// In the order of architecture "chgnet": energy an atom (eV), largest force (eV/angstrom), pressure = minus the mean of
/// the stress's diagonal (GPa), mean size of the magnetic moments (Bohr magnetons).
std::array<double, 4> crystal_columns(double energy_per_atom, const CrystalFields& fields);

}  // namespace furui
