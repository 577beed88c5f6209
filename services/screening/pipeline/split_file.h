// An uploaded file becomes candidates in a child process, so that a hostile file harms nobody.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "intake/candidate_file.h"     // for FileOptions, FileSummary, RowSink
#include "pipeline/file_descriptor.h"  // for FileDescriptor
#include "pipeline/spawner.h"          // for Spawner

namespace furui {

/// What splitting one file may cost.
struct SplitLimits {
  std::chrono::milliseconds cpu{60'000};              ///< CPU time, and 1 s more for each MiB of the file
  std::chrono::milliseconds silence{120'000};         ///< by the clock, without any row
  std::size_t memory_bytes = std::size_t{2} << 30;    ///< beyond what the child starts with; the mapped file is not counted
};

/// How a file is split; read_candidate_file, but for tests.
using SplitFunction = std::function<FileSummary(std::string_view, const FileOptions&, const RowSink&)>;

/// Splits a file in a child of the spawner. Memory stays flat: the child waits while the sink is busy.
///
/// file        a regular file from its first byte, unlinked where its content is secret
/// keep_going  asked between blocks of rows; where it says false, ends with Error{ABORTED}
/// throws      Error as read_candidate_file, and Error{INVALID_ARGUMENT} where the file makes the child crash, hang
///             or exhaust memory; whatever the sink throws; std::runtime_error (a fault) when no child can be had
FileSummary split_file(Spawner& spawner, std::size_t program, const FileDescriptor& file, const FileOptions& options,
                       const RowSink& sink, const SplitLimits& limits, const std::function<bool()>& keep_going = {});

/// The child's side. descriptors: channel, file. Returns the exit code.
int run_splitter(std::vector<FileDescriptor> descriptors, const SplitLimits& limits, const SplitFunction& split);

}  // namespace furui
