// Measures sorting into Pareto fronts on points that Python can make too, and prints one line of JSON.
//
//   furui_pareto_bench POINTS OBJECTIVES SEED THREADS
//
// Objective j of point i is (splitmix64(SEED + i * OBJECTIVES + j) >> 40) / 2^24 in float32, uniform in [0, 1) and
// minimized; splitmix64 as Steele et al. 2014 (OOPSLA, 453) finish a counter. tests/bench/peer_pymoo.py makes the same.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "core/thread_pool.h"  // for ThreadPool
#include "rank/pareto.h"       // for pareto_fronts

namespace {

std::uint64_t splitmix64(std::uint64_t counter) {
  std::uint64_t z = (counter + 1) * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/// CPU time of all threads, which other processes of the machine do not lengthen.
double core_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Sums each front's number times the place of its point, so that the peer's result can be compared.
std::uint64_t checksum(const std::vector<std::uint32_t>& front) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < front.size(); ++i) sum += (i % 65521 + 1) * front[i];
  return sum;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::fputs("usage: furui_pareto_bench POINTS OBJECTIVES SEED THREADS\n", stderr);
    return 2;
  }
  const std::size_t points = std::stoul(argv[1]), objectives = std::stoul(argv[2]);
  const std::uint64_t seed = std::stoull(argv[3]);
  furui::ThreadPool threads(std::stoi(argv[4]));
  std::vector<std::vector<float>> columns(objectives, std::vector<float>(points));
  for (std::size_t i = 0; i < points; ++i) {
    for (std::size_t j = 0; j < objectives; ++j)
      columns[j][i] = static_cast<float>(splitmix64(seed + i * objectives + j) >> 40) / 16777216.0f;
  }
  std::vector<furui::ParetoObjective> minimized;
  for (const auto& column : columns) minimized.push_back({column});
  const long before = peak_kib();
  const double core_start = core_seconds();
  const auto start = std::chrono::steady_clock::now();
  const std::vector<std::uint32_t> front = furui::pareto_fronts(points, minimized, {}, threads);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double core = core_seconds() - core_start;
  const std::uint32_t fronts = front.empty() ? 0 : *std::max_element(front.begin(), front.end()) + 1;
  std::printf("{\"points\": %zu, \"objectives\": %zu, \"threads\": %d, \"seconds\": %.6f, \"core_seconds\": %.6f, "
              "\"fronts\": %u, \"checksum\": %llu, \"peak_bytes_per_point\": %.1f}\n",
              points, objectives, threads.threads(), seconds, core, fronts,
              static_cast<unsigned long long>(checksum(front)),
              points == 0 ? 0.0 : 1024.0 * static_cast<double>(peak_kib() - before) / static_cast<double>(points));
  return 0;
}
