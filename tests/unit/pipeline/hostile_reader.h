// A reader for tests: reads texts of letters into chains of atoms, and misbehaves on marked ones.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/child_programs.h"  // for ChildOptions, start_spawner
#include "pipeline/reader_pool.h"     // for ReaderPool, Question

namespace furui::testing {

/// Whether a process can be held to a limit of memory here: the address sanitizer's own allocator does not bear one.
#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool kMemoryLimitsWork = false;
#else
inline constexpr bool kMemoryLimitsWork = true;
#endif

/// "HANG" spins, "SLEEP" waits without using CPU time, "SEGV" and "ABORT" crash, "EXIT" leaves, "EAT" allocates
/// without end, "ONCE path" crashes where the file is not there yet and makes it, "ORPHAN" kills the spawner,
/// "REJECT" is rejected, "LONG" gives an answer of 12 MiB, "BIG" one that fits nowhere. Any other text is read: one
/// atom a byte, its atomic number the byte.
ReadAnswer read_hostile(std::string_view raw, const ReadOptions& options);

/// The text that read_hostile() read.
std::string text_of(const ReadOutcome& outcome);

/// Short limits, so that tests are: 0.2 s of CPU and 64 MiB.
ReaderLimits short_limits();

/// A spawner of hostile readers with a pool.
struct HostileReaders {
  explicit HostileReaders(int readers = 2, const ReaderLimits& limits = short_limits());
  std::vector<ReadOutcome> read(const std::vector<std::string>& texts);

  std::unique_ptr<Spawner> spawner;
  std::unique_ptr<ReaderPool> pool;
};

}  // namespace furui::testing
