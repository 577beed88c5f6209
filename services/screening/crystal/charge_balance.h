// Whether the oxidation states of a composition's elements can add up to nothing.
#pragma once

#include <cstdint>
#include <map>

#include "crystal/element_table.h"  // for ElementTable

namespace furui {

/// SMACT's test of a composition (Davies et al., J. Open Source Softw. 4, 1361 (2019)): some choice of one oxidation state an
/// element is neutral, and every element in a positive state is less electronegative than every one in a negative state.
/// Elements alone and alloys of metals pass.
///
/// counts  atoms of each element; at least one
/// table   with the columns oxidation_states, electronegativity (Pauling) and is_metal
/// returns false too where an element has no oxidation states, or no electronegativity
bool charges_balance(const std::map<std::uint8_t, int>& counts, const ElementTable& table);

}  // namespace furui
