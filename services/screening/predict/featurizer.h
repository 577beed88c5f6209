// Atom and bond features as chemprop 2.3.1 computes them, and the codes that tell distinct features apart.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/molecule_graph.h"  // for Atom, Bond
#include "predict/hash128.h"      // for Hash128, an exact code of the features

namespace furui {

/// chemprop's featurizer modes (chemprop/featurizers/atom.py and bond.py).
enum class Featurizer : std::uint8_t { kV1, kV2, kOrganic, kRigr };

/// throws Error{INVALID_ARGUMENT} listing the known names
Featurizer featurizer_from_string(std::string_view name);
const char* to_string(Featurizer featurizer);  ///< "v1", "v2", "organic", "rigr"

std::size_t atom_feature_width(Featurizer featurizer);  ///< 133, 72, 44, 52
std::size_t bond_feature_width(Featurizer featurizer);  ///< 14, 14, 14, 2

/// A code that is equal for two atoms exactly where their features are (before scrambling it is the features).
Hash128 atom_code(Featurizer featurizer, const Atom& atom);
/// The same for bonds.
Hash128 bond_code(Featurizer featurizer, const Bond& bond);

/// Writes the atom's features; `row` has atom_feature_width values.
void write_atom_features(Featurizer featurizer, const Atom& atom, std::span<float> row);
/// Writes the bond's features; `row` has bond_feature_width values.
void write_bond_features(Featurizer featurizer, const Bond& bond, std::span<float> row);

}  // namespace furui
