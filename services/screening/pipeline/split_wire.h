// Frames from the process that splits a file: its columns, blocks of rows, and at the end a summary or an error.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/candidate.h"         // for Candidate
#include "core/error.h"             // for Error
#include "intake/candidate_file.h"  // for FileOptions, FileSummary
#include "pipeline/wire.h"          // for WireReader, WireWriter

namespace furui {

enum class SplitFrame : std::uint8_t { kColumns = 1, kRows = 2, kSummary = 3, kError = 4 };

/// A frame's header; the body's bytes follow.
struct SplitFrameHeader {
  SplitFrame kind = SplitFrame::kError;
  std::uint32_t bytes = 0;
};

/// Sends one frame on a stream; returns false when the other end is gone.
bool send_frame(int channel, SplitFrame kind, const std::string& body);

/// Receives one frame's header and body.
/// returns nothing when the stream ended before, or the frame is longer than any of ours
std::optional<SplitFrame> receive_frame(int channel, std::string& body);

void write_file_options(WireWriter& out, const FileOptions& options);
FileOptions read_file_options(WireReader& in);

void write_candidate(WireWriter& out, const Candidate& candidate);
Candidate read_candidate(WireReader& in);

void write_summary(WireWriter& out, const FileSummary& summary);
FileSummary read_summary(WireReader& in);

void write_error(WireWriter& out, const Error& error);
Error read_error(WireReader& in);

}  // namespace furui
