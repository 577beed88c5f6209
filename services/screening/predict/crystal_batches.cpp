// Batches of about equal cost, and the rejections that do not depend on the network.
#include "predict/crystal_batches.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <new>
#include <numeric>

#include "core/composition.h"       // for why_disordered
#include "core/elements.h"          // for element_symbol
#include "core/error.h"             // for Error
#include "predict/torch_runtime.h"  // for free_device_bytes, release_device_memory

namespace furui {
namespace {

constexpr std::size_t kMostCpuBytes = std::size_t{8} << 30;
constexpr std::size_t kCpuBatchBytes = std::size_t{16} << 20;  // small enough to share out evenly
constexpr std::size_t kBatchesAThread = 8;
constexpr std::size_t kWideBytes = std::size_t{1} << 20;  // of a crystal below which more threads gain nothing
constexpr std::size_t kCpuSites = 256, kGpuSites = 8192;

std::size_t half_of_memory() {
  const long pages = sysconf(_SC_PHYS_PAGES), page = sysconf(_SC_PAGESIZE);
  if (pages <= 0 || page <= 0) return std::size_t{1} << 30;
  return std::min(kMostCpuBytes, static_cast<std::size_t>(pages) / 2 * static_cast<std::size_t>(page));
}

}  // namespace

void judge_sites(const Manifest& manifest, std::size_t elements, const Crystal& crystal, std::size_t row, Predictions& result) {
  if (!manifest.mixed_sites && (result.rejection[row] = why_disordered(crystal, manifest.name))) return;
  const auto& known = manifest.domain_elements;
  if (!known.empty()) result.domain[row] = Domain::kIn;
  for (std::size_t i = 0; i < crystal.size(); ++i) {
    for (const auto& [z, occupancy] : crystal.occupants(i)) {
      const auto site = [i, number = z] { return "site " + std::to_string(i + 1) + ": " + std::string(element_symbol(number)); };
      const auto& refused = manifest.refused_elements;
      if (z < 1 || z > elements || std::find(refused.begin(), refused.end(), z) != refused.end()) {
        result.rejection[row] = Rejection{Stage::kPredict, Reason::kUnsupportedElement,
                                          site() + " is not supported by model " + manifest.name + " " + manifest.version};
        return;
      }
      if (known.empty() || result.domain[row] == Domain::kOut || std::find(known.begin(), known.end(), z) != known.end()) continue;
      result.domain[row] = Domain::kOut;
      result.domain_note.resize(result.rows);
      result.domain_note[row] = site() + " is none of the elements that model " + manifest.name + " was trained on";
    }
  }
}

Rejection too_large_for_memory(const std::string& size, std::size_t limit) {
  return {Stage::kPredict, Reason::kTooLarge, "a crystal of " + size + " does not fit into the " + std::to_string(limit >> 20) +
                                                  " MiB for prediction; predict its primitive cell, or raise the memory limit"};
}

std::size_t batch_memory(const std::string& device, std::size_t asked_bytes) {
  return asked_bytes > 0 ? asked_bytes : device == "cpu" ? half_of_memory() : free_device_bytes(device) / 4 * 3;
}

std::size_t sites_at_once_on(const std::string& device, const ThreadPool& threads) {
  return device == "cpu" ? kCpuSites * static_cast<std::size_t>(threads.threads()) : kGpuSites;
}

void CrystalBatches::run_all(std::span<const CrystalRow> rows) const {
  const bool cpu = device == "cpu";
  const auto thread_count = static_cast<std::size_t>(threads.threads());
  std::size_t all = 0;
  std::vector<CrystalRow> fitting;
  for (const CrystalRow& row : rows) {
    if (row.cost > limit_bytes) {
      reject(row);
      continue;
    }
    fitting.push_back(row);
    all += row.cost;
  }
  // On CPU a batch gains nothing by its size: several a thread. A crystal that alone would take clearly longer than a thread's share
  // of all runs on all of them, since they would wait for its end.
  const std::size_t widest = std::min(limit_bytes / thread_count, std::max(kWideBytes, all / thread_count / 3 * 4));
  const std::size_t share = cpu ? std::min({kCpuBatchBytes, widest, all / (kBatchesAThread * thread_count)}) : limit_bytes;
  std::vector<std::vector<CrystalRow>> batches, alone;
  std::size_t taken = 0;
  for (const CrystalRow& row : fitting) {
    if (cpu && row.cost > widest) {
      alone.push_back({row});
      continue;
    }
    if (batches.empty() || taken + row.cost > share) {
      batches.emplace_back();
      taken = 0;
    }
    taken += row.cost;
    batches.back().push_back(row);
  }
  std::atomic<bool> stop{false};
  const auto run_one = [&](const std::vector<CrystalRow>& batch, bool ask, bool wide = false) {
    if (ask && keep_going && !keep_going()) stop = true;
    if (!stop) run_within_memory(batch, wide);
  };
  if (cpu) {
    // The longest first: what is left at the end is short.
    const auto cost = [](const std::vector<CrystalRow>& batch) {
      return std::accumulate(batch.begin(), batch.end(), std::size_t{0}, [](std::size_t sum, const CrystalRow& row) { return sum + row.cost; });
    };
    std::stable_sort(batches.begin(), batches.end(), [&](const auto& one, const auto& other) { return cost(one) > cost(other); });
    threads.for_each(batches.size(), [&](std::size_t b, int thread) { run_one(batches[b], thread == 0); });
  } else {
    for (const auto& batch : batches) run_one(batch, true);
  }
  for (const auto& batch : alone) run_one(batch, true, cpu);
  if (stop) throw Error(ErrorCode::kAborted, "prediction was stopped before its end");
}

void CrystalBatches::run_within_memory(std::span<const CrystalRow> batch, bool wide) const {
  try {
    run(batch, wide);
    return;
  } catch (const std::bad_alloc&) {
  }
  release_device_memory(device);
  if (batch.size() == 1) {
    reject(batch[0]);
    return;
  }
  run_within_memory(batch.first(batch.size() / 2), false);
  run_within_memory(batch.subspan(batch.size() / 2), false);
}

}  // namespace furui
