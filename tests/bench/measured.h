// Time and memory of a piece of work, and numbers that Python can make too; for the drivers that a peer is measured beside.
#pragma once

#include <malloc.h>

#include <chrono>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <stdexcept>
#include <string>

namespace furui::bench {

/// Number `counter` of a stream: as Steele et al. 2014 (OOPSLA, 453) finish a counter.
inline std::uint64_t splitmix64(std::uint64_t counter) {
  std::uint64_t z = (counter + 1) * 0x9e3779b97f4a7c15U;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

struct Measured {
  double seconds = 0;
  double core_seconds = 0;  ///< of all threads, which other processes of the machine do not lengthen
  double peak_bytes = 0;    ///< resident at most, beyond what was before
};

/// A line of /proc/self/status, in bytes.
inline double status_bytes(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(name + ":", 0) == 0) return 1024.0 * std::stod(line.substr(name.size() + 1));
  }
  throw std::runtime_error("no " + name + " in /proc/self/status");
}

template <typename Run>
Measured measure(const Run& run) {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";  // the peak begins anew
  const double held = status_bytes("VmRSS");
  const std::clock_t core_start = std::clock();
  const auto start = std::chrono::steady_clock::now();
  run();
  Measured measured;
  measured.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  measured.core_seconds = static_cast<double>(std::clock() - core_start) / CLOCKS_PER_SEC;
  measured.peak_bytes = status_bytes("VmHWM") - held;
  return measured;
}

}  // namespace furui::bench
