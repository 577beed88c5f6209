// Split work: the uploaded parts become one file without a name, and the file candidates and chunks.
#include <fcntl.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "core/error.h"               // for Error
#include "pipeline/child_programs.h"  // for kSplitterProgram
#include "pipeline/split_file.h"      // for split_file
#include "store/chunks.h"             // for kRelaxedChunkRows
#include "store/commits.h"            // for SplitCommit, read_file_parts
#include "store/screenings.h"         // for get_screening
#include "worker/patience.h"          // for with_patience
#include "worker/work_context.h"      // for split_screening

namespace furui {
namespace {

/// A full disk is waited for, as a full database is.
[[noreturn]] void refuse_folder(const std::string& what) {
  const int error = errno;
  if (error == ENOSPC || error == EDQUOT)
    throw Error(ErrorCode::kUnavailable, "the disk of the state folder is full: free some, or erase screenings with 'furui delete'; work in hand waits for it",
                std::chrono::milliseconds(2000));
  throw std::runtime_error(what + ": " + std::strerror(error));
}

/// A file in the state folder that has no name from the start, so that nothing of it outlives the worker.
FileDescriptor nameless_file(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  FileDescriptor file(open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600));
  if (file.open()) return file;
  std::string path = folder / "split-XXXXXX";
  FileDescriptor named(mkostemp(path.data(), O_CLOEXEC));
  if (!named.open()) refuse_folder("no temporary file in the state folder");
  unlink(path.c_str());
  return named;
}

void append(const FileDescriptor& file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(file.number(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) refuse_folder("the state folder takes no more");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

FileOptions options_of(const ScreeningRow& screening, const MoleculeLimits& limits) {
  const nlohmann::json json = nlohmann::json::parse(screening.file_options_json);
  FileOptions options;
  options.file_name = screening.file_name;
  options.format = file_format_from_string(json.value("format", std::string("auto")));
  options.structure_column = json.value("structure_column", std::string());
  options.id_column = json.value("id_column", std::string());
  options.sheet = json.value("sheet", std::string());
  options.max_record_bytes = limits.max_record_bytes;
  return options;
}

std::string summary_json(const FileSummary& summary) {
  return nlohmann::json{{"format", to_string(summary.format)},
                        {"encoding", summary.encoding},
                        {"gzip", summary.gzip},
                        {"structure_column", summary.structure_column},
                        {"id_column", summary.id_column},
                        {"sheet", summary.sheet},
                        {"rows", summary.rows}}
      .dump();
}

}  // namespace

void split_screening(WorkContext& context, const Flight& flight) {
  const Lease& lease = flight.lease();
  const auto keep_going = [&flight] { return flight.keep_going(); };
  with_patience(context.database, keep_going, [&] {
    const ScreeningRow screening = get_screening(context.database, lease.screening);
    const FileDescriptor file = nameless_file(context.options.state_folder / "tmp");
    const Sha256 digest = read_file_parts(context.database, lease.screening, [&](std::string_view part) { append(file, part); });
    SplitCommit commit(context.database, lease);
    RowSink sink;
    sink.columns = [&](const std::vector<std::string>& names) { commit.columns(names); };
    sink.row = [&](Candidate&& candidate) { commit.add(candidate); };
    const FileSummary summary = split_file(context.spawner, kSplitterProgram, file, options_of(screening, context.options.molecule),
                                           sink, context.options.children.splitter, keep_going);
    const std::int32_t rows = context.options.chunk_rows;
    commit.finish(summary_json(summary), digest, screening.relaxation ? std::min(rows, kRelaxedChunkRows) : rows);
    spdlog::info("work {}: split a {} file into {} candidates", lease.work, to_string(summary.format), summary.rows);
  });
}

}  // namespace furui
