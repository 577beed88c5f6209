// Circular (Morgan, ECFP4-like) fingerprints of molecule graphs, bit for bit those of RDKit.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/molecule_graph.h"  // for MoleculeGraph

namespace furui {

constexpr std::size_t kFingerprintWords = 32;

/// 2,048 bits, bit b in word b / 64.
using Fingerprint = std::array<std::uint64_t, kFingerprintWords>;

/// Name of the kind, for manifests and provenance.
inline constexpr char kFingerprintKind[] = "morgan-2-2048";

/// The fingerprint that RDKit 2022.09's GetMorganFingerprintAsBitVect(molecule, 2, 2048) gives with its defaults: the
/// environments of radius 0, 1 and 2 around each atom (Rogers & Hahn 2010, J. Chem. Inf. Model. 50, 742), without
/// chirality, each set of bonds counted once.
///
/// Bonds that a graph does not tell apart (quadruple, hydrogen bonds and the like) all count as "other".
Fingerprint circular_fingerprint(const MoleculeGraph& graph);

}  // namespace furui
