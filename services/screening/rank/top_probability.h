// How likely each candidate is among the k best, when values are uncertain.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "core/thread_pool.h"   // for ThreadPool
#include "rank/score_draws.h"   // for ScoreKeys, DrawnCandidate

namespace furui {

/// Share of draws in which each candidate's score is among the k best. Equal scores of a draw go by the candidates'
/// order.
///
/// candidates  n, in order of rank
/// candidate   fills in the candidate of this index; asked more than once, from several threads
/// k           0 to n; draws 1 or more, rounded up to kDrawsAtOnce
/// returns     n shares in [0, 1], which sum to k; the same for any number of threads. A candidate's draws are its own,
///             whoever else is there; its share is not, since it competes.
///
/// Memory: 8 bytes a candidate, 4 MB for the keys of the front of the order (4 k + 64 candidates), and up to 16 k bytes
/// a draw and thread for 32 to 1,024 draws, of which fewer are made at once where k is large.
std::vector<float> top_probabilities(const ScoreKeys& keys, std::size_t candidates,
                                     const std::function<void(std::size_t index, DrawnCandidate& into)>& candidate, std::size_t k,
                                     std::size_t draws, ThreadPool& threads);

}  // namespace furui
