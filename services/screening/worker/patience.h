// Steps against a database that may be gone for a while: asked again until it answers.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <thread>

#include "core/error.h"      // for Error
#include "store/database.h"  // for Database

namespace furui {

/// Whether the failure that is being handled comes from a database that may come back: an Error that says when to
/// retry, or any fault while the database does not answer. Call it in a catch block.
bool database_may_return(Database& database);

/// Waiting times that double from 50 ms to 2 s.
class Backoff {
 public:
  /// Waits the next time, in steps, as long as `go_on` says so.
  void wait(const std::function<bool()>& go_on);
  void reset() { next_ = kFirst; }

 private:
  static constexpr std::chrono::milliseconds kFirst{50};
  std::chrono::milliseconds next_{kFirst};
};

/// Says in the log what is waited for.
void say_that_it_waits(const std::exception& reason);

/// Runs `step` until it succeeds. A step whose COMMIT's answer was lost is simply run again: all our commits are
/// fenced by the epoch, so that one which had succeeded shows as LeaseLost, never as a second result.
///
/// go_on    asked before each new try; where it says false the failure is thrown on
/// throws   what the step throws where the database is not the reason
template <typename Step>
auto with_patience(Database& database, const std::function<bool()>& go_on, const Step& step) {
  Backoff backoff;
  for (bool first = true;; first = false) {
    try {
      return step();
    } catch (const std::exception& error) {
      if (!database_may_return(database) || !go_on()) throw;
      if (first) say_that_it_waits(error);
    }
    backoff.wait(go_on);
  }
}

}  // namespace furui
