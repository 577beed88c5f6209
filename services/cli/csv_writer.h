// CSV as RFC 4180 writes it, into a file that appears under its name only when it is whole.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "whole_file.h"  // for WholeFile

namespace furui::cli {

class CsvWriter {
 public:
  /// throws Failure where the folder cannot be written; "-" writes to stdout
  explicit CsvWriter(const std::filesystem::path& file) : file_(file) {}

  void cell(std::string_view text);
  /// throws Failure where the disk is full
  void end_row();
  /// Renames the file to its name; without it nothing stays. throws Failure where the disk is full
  void finish() { file_.finish(); }

 private:
  WholeFile file_;
  std::string row_;
  bool first_in_row_ = true;
};

}  // namespace furui::cli
