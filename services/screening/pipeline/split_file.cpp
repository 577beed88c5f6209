// The worker's side of splitting: rows to the sink as they come, and what the child's end means for the user.
#include "pipeline/split_file.h"

#include <sys/socket.h>

#include <csignal>
#include <stdexcept>
#include <string>

#include "core/error.h"               // for Error
#include "pipeline/reader_process.h"  // for kReaderOutOfMemory
#include "pipeline/split_wire.h"      // for frames

namespace furui {
namespace {

constexpr int kLookMs = 200;
constexpr std::chrono::milliseconds kFuneralTimeout{10'000};

/// The child, ended in any case.
struct Splitter {
  Child child;
  FileDescriptor channel;
  ~Splitter() { child.kill(); }
};

[[noreturn]] void explain_end(Splitter& splitter, const SplitLimits& limits) {
  const ChildEnd end = splitter.child.wait(kFuneralTimeout).value_or(ChildEnd{});
  if (!end.known) throw std::runtime_error("the process that splits the file was ended from outside");
  const std::string what = "the file cannot be split into candidates: ";
  if (end.exit_code == kReaderOutOfMemory) {
    throw Error(ErrorCode::kInvalidArgument, what + "it takes more than " + std::to_string(limits.memory_bytes >> 20) +
                                                 " MiB of memory; split it into smaller files, or save it as CSV");
  }
  if (end.signal == SIGXCPU) {
    throw Error(ErrorCode::kInvalidArgument, what + "it takes too much CPU time; split it into smaller files, or save it as CSV");
  }
  throw Error(ErrorCode::kInvalidArgument,
              what + "the program that reads files crashed on it (" +
                  (end.signal != 0 ? "signal " + std::to_string(end.signal) : "exit code " + std::to_string(end.exit_code)) +
                  "); save it again as CSV");
}

void wait_for_frame(Splitter& splitter, const SplitLimits& limits, const std::function<bool()>& keep_going) {
  const auto since = std::chrono::steady_clock::now();
  for (;;) {
    if (keep_going && !keep_going()) throw Error(ErrorCode::kAborted, "splitting the file was cancelled");
    if (wait_readable(splitter.channel.number(), kLookMs)) return;
    if (std::chrono::steady_clock::now() - since > limits.silence) {
      throw Error(ErrorCode::kInvalidArgument, "the file cannot be split into candidates: no row came for " +
                                                   std::to_string(limits.silence.count() / 1000) + " s");
    }
  }
}

}  // namespace

FileSummary split_file(Spawner& spawner, std::size_t program, const FileDescriptor& file, const FileOptions& options,
                       const RowSink& sink, const SplitLimits& limits, const std::function<bool()>& keep_going) {
  SocketPair channel = make_socket_pair(SOCK_STREAM);
  const int given[] = {channel.theirs.number(), file.number()};
  Splitter splitter{spawner.spawn(program, given), std::move(channel.ours)};
  channel.theirs.close();
  std::string body;
  WireWriter writer(body);
  write_file_options(writer, options);
  send_frame(splitter.channel.number(), SplitFrame::kColumns, body);
  for (;;) {
    wait_for_frame(splitter, limits, keep_going);
    const auto kind = receive_frame(splitter.channel.number(), body);
    if (!kind) explain_end(splitter, limits);
    WireReader in(body);
    switch (*kind) {
      case SplitFrame::kColumns: sink.columns(in.texts()); break;
      case SplitFrame::kRows:
        while (!in.at_end()) sink.row(read_candidate(in));
        break;
      case SplitFrame::kSummary: return read_summary(in);
      case SplitFrame::kError: throw read_error(in);
      default: throw std::runtime_error("the process that splits the file sent a frame of no known kind");
    }
  }
}

}  // namespace furui
