// The child process that reads structures: whatever hangs, crashes or eats memory does it here.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <variant>
#include <vector>

#include "core/rejection.h"            // for Rejection
#include "molecule/read_molecule.h"    // for ReadOptions
#include "pipeline/file_descriptor.h"  // for FileDescriptor
#include "pipeline/reading.h"          // for ReadAnswer
#include "pipeline/shared_area.h"      // for AreaSizes

namespace furui {

/// What one candidate may cost.
struct ReaderLimits {
  std::chrono::milliseconds cpu{2000};               ///< CPU time of one candidate
  std::chrono::milliseconds wall{30'000};            ///< time by the clock on the wall of one candidate
  std::size_t memory_bytes = std::size_t{1} << 30;   ///< of a reader, beyond what it starts with
  std::size_t record_bytes = std::size_t{4} << 20;   ///< the longest text that is handed to a reader at all
};

/// How one candidate is read; read_structure, but for tests of what hangs and crashes.
using ReadFunction = std::function<ReadAnswer(std::string_view, const ReadOptions&)>;

/// Exit codes by which a reader says why it ended.
inline constexpr int kReaderOverTime = 81;
inline constexpr int kReaderOutOfMemory = 82;

/// A slice that is ready (to the reader), or done (from it).
struct SliceNotice {
  std::uint32_t slot = 0;
  std::uint32_t resident_mib = 0;  ///< memory of the reader, for recycling
};

/// Sizes of the shared area that these limits need.
AreaSizes area_sizes(const ReaderLimits& limits);

/// Limits the data segment of this process to what it has now and `bytes` more; what cannot be had then ends the
/// process with kReaderOutOfMemory.
void limit_memory(std::size_t bytes);

/// Reads slices until the channel closes. descriptors: channel, shared area. Returns the exit code.
int run_reader(std::vector<FileDescriptor> descriptors, const ReaderLimits& limits, const ReadFunction& read);

}  // namespace furui
