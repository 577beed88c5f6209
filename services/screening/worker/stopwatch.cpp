// RFC 3339 by hand: std::format of GCC 12 does not know time points.
#include "worker/stopwatch.h"

#include <array>
#include <cstdio>
#include <ctime>

namespace furui {

std::string utc_now() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(now));
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch()).count() % 1'000'000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  std::array<char, 64> day{};
  std::array<char, 96> text{};
  std::strftime(day.data(), day.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text.data(), text.size(), "%s.%06ldZ", day.data(), static_cast<long>(micros));
  return text.data();
}

}  // namespace furui
