// Energies of the elements on their own, by one model: what formation energies are against.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/crystal.h"  // for Crystal

namespace furui {

/// One element as its ground state.
struct ReferenceState {
  double energy_per_atom = 0;  ///< in eV, by the model
  std::string structure;       ///< in words: "bcc", "O2 in a box of 13 angstrom"
  Crystal crystal;             ///< relaxed by the model
};

struct ReferenceStates {
  std::string set;  ///< "ASE 3.29.0 reference states"
  std::array<std::optional<ReferenceState>, 119> of;  ///< by atomic number
};

/// Reads references.json of a package as models/README.md states it.
/// throws Error{INVALID_ARGUMENT} naming what is wrong
ReferenceStates parse_reference_states(std::string_view json);

}  // namespace furui
