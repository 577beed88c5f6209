// Work seen from outside: golden tests asked for and waited for, and how much lies in the queue.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "store/database.h"    // for Database
#include "store/work_queue.h"  // for WorkKind, WorkState

namespace furui {

/// Queues a golden test of a model version and wakes a worker; returns the work's id.
std::int64_t queue_model_test(Database& database, std::int32_t model_version);

struct WorkStatus {
  WorkState state = WorkState::kQueued;
  std::string error;  ///< why it failed; empty otherwise
};
/// throws Error{NOT_FOUND}
WorkStatus work_status(Database& database, std::int64_t work);

/// How many pieces of work there are of each kind and state, finished ones left out (they only grow).
std::map<std::pair<WorkKind, WorkState>, std::int64_t> count_unfinished_work(Database& database);

}  // namespace furui
