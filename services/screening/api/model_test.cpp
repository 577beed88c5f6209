// Waits on the hub, answers on the pool.
#include "api/model_test.h"

#include <algorithm>

#include "core/error.h"         // for Error
#include "store/work_status.h"  // for queue_model_test, work_status

namespace furui::api {
namespace {

using namespace std::chrono_literals;

/// Time until the deadline, with a little left to answer in.
std::chrono::milliseconds patience(std::chrono::system_clock::time_point deadline) {
  const auto now = std::chrono::system_clock::now();
  if (deadline >= now + kLongestModelTest) return kLongestModelTest;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - now);
  return std::max<std::chrono::milliseconds>(left - 1500ms, 0ms);  // the hub looks once a second
}

}  // namespace

void test_model(Database& database, ProgressHub& hub, Calls& calls, std::int32_t model_version,
                std::chrono::system_clock::time_point deadline, std::function<void(const ModelVersionRow&)> then,
                Finisher finish) {
  const std::int64_t work = queue_model_test(database, model_version);
  const auto answer = [&database, work, model_version, then = std::move(then), finish](bool finished) {
    try {
      if (!finished)
        throw Error(ErrorCode::kUnavailable,
                    "no worker finished the golden test in time; it stays queued, and the model version's state will tell",
                    10'000ms);
      const WorkStatus status = work_status(database, work);
      if (status.state != WorkState::kDone)
        throw Error(ErrorCode::kAborted, "the golden test could not be run" +
                                             (status.error.empty() ? std::string() : ": " + status.error));
      then(get_model_version(database, model_version));
    } catch (...) {
      return finish(std::current_exception());
    }
    finish(nullptr);
  };
  hub.wait_for_work(work, std::chrono::steady_clock::now() + patience(deadline), [&calls, answer, finish](bool finished) {
    try {
      calls.pool().run([answer, finished] { answer(finished); });
    } catch (...) {
      finish(std::current_exception());
    }
  });
}

}  // namespace furui::api
