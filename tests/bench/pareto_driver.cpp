// Measures sorting into Pareto fronts on points that Python can make too, and prints one line of JSON.
//
//   furui_pareto_bench POINTS OBJECTIVES SEED THREADS
//
// Objective j of point i is (splitmix64(SEED + i * OBJECTIVES + j) >> 40) / 2^24 in float32, uniform in [0, 1) and
// minimized; splitmix64 as Steele et al. 2014 (OOPSLA, 453) finish a counter. tests/bench/peer_pymoo.py makes the same.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "core/thread_pool.h"  // for ThreadPool
#include "measured.h"          // for measure, splitmix64
#include "rank/pareto.h"       // for pareto_fronts

namespace {

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
      columns[j][i] = static_cast<float>(furui::bench::splitmix64(seed + i * objectives + j) >> 40) / 16777216.0f;
  }
  std::vector<furui::ParetoObjective> minimized;
  for (const auto& column : columns) minimized.push_back({column});
  std::vector<std::uint32_t> front;
  const furui::bench::Measured measured = furui::bench::measure([&] { front = furui::pareto_fronts(points, minimized, {}, threads); });
  const std::uint32_t fronts = front.empty() ? 0 : *std::max_element(front.begin(), front.end()) + 1;
  std::printf("{\"points\": %zu, \"objectives\": %zu, \"threads\": %d, \"seconds\": %.6f, \"core_seconds\": %.6f, "
              "\"fronts\": %u, \"checksum\": %llu, \"peak_bytes_per_point\": %.1f}\n",
              points, objectives, threads.threads(), measured.seconds, measured.core_seconds, fronts,
              static_cast<unsigned long long>(checksum(front)),
              points == 0 ? 0.0 : measured.peak_bytes / static_cast<double>(points));
  return 0;
}
