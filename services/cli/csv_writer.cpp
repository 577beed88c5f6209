// RFC 4180 quoting, a buffer, and a rename at the end.
#include "csv_writer.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "failure.h"  // for Failure

namespace furui::cli {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

}  // namespace

CsvWriter::CsvWriter(const std::filesystem::path& file) : file_(file) {
  if (file_ == "-") {
    out_ = stdout;
    return;
  }
  // What is no regular file (/dev/null, a pipe) must not be replaced by one.
  std::error_code absent;
  if (std::filesystem::is_symlink(file_, absent)) file_ = std::filesystem::weakly_canonical(file_);
  const bool direct = std::filesystem::exists(file_, absent) && !std::filesystem::is_regular_file(file_, absent);
  if (!direct) partial_ = file_.string() + ".part-" + std::to_string(getpid());
  out_ = std::fopen(direct ? file_.c_str() : partial_.c_str(), "wb");
  if (out_ == nullptr)
    throw Failure("the output " + file_.string() + " cannot be written (" + std::strerror(errno) + "): name another with -o");
}

CsvWriter::~CsvWriter() {
  if (out_ == nullptr || out_ == stdout) return;
  std::fclose(out_);
  std::error_code ignored;
  if (!partial_.empty()) std::filesystem::remove(partial_, ignored);
}

void CsvWriter::cell(std::string_view text) {
  if (!first_in_row_) buffer_.push_back(',');
  first_in_row_ = false;
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    buffer_.append(text);
    return;
  }
  buffer_.push_back('"');
  for (const char character : text) {
    if (character == '"') buffer_.push_back('"');
    buffer_.push_back(character);
  }
  buffer_.push_back('"');
}

void CsvWriter::end_row() {
  buffer_.push_back('\n');
  first_in_row_ = true;
  if (buffer_.size() >= kBufferBytes) flush();
}

void CsvWriter::flush() {
  if (std::fwrite(buffer_.data(), 1, buffer_.size(), out_) != buffer_.size())
    throw Failure("the output " + file_.string() + " could not be written (" + std::strerror(errno) + "): is the disk full?");
  buffer_.clear();
}

void CsvWriter::finish() {
  flush();
  if (out_ == stdout) {
    out_ = nullptr;
    if (std::fflush(stdout) != 0) throw Failure(std::string("stdout could not be written (") + std::strerror(errno) + ")");
    return;
  }
  std::FILE* out = out_;
  out_ = nullptr;
  if (std::fclose(out) != 0) {
    std::error_code ignored;
    if (!partial_.empty()) std::filesystem::remove(partial_, ignored);
    throw Failure("the output " + file_.string() + " could not be written (" + std::strerror(errno) + "): is the disk full?");
  }
  if (!partial_.empty()) std::filesystem::rename(partial_, file_);
}

}  // namespace furui::cli
