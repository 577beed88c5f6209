// What a model package of architecture "hull" says of itself: no network, but arithmetic on another model's energies.
#pragma once

#include <optional>
#include <string>

#include "core/manifest.h"  // for Manifest

namespace furui {

struct HullParameters {
  std::string energies;  ///< the model whose energies count, with its version: "chgnet/0.3.0"
  std::string property;  ///< its column: "energy_per_atom"
};

/// Nothing where the package is of another architecture.
/// throws Error{INVALID_ARGUMENT} where it is a hull that does not say so, or does not give formation_energy_per_atom
///        and energy_above_hull, in this order
std::optional<HullParameters> hull_parameters(const Manifest& manifest);

}  // namespace furui
