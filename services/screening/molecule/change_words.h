// What standardization did, in words a chemist uses.
#pragma once

#include <string>
#include <vector>

namespace furui {

/// removed  canonical SMILES of the fragments that were dropped
/// log      what RDKit's standardization steps said, one message a line
/// returns  "removed fragment [Na+]", "cut bond Zn-O", "normalized: Sulfoxide to -S+(O-)-", "neutralized 1 negative charge", …
std::vector<std::string> changes_in_words(const std::vector<std::string>& removed, const std::string& log);

}  // namespace furui
