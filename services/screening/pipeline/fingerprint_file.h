// The file of a model package that holds the fingerprints of its training molecules.
#pragma once

#include <string_view>
#include <vector>

#include "molecule/circular_fingerprint.h"  // for Fingerprint

namespace furui {

/// Reads training_fingerprints.bin as models/README.md states it: "FURUI-FP", version and count (4 bytes each, little
/// endian), then 256 bytes a fingerprint, those with fewer bits first.
///
/// throws Error{INVALID_ARGUMENT} saying what was expected and what came
std::vector<Fingerprint> parse_fingerprints(std::string_view bytes);

}  // namespace furui
