// The relaxation of a chunk in a worker's hands: checkpoints while it goes, and what is stored in the end.
#pragma once

#include <optional>
#include <vector>

#include "core/relaxation.h"        // for RelaxationSettings
#include "pipeline/screen_chunk.h"  // for ChunkReading
#include "store/relaxations.h"      // for StoredRelaxation
#include "worker/flight.h"          // for Flight
#include "worker/model_cache.h"     // for LoadedModel
#include "worker/work_context.h"    // for WorkContext

namespace furui {

/// Thrown where a chunk has gone on for its turn and was given back, its way so far stored, since others wait.
struct GaveWay {};

/// Goes on from what earlier leases of the chunk stored, and stores how far it is every few seconds and when it is told
/// to stop.
///
/// readings  get what became of them, as ChunkRelaxation::finish says
/// throws    LeaseLost; GaveWay; Error{ABORTED} where the flight is not wanted any more; otherwise as ChunkRelaxation
void relax_readings(WorkContext& context, const Flight& flight, const LoadedModel& model, const RelaxationSettings& settings,
                    std::vector<ChunkReading>& readings);

/// What became of a reading, as stored; nothing where it was not relaxed.
std::optional<StoredRelaxation> to_stored(const ChunkReading& reading);

}  // namespace furui
