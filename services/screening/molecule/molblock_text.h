// What a molblock says before any chemistry: how many atoms it holds.
#pragma once

#include <cstddef>
#include <string_view>

namespace furui {

struct MolblockSize {
  std::size_t atoms = 0;
  std::size_t heavy_atoms = 0;  ///< atoms other than H, D and T
};

/// Counts the atom lines of a V2000 or V3000 molblock without reading anything else; zero where it is malformed,
/// which RDKit's reader then says.
MolblockSize count_molblock_atoms(std::string_view block);

}  // namespace furui
