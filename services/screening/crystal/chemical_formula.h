// A chemical formula as people write it: elements, amounts, brackets, hydrates.
#pragma once

#include <string_view>
#include <variant>

#include "core/composition.h"  // for Amounts
#include "core/rejection.h"    // for Rejection

namespace furui {

/// Reads one formula: "LiFePO4", "Ba(Zr0.2Ti0.8)O3", "[Fe(CN)6]", "CuSO4·5H2O", "H₂O", blanks anywhere between. Symbols begin
/// with a capital letter, the longest that is an element counts; D and T are hydrogen. A dot between digits is a decimal
/// point; after '·', '•' or '*' a part with a number of its own begins. An amount of 0 leaves its element out.
///
/// returns  amounts as written, or a rejection of stage READ with the place, in characters from 1: PARSE_ERROR,
///          MISSING_ELEMENTS where a symbol is no element, EMPTY, NO_ATOMS where all amounts are 0, TOO_LARGE for more than
///          1,000 characters, brackets in each other more than 16 deep, or an amount above a million
std::variant<Amounts, Rejection> read_chemical_formula(std::string_view text);

}  // namespace furui
