// A crystal with what a model gave of it, as one frame of extended XYZ.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/crystal.h"  // for Crystal

namespace furui {

/// What a model gives of a crystal and its sites; empty where it does not.
struct CrystalFieldValues {
  std::optional<double> energy;         ///< of the cell, in eV
  std::vector<float> forces;            ///< three a site, Cartesian, in eV/angstrom
  std::vector<float> stress;            ///< nine, row by row, in GPa, positive under tension
  std::vector<float> magnetic_moments;  ///< one a site, in Bohr magnetons
};

/// Extended XYZ (github.com/libAtoms/extxyz) with the names and units by which ASE reads it: Cartesian positions in angstrom,
/// `energy` in eV, `forces` in eV/angstrom, `magmoms` in Bohr magnetons, `stress` of nine in eV/angstrom^3, and `info` as key="value".
///
/// crystal  of whole atoms
/// throws   std::logic_error (a fault) where a field is not of the crystal's size
std::string extxyz_text(const Crystal& crystal, const std::vector<std::pair<std::string, std::string>>& info, const CrystalFieldValues& values);

}  // namespace furui
