// A golden test asked of a worker, and the answer to the caller when it is done.
#pragma once

#include <chrono>
#include <functional>

#include "api/calls.h"         // for Calls, Finisher
#include "api/progress_hub.h"  // for ProgressHub
#include "store/models.h"      // for ModelVersionRow

namespace furui::api {

/// Longest wait for a worker; a large package on a busy machine takes minutes.
inline constexpr std::chrono::seconds kLongestModelTest{300};

/// Queues a golden test of the version, and when it is done reads the version again, gives it to `then` and finishes.
///
/// deadline  of the call; the wait ends a little before it, or after kLongestModelTest
/// finish    with Error{UNAVAILABLE} where no worker was done in time: the test stays queued, the version tells
void test_model(Database& database, ProgressHub& hub, Calls& calls, std::int32_t model_version,
                std::chrono::system_clock::time_point deadline, std::function<void(const ModelVersionRow&)> then,
                Finisher finish);

}  // namespace furui::api
