// Which of many crystals are the same.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "core/crystal.h"                // for Crystal
#include "core/thread_pool.h"            // for ThreadPool
#include "crystal/crystal_comparison.h"  // for ComparisonTolerance

namespace furui {

/// Groups of duplicates, each around the first of its crystals: a crystal belongs to the earliest one that stands for a group and that
/// it is the same as (crystal_difference), else it stands for a group of its own. So every crystal is the same as the one that
/// stands for it, and two that are near each other may still belong to different groups; the result depends on the order of
/// the crystals and on nothing else.
///
/// Only crystals of one reduced formula (with elements that share sites: of one list of sites), of near volume an atom and of near fingerprints are compared: 2 to 4 s on one core for 10,000
/// crystals of one formula and 20 or 32 sites; 20 s where all are one crystal of 40 sites under noise beyond the tolerance, so that
/// each has to be compared with all others. Keeps those that stand for a group in memory, some 10 kB each.
///
/// count    of crystals
/// crystal  gives each of them once, in order, in the calling thread; whatever it throws is thrown on
/// returns  count indices: of the crystal that stands for each, at most its own
std::vector<std::size_t> crystal_groups(std::size_t count, const std::function<Crystal(std::size_t)>& crystal, const ComparisonTolerance& tolerance,
                                        ThreadPool& threads);
std::vector<std::size_t> crystal_groups(std::span<const Crystal> crystals, const ComparisonTolerance& tolerance, ThreadPool& threads);

}  // namespace furui
