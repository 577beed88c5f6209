// Times of stages, and moments as the store writes them.
#pragma once

#include <chrono>
#include <string>

namespace furui {

/// Seconds since it was made or last read.
class Stopwatch {
 public:
  double lap_s() {
    const auto now = std::chrono::steady_clock::now();
    const double seconds = std::chrono::duration<double>(now - since_).count();
    since_ = now;
    return seconds;
  }

 private:
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

/// Now, as RFC 3339 in UTC with microseconds.
std::string utc_now();

}  // namespace furui
