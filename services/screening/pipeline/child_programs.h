// The programs that a worker's child processes run, and the spawner that knows them.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

#include "pipeline/reader_process.h"  // for ReadFunction, ReaderLimits
#include "pipeline/spawner.h"         // for Spawner
#include "pipeline/split_file.h"      // for SplitFunction, SplitLimits

namespace furui {

/// Indices of the programs among the spawner's.
inline constexpr std::size_t kReaderProgram = 0;
inline constexpr std::size_t kSplitterProgram = 1;

/// What the children do and may cost. The functions are another's only in tests of what hangs and crashes.
struct ChildOptions {
  ReaderLimits reader;
  SplitLimits splitter;
  ReadFunction read = read_structure;
  SplitFunction split = read_candidate_file;
  bool warm = true;               ///< read a molecule in the spawner, so that children start with RDKit's tables filled
  std::function<void()> prepare;  ///< runs once in the spawner, before any child; such as loading tables
};

/// Forks the spawners. Call it from main() before any thread exists (see Spawner::start).
std::unique_ptr<Spawner> start_spawner(const ChildOptions& options);

}  // namespace furui
