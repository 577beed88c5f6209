// A buffer, and a rename at the end.
#include "whole_file.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "failure.h"  // for Failure

namespace furui::cli {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

}  // namespace

WholeFile::WholeFile(const std::filesystem::path& file) : file_(file) {
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

WholeFile::~WholeFile() {
  if (out_ == nullptr || out_ == stdout) return;
  std::fclose(out_);
  std::error_code ignored;
  if (!partial_.empty()) std::filesystem::remove(partial_, ignored);
}

void WholeFile::write(std::string_view text) {
  buffer_.append(text);
  if (buffer_.size() >= kBufferBytes) flush();
}

void WholeFile::flush() {
  if (std::fwrite(buffer_.data(), 1, buffer_.size(), out_) != buffer_.size())
    throw Failure("the output " + file_.string() + " could not be written (" + std::strerror(errno) + "): is the disk full?");
  buffer_.clear();
}

void WholeFile::finish() {
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
