// What is decided about a molecule from its elements and size alone, before any network runs.
#pragma once

#include <optional>
#include <string>

#include "core/manifest.h"        // for Manifest, which states the elements
#include "core/molecule_graph.h"  // for MoleculeGraph
#include "core/prediction.h"      // for Domain
#include "core/rejection.h"       // for Rejection

namespace furui {

/// A rejection where the model cannot take the molecule: no atoms, or an element that the original library refuses.
std::optional<Rejection> refuse(const Manifest& manifest, const MoleculeGraph& graph);

/// kOut with an element that the featurizer maps to *other* or more heavy atoms than the manifest states; kUnknown
/// where the manifest states neither; else kIn.
Domain domain_of(const Manifest& manifest, const MoleculeGraph& graph);

/// Why domain_of gives kOut, for a chemist: "atom 3: U is no element that the model tells apart".
std::string why_outside(const Manifest& manifest, const MoleculeGraph& graph);

}  // namespace furui
