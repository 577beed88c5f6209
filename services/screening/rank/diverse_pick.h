// Picks few of many ranked candidates that are unlike each other: far apart, or not too many of one family.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace furui {

/// Picks n candidates that lie far apart, by MaxMin: first the best-ranked one, then again and again the candidate
/// whose nearest picked neighbour is farthest. Of equally far ones the better-ranked is picked.
///
/// The distance is 1 - Tanimoto, with Tanimoto = bits in both / bits in either; two fingerprints without bits are
/// equal (1), one without bits has nothing in common with another (0). Distances are compared without rounding error.
/// MaxMin: Ashton et al. 2002 (Quant. Struct.-Act. Relat. 21, 598). A candidate is compared with the picks one after
/// another and only as long as it still may be the farthest (Sayle 2019, RDKit UGM, "Recent improvements to the
/// RDKit"), which changes nothing but the time.
///
/// fingerprints  candidates × words, row-major, the best-ranked candidate first; at most 2^32 - 1 candidates
/// words         of 64 bits a fingerprint, 1 to 2^20
/// returns       indices of candidates in the order of picking: n, or all where there are fewer
/// throws        std::invalid_argument (a fault) where words is out of range or does not divide the fingerprints
std::vector<std::size_t> pick_diverse(std::span<const std::uint64_t> fingerprints, std::size_t words, std::size_t n);

/// Clusters around the best: each candidate belongs to the best-ranked one before it that leads a cluster and is as
/// similar as this, or else leads one of its own (leader clustering: Hartigan 1975, Clustering Algorithms, ch. 3).
///
/// similarity  Tanimoto as of pick_diverse, in (0, 1]
/// returns     of each candidate the index of its leader
/// throws      as pick_diverse
std::vector<std::int64_t> cluster_by_leaders(std::span<const std::uint64_t> fingerprints, std::size_t words, double similarity);

/// Of each picked candidate the Tanimoto similarity to the nearest one picked before it; NaN for the first.
///
/// picked  indices of candidates in the order of picking
/// throws  as pick_diverse
std::vector<float> similarity_to_earlier(std::span<const std::uint64_t> fingerprints, std::size_t words, std::span<const std::size_t> picked);

/// The label of a candidate that belongs to no group.
constexpr std::int64_t kNoGroup = -1;

/// Picks the best-ranked n candidates of which no more than `quota` belong to one group.
///
/// group    a candidate's scaffold, cluster or reduced formula as a number, the best-ranked candidate first; each
///          candidate with kNoGroup is a group of its own
/// quota    of candidates a group; with 0 nothing is picked
/// returns  indices of candidates, ascending: n, or fewer where the quotas leave no more
std::vector<std::size_t> pick_by_quota(std::span<const std::int64_t> group, std::size_t quota, std::size_t n);

}  // namespace furui
