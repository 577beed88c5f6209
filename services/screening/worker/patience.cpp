// Telling a lost database from a fault, and waiting without oversleeping a stop.
#include "worker/patience.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace furui {

bool database_may_return(Database& database) {
  try {
    throw;
  } catch (const Error& error) {
    return error.retry_after().has_value();
  } catch (const std::exception&) {
    return !database.healthy();
  }
}

void say_that_it_waits(const std::exception& reason) { spdlog::warn("waiting: {}", reason.what()); }

void Backoff::wait(const std::function<bool()>& go_on) {
  constexpr std::chrono::milliseconds kStep{50};
  for (auto waited = std::chrono::milliseconds(0); waited < next_ && go_on(); waited += kStep) {
    std::this_thread::sleep_for(kStep);
  }
  next_ = std::min(2 * next_, std::chrono::milliseconds(2000));
}

}  // namespace furui
