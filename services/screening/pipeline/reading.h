// What reading made of one candidate: a molecule with its stored form, or why there is none.
#pragma once

#include <string>
#include <variant>

#include "core/rejection.h"          // for Rejection
#include "core/sha256.h"             // for Sha256, the identity of a structure
#include "molecule/read_molecule.h"  // for MoleculeReading

namespace furui {

/// A molecule that was read, with the bytes that are stored.
struct Reading {
  std::string content;       ///< serialize(molecule.graph)
  Sha256 structure{};        ///< SHA-256 of content
  MoleculeReading molecule;  ///< graph, changes, warnings, descriptors, alerts
};

using ReadOutcome = std::variant<Reading, Rejection>;

}  // namespace furui
