// What the fenced commits of chunks and hulls have in common, inside their transactions.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "store/commits.h"  // for Computation, Lease, Predictions

namespace furui {

class RawSession;

/// Marks the work done.
/// throws LeaseLost where the epoch has moved on
void fence(RawSession& session, const Lease& lease);

/// A row of batch, its software stored once.
/// returns  its id
std::int64_t insert_batch(RawSession& session, const Lease& lease, const Computation& computation, std::int64_t rows);

/// One row of outcome a row of the predictions.
/// structure  SHA-256 of what the model saw of a row; empty where there was nothing
void insert_outcomes(RawSession& session, const Lease& lease, std::int32_t model_version, const Predictions& predictions,
                     const std::function<std::string_view(std::size_t row)>& structure, std::int64_t batch);

/// Counts, dependents, and the screening's end; holds the screening's row until COMMIT, so the last chunk sees all others.
///
/// predicted, rejected  of this chunk; 0 for other work
void move_on(RawSession& session, const Lease& lease, std::int64_t predicted, std::int64_t rejected);

}  // namespace furui
