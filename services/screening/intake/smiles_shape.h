// Whether a text has the shape of a SMILES, to tell structures from names without reading chemistry.
#pragma once

#include <string_view>

namespace furui {

/// True for text of OpenSMILES tokens (James et al., OpenSMILES 1.0) with closed rings, brackets and branches, with
/// or without a CXSMILES extension. No valence is looked at: "C" and "CI" are SMILES, "IC50" and "name" are not.
bool looks_like_smiles(std::string_view text);

/// `text` without blanks (space, tab, line ends) at both ends.
std::string_view trimmed(std::string_view text);

}  // namespace furui
