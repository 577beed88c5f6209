// A perceived RDKit molecule as plain numbers.
#pragma once

#include "core/molecule_graph.h"      // for MoleculeGraph
#include "molecule/rdkit_molecule.h"  // for RDKit::ROMol

namespace furui {

/// Atoms and bonds in RDKit's order; the molecule must be sanitized and hold at most 65,535 atoms and bonds.
MoleculeGraph graph_of(const RDKit::ROMol& molecule);

}  // namespace furui
