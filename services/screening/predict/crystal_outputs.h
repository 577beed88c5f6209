// Energy, forces, stress and the columns of one crystal, from what a network says of its classes.
#pragma once

#include <array>
#include <span>

#include "predict/crystal_graph.h"      // for CrystalGraph
#include "predict/crystal_predictor.h"  // for CrystalFields
#include "predict/crystal_tables.h"     // for CrystalTables

namespace furui {

/// One crystal's part of ChgnetOutputs.
struct ClassOutputs {
  std::span<const double> site_energies, magnetic_moments;  ///< atom classes
  std::span<const double> length_slopes, cosine_slopes;     ///< bond classes, angle classes
};

/// In eV.
double energy_per_atom(const CrystalTables& tables, std::span<const double> site_energies);

/// F_i = −dE/dx_i, and (1/V) dE/dε with r → r·(1 + ε) for each bond r, not symmetrized. Each member of a class has an
/// equal share of its slope; the slopes along lengths and cosines become slopes along bond vectors by the chain rule.
CrystalFields crystal_fields(const CrystalGraph& graph, const CrystalTables& tables, const ClassOutputs& outputs);

/// Whether every force, stress and moment is.
bool is_finite(const CrystalFields& fields);

/// In the order of architecture "chgnet": energy an atom (eV), largest force (eV/angstrom), pressure = minus the mean of
/// the stress's diagonal (GPa), mean size of the magnetic moments (Bohr magnetons).
std::array<double, 4> crystal_columns(double energy_per_atom, const CrystalFields& fields);

}  // namespace furui
