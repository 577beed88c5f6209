// Names and symbols of the elements.
#pragma once

#include <string_view>

namespace furui {

/// "nitrogen" for 7, "dummy atom" for 0; "element" beyond 118.
std::string_view element_name(unsigned atomic_number);

/// "N" for 7, "*" for 0; "?" beyond 118.
std::string_view element_symbol(unsigned atomic_number);

/// Pauling electronegativity (CRC Handbook of Chemistry and Physics, 97th ed., 2016); 10 for noble gases and elements
/// without one, which thereby come last in a formula.
double electronegativity(unsigned atomic_number);

/// 7 for "N" and for "n" (an aromatic symbol), 0 for "*"; -1 where there is no such element.
int atomic_number_of(std::string_view symbol);

}  // namespace furui
