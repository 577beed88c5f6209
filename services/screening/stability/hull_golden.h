// A hull package's golden set: made-up phases with what another program says of them.
#pragma once

#include <string_view>

#include "stability/reference_states.h"  // for ReferenceStates

namespace furui {

struct HullGoldenReport {
  std::size_t rows = 0;       ///< phases compared
  double worst = 0;           ///< largest difference of a formation energy or energy above the hull, in eV/atom
  std::size_t worst_line = 0; ///< from 0
};

/// Each line {"entries": [{"atoms": {"Li": 2, "O": 1}, "energy_per_atom"}, …], "values": [[formation, above the hull], …]}.
/// throws Error{INVALID_ARGUMENT} naming the line that is none
HullGoldenReport compare_with_golden(const ReferenceStates& references, std::string_view golden);

}  // namespace furui
