// What a model package of architecture "duplicates" says of itself: no network, but comparisons of a screening's crystals.
#pragma once

#include <optional>

#include "core/manifest.h"  // for Manifest

namespace furui {

/// How different two crystals may be and still be the same, as crystal/crystal_comparison.h has it.
struct DuplicateParameters {
  double strain = 0;        ///< largest principal logarithmic strain, 0 to 0.2
  double displacement = 0;  ///< as a share of the cube root of the volume an atom, 0 to 0.3
  double occupancy = 0;     ///< of elements that share a site, 0 to 1

  friend bool operator==(const DuplicateParameters&, const DuplicateParameters&) = default;
};

/// Nothing where the package is of another architecture.
/// throws Error{INVALID_ARGUMENT} where it is one that does not say so, or does not give duplicate_of, is_duplicate and
///        duplicate_displacement, in this order
std::optional<DuplicateParameters> duplicate_parameters(const Manifest& manifest);

}  // namespace furui
