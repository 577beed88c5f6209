// An RDKit molecule that is owned, without RDKit's headers: they stay in the sources of this layer.
#pragma once

#include <memory>

namespace RDKit {
class ROMol;
class RWMol;
}  // namespace RDKit

namespace furui {

struct DeleteRdkitMolecule {
  void operator()(RDKit::RWMol* molecule) const;
};

/// Owns an RDKit molecule.
using RdkitMolecule = std::unique_ptr<RDKit::RWMol, DeleteRdkitMolecule>;

}  // namespace furui
