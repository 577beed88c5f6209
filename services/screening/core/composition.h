// How much of which elements.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/crystal.h"    // for Crystal
#include "core/rejection.h"  // for Rejection

namespace furui {

/// Atomic numbers, ascending, each with how many atoms there are of it, above 0; of shared sites also parts of one.
using Amounts = std::vector<std::pair<std::uint8_t, double>>;

/// Of a cell.
Amounts amounts_of(const Crystal& crystal);

/// "0.5 Fe and 0.5 Mn"; "0.9 Li" where the rest is vacant.
std::string shares_text(const Mixture& mixture);

/// DISORDERED, of stage PREDICT, where sites are shared or partly vacant, for a model that takes whole atoms.
std::optional<Rejection> why_disordered(const Crystal& crystal, const std::string& model);

/// Atomic numbers, ascending, each with its share of the atoms; shares are above 0 and add up to 1.
using Composition = std::vector<std::pair<std::uint8_t, double>>;

/// Empty where there are no atoms.
Composition composition_of(const Amounts& amounts);

/// Divided by the greatest divisor of those that are whole (within 0.001, which are then rounded) that leaves to the others no
/// more decimals than they had, or two: Li1.5Co3O6 is Li0.5CoO2, and Fe1.93O3 stays as it is.
Amounts reduced(const Amounts& amounts);

/// "Li2MnO3": the least electronegative element first (electronegativity()), reduced()
/// amounts: "Li0.5CoO2". Elements on their own keep how they come in nature out of it: "O", not "O2".
std::string reduced_formula(const Amounts& amounts);

}  // namespace furui
