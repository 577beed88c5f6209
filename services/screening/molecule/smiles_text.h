// What a SMILES says before any chemistry: how many atoms, which notation, and where it is malformed.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace furui {

/// The first place at which a text stops being a SMILES.
struct SmilesProblem {
  std::size_t position = 0;  ///< 1-based character; 0 where the end of the text is the problem
  std::string message;       ///< "ring bond 1 is never closed"
};

/// A walk over the characters, some nanoseconds each; no RDKit.
struct SmilesScan {
  std::size_t atoms = 0;        ///< atoms written, explicit hydrogens included
  std::size_t heavy_atoms = 0;  ///< atoms other than hydrogen
  bool reaction = false;        ///< an arrow '>' that is no dative bond: a reaction
  bool query = false;  ///< SMARTS inside brackets ("[#6;R]", "[C,N]", "[!H]") or a bond such as '~' or '!'
  std::optional<SmilesProblem> problem;
};

/// Reads the SMILES part of a text (no whitespace, no CXSMILES extension). Counts are right where there is no
/// problem, and bounds from above where there is one.
SmilesScan scan_smiles(std::string_view smiles);

/// Whether all of it is printable ASCII without blanks, as every SMILES is.
bool is_printable_ascii(std::string_view text);

}  // namespace furui
