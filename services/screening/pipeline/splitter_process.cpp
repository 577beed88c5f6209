// The child that splits a file: maps it, reads it, and sends rows in blocks as fast as they are taken.
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstdlib>
#include <string>
#include <utility>

#include "core/error.h"               // for Error
#include "pipeline/reader_process.h"  // for limit_memory
#include "pipeline/split_file.h"      // for run_splitter
#include "pipeline/split_wire.h"      // for frames

namespace furui {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{256} << 10;

/// Thrown where the worker wants no more rows.
struct ChannelClosed {};

/// Collects rows into blocks of some 256 KiB.
class RowBlocks {
 public:
  explicit RowBlocks(int channel) : channel_(channel) {}

  void columns(const std::vector<std::string>& names) {
    std::string body;
    WireWriter(body).texts(names);
    send(SplitFrame::kColumns, body);
  }
  void row(const Candidate& candidate) {
    WireWriter writer(block_);
    write_candidate(writer, candidate);
    if (block_.size() >= kBlockBytes) flush();
  }
  void flush() {
    if (!block_.empty()) send(SplitFrame::kRows, block_);
    block_.clear();
  }
  void send(SplitFrame kind, const std::string& body) const {
    if (!send_frame(channel_, kind, body)) throw ChannelClosed{};
  }

 private:
  int channel_;
  std::string block_;
};

void split_into(int channel, std::string_view bytes, const SplitFunction& split) {
  std::string body;
  if (!receive_frame(channel, body)) throw ChannelClosed{};
  WireReader in(body);
  const FileOptions options = read_file_options(in);
  RowBlocks blocks(channel);
  RowSink sink;
  sink.columns = [&](const std::vector<std::string>& names) { blocks.columns(names); };
  sink.row = [&](Candidate&& candidate) { blocks.row(candidate); };
  std::string last;
  WireWriter writer(last);
  try {
    const FileSummary summary = split(bytes, options, sink);
    blocks.flush();
    write_summary(writer, summary);
    blocks.send(SplitFrame::kSummary, last);
  } catch (const Error& error) {
    write_error(writer, error);
    blocks.send(SplitFrame::kError, last);
  }
}

}  // namespace

int run_splitter(std::vector<FileDescriptor> descriptors, const SplitLimits& limits, const SplitFunction& split) {
  struct stat file{};
  if (descriptors.size() != 2 || fstat(descriptors[1].number(), &file) != 0) return EXIT_FAILURE;
  const auto size = static_cast<std::size_t>(file.st_size);
  std::string_view bytes;
  if (size > 0) {
    void* base = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptors[1].number(), 0);
    if (base == MAP_FAILED) return EXIT_FAILURE;
    madvise(base, size, MADV_SEQUENTIAL);
    bytes = {static_cast<const char*>(base), size};
  }
  limit_memory(limits.memory_bytes);
  const rlim_t seconds = static_cast<rlim_t>(limits.cpu.count() / 1000) + 1 + (size >> 20);
  const rlimit cpu{seconds, seconds + 1};
  setrlimit(RLIMIT_CPU, &cpu);
  try {
    split_into(descriptors[0].number(), bytes, split);
  } catch (const ChannelClosed&) {
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}

}  // namespace furui
