// A stored graph as an RDKit molecule again, perceived as it was when it was read.
#pragma once

#include "core/molecule_graph.h"      // for MoleculeGraph
#include "molecule/rdkit_molecule.h"  // for RdkitMolecule

namespace furui {

/// Atoms and bonds in the graph's order, with elements, charges, isotopes, hydrogens, aromaticity, hybridization,
/// conjugation and rings as substructure searches and scaffolds need them. Chirality is kept, the stereo of double
/// bonds is not; bonds that a graph does not tell apart are of RDKit's type OTHER.
///
/// throws  RDKit's exceptions where the graph is of no molecule
RdkitMolecule molecule_of(const MoleculeGraph& graph);

}  // namespace furui
