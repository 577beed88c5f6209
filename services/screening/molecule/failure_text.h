// Why RDKit refused a molecule, in a chemist's words, with the atom as the user counts it.
#pragma once

#include <string_view>

#include "core/candidate.h"  // for Notation
#include "core/rejection.h"  // for Rejection

namespace furui {

/// Reads a text that RDKit refused once more, slowly, to say what is wrong with it.
///
/// text      a SMILES (with its CXSMILES extension, if any) or a molblock, not empty
/// returns   BAD_ENCODING, PARSE_ERROR, VALENCE_ERROR, KEKULIZE_ERROR or UNSUPPORTED_FEATURE of stage READ
Rejection explain_failure(std::string_view text, Notation notation);

}  // namespace furui
