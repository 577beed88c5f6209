// CSV as RFC 4180 writes it, into a file that appears under its name only when it is whole.
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

namespace furui::cli {

class CsvWriter {
 public:
  /// throws Failure where the folder cannot be written; "-" writes to stdout
  explicit CsvWriter(const std::filesystem::path& file);
  ~CsvWriter();  ///< without finish(): removes what was written
  CsvWriter(const CsvWriter&) = delete;
  CsvWriter& operator=(const CsvWriter&) = delete;

  void cell(std::string_view text);
  void end_row();
  /// Renames the file to its name. throws Failure where the disk is full
  void finish();

 private:
  void flush();

  std::filesystem::path file_, partial_;
  std::FILE* out_ = nullptr;
  std::string buffer_;
  bool first_in_row_ = true;
};

}  // namespace furui::cli
