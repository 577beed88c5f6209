// What reading made of one candidate: a molecule or crystal with its stored form, or why there is none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "core/rejection.h"          // for Rejection
#include "core/sha256.h"             // for Sha256, the identity of a structure
#include "crystal/read_crystal.h"    // for CrystalReading
#include "molecule/read_molecule.h"  // for MoleculeReading

namespace furui {

/// A structure that was read, with the bytes that are stored.
struct Reading {
  std::string content;       ///< serialize() of the molecule's graph or the crystal
  Sha256 structure{};        ///< SHA-256 of content
  MoleculeReading molecule;  ///< graph, changes, warnings, descriptors, alerts; of a crystal empty
  std::optional<CrystalReading> crystal;  ///< where it is one
};

/// Name and version of what a standardization does to molecules and crystals, stored with each reading.
std::string reading_version(Standardization standardization);

/// As a reader answers.
using ReadAnswer = std::variant<MoleculeReading, CrystalReading, Rejection>;

/// Reads a molecule or a crystal, as its notation says; a crystal becomes its primitive cell where a molecule would become
/// its parent.
///
/// throws  as read_molecule and read_crystal
ReadAnswer read_structure(std::string_view raw, const ReadOptions& options);

using ReadOutcome = std::variant<Reading, Rejection>;

}  // namespace furui
