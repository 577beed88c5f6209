// How many nearest neighbours the atoms of a crystal have.
#pragma once

#include <optional>
#include <vector>

#include "core/crystal.h"  // for Crystal

namespace furui {

constexpr double kNearestTolerance = 0.1;        // beyond the nearest distance, as a share of it
constexpr double kNeighbourCutoffAngstrom = 10;

/// Of each site the number of atoms nearer than 1.1 times the distance of its nearest, images included: the rule of pymatgen's
/// MinimumDistanceNN with its defaults (Zimmermann and Jain, RSC Adv. 10, 6063 (2020)).
///
/// crystal  with a cell of positive volume
/// returns  one number a site; nothing where a site has no neighbour within 10 angstrom
std::optional<std::vector<int>> coordination_numbers(const Crystal& crystal);

}  // namespace furui
