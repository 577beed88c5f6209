// The sites of one cell brought onto those of another, through all mappings of their lattices.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "crystal/averaged_cell.h"        // for AveragedCell
#include "crystal/neighbour_distances.h"  // for DistanceMargin

namespace furui {

struct SiteMappingLimits {
  double strain = 0;                 ///< largest principal logarithmic strain
  double displacement_angstrom = 0;  ///< largest of a site, spreads of both cells included
  DistanceMargin margin;             ///< what both let neighbours' distances differ by
  bool any = false;                  ///< whether the first mapping within the limits will do
};

struct SiteMapping {
  double strain = 0;
  double largest = 0;      ///< displacement in angstrom, spreads included
  double mean_square = 0;  ///< square angstrom, spreads included
};

/// Two cells as a mapping sees them; all outlive it.
struct MappedCells {
  const AveragedCell& one;
  const AveragedCell& other;
  const std::vector<float>& distances_of_one;  ///< neighbour_distances()
  const std::vector<float>& distances_of_other;
};

/// The best mapping within the limits, by mean_square + (strain · cube root of the volume an atom)². Ends where displacements and
/// strain are below 1e-4 angstrom, or with what there is when the looks are used up.
///
/// looks    at sites that may be spent, no more than 250,000 of them once there is a mapping; lowered by those that were
/// returns  nothing where no mapping is within the limits
std::optional<SiteMapping> map_sites(const MappedCells& cells, const SiteMappingLimits& limits, std::int64_t& looks);

}  // namespace furui
