// A few of the best candidates that are unlike each other, picked by their stored graphs.
#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "core/profile.h"                // for Diversity
#include "pipeline/reader_pool.h"        // for ReaderPool
#include "pipeline/structure_filters.h"  // for StoredGraph

namespace furui {

/// One picked candidate.
struct DiversePick {
  std::size_t row = 0;  ///< of the candidate
  std::string group;    ///< its scaffold's SMILES, "no ring", "cluster of 12", or its formula; empty under MaxMin
  float similarity = std::numeric_limits<float>::quiet_NaN();  ///< Tanimoto to the nearest earlier pick; NaN for the first
};

/// Picks by circular fingerprints (circular_fingerprint.h) or scaffolds (scaffold.h). Molecules without rings count as
/// one scaffold. A molecule whose scaffold a reader cannot find within its limits is a group of its own. Crystals have no
/// fingerprint and no scaffold: they are picked by formula only, and passed over by the other methods.
///
/// best        graphs of the best-ranked candidates, the best first; those beyond diversity.pool() are not looked at
/// keep_going  where it says false, ends with Error{ABORTED}
/// returns     picks in the order of picking, diversity.pick or fewer
std::vector<DiversePick> pick_from_best(const Diversity& diversity, std::span<const StoredGraph> best, ReaderPool& readers,
                                        const std::function<bool()>& keep_going = {});

}  // namespace furui
