// An output file that appears under its name only when it is whole.
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

namespace furui::cli {

class WholeFile {
 public:
  /// throws Failure where the folder cannot be written; "-" writes to stdout
  explicit WholeFile(const std::filesystem::path& file);
  ~WholeFile();  ///< without finish(): removes what was written
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  /// throws Failure where the disk is full
  void write(std::string_view text);
  /// Renames the file to its name. throws Failure where the disk is full
  void finish();

 private:
  void flush();

  std::filesystem::path file_, partial_;
  std::FILE* out_ = nullptr;
  std::string buffer_;
};

}  // namespace furui::cli
