// What a user submits: one row of a list, before anything is understood of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace furui {

/// The numbers are stored: never change or reuse one.
enum class CandidateKind : std::uint8_t { kMolecule = 1, kCrystal = 2, kComposition = 3 };

/// How the raw bytes are to be read. The numbers are stored: never change or reuse one.
enum class Notation : std::uint8_t {
  kSmiles = 1,    ///< SMILES or CXSMILES
  kMolblock = 2,  ///< a connection table, V2000 or V3000, as in an SDF record without its properties
  kCif = 3,
  kPoscar = 4,
  kFormula = 5,
  kRow = 6,  ///< a whole row of a table with more cells than columns: which of them is the structure cannot be told
  kGraph = 7,  ///< a molecule that was read before, as serialize wrote it; never submitted
  kExtxyz = 8,    ///< one frame of an extended XYZ file
  kPymatgen = 9,  ///< pymatgen's Structure as JSON
  kOptimade = 10,  ///< an OPTIMADE resource of the type "structures" as JSON
};

/// Whether a notation is one of crystals.
constexpr bool is_of_crystal(Notation notation) {
  return notation == Notation::kCif || notation == Notation::kPoscar || notation == Notation::kExtxyz || notation == Notation::kPymatgen ||
         notation == Notation::kOptimade;
}

/// One submitted row. Identity: (screening, ordinal) and the SHA-256 of raw.
struct Candidate {
  CandidateKind kind = CandidateKind::kMolecule;
  Notation notation = Notation::kSmiles;
  std::string raw;                  ///< the structure's bytes as they came; may be empty
  std::string id;                   ///< the user's id or name; empty where there is none
  std::vector<std::string> fields;  ///< the row's cells in the order of the screening's columns, UTF-8
};

}  // namespace furui
