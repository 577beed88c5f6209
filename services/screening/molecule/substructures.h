// Which SMARTS patterns a molecule matches, and at which atoms.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

#include "molecule/rdkit_molecule.h"  // for RDKit::ROMol

namespace furui {

/// Thrown where a pattern is no SMARTS. Its text is for the pattern's author.
struct UnreadablePattern : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The first match of each pattern, as indices of atoms; empty where there is none.
///
/// SMARTS as RDKit reads them, hydrogens merged into their neighbours; chirality and double-bond stereo in a pattern are
/// not looked at. Patterns are kept between calls. Not thread-safe.
/// throws  UnreadablePattern
std::vector<std::vector<std::uint16_t>> first_matches(const RDKit::ROMol& molecule, const std::vector<std::string>& smarts);

}  // namespace furui
