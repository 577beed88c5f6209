// Synthetic accessibility from 1 (easy) to 10 (hard).
#pragma once

#include <string>

#include "molecule/rdkit_molecule.h"  // for RDKit::ROMol

namespace furui {

/// Loads the fragment scores that models/descriptors/convert_fpscores.py wrote.
/// throws  std::runtime_error (a fault of the installation) where the file is missing or of another format
void load_sa_fragments(const std::string& path);

/// Whether load_sa_fragments was called in this process.
bool sa_fragments_loaded();

/// SA score (Ertl and Schuffenhauer, J. Cheminf. 1:8, 2009) as RDKit's Contrib/SA_Score/sascorer.py computes it:
/// rarity of Morgan fragments of radius 2 against PubChem, less penalties for size, stereocentres, spiro atoms,
/// bridgeheads and macrocycles.
///
/// molecule  sanitized, with at least one atom; the fragment scores loaded
double sa_score(const RDKit::ROMol& molecule);

}  // namespace furui
