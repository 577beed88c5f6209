// What every kind of work needs: the database, the readers, the models, the gates between stages.
#pragma once

#include "pipeline/reader_pool.h"   // for ReaderPool
#include "pipeline/spawner.h"       // for Spawner
#include "store/database.h"         // for Database
#include "worker/flight.h"          // for Flight
#include "worker/model_cache.h"     // for ModelCache
#include "worker/stage_gate.h"      // for StageGate
#include "worker/worker_metrics.h"  // for WorkerMetrics
#include "worker/worker_options.h"  // for WorkerOptions

namespace furui {

struct WorkContext {
  const WorkerOptions& options;
  Database& database;
  Spawner& spawner;
  ReaderPool& pool;
  ModelCache& models;
  WorkerMetrics& metrics;
  StageGate reading;     ///< one chunk at a time is leased and read
  StageGate predicting;  ///< one chunk at a time is predicted
};

/// Each kind of work from its lease to its fenced commit.
///
/// throw   LeaseLost where another worker has it; Error where the caller's input is at fault, or, with retry_after,
///         the database; Error{ABORTED} where the flight is not wanted any more; anything else is a fault
void split_screening(WorkContext& context, const Flight& flight);
void rank_candidates(WorkContext& context, const Flight& flight);
void assess_candidates(WorkContext& context, const Flight& flight);
void test_model(WorkContext& context, const Flight& flight);
/// `reading` is the pass of the gate that the lease was taken in; it is left as soon as the chunk is read.
void screen_leased_chunk(WorkContext& context, const Flight& flight, StageGate::Pass reading);

}  // namespace furui
