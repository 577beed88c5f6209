// What tests of intake share: a file read into memory, its error, and the same bytes in pieces of any size.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"             // for Error
#include "intake/byte_source.h"     // for ByteSource
#include "intake/candidate_file.h"  // for read_candidate_file

namespace furui {

/// Everything that reading a file gave.
struct Reading {
  FileSummary summary;
  std::vector<std::string> columns;
  std::vector<Candidate> rows;

  std::vector<std::string> raws() const {
    std::vector<std::string> result;
    for (const Candidate& row : rows) result.push_back(row.raw);
    return result;
  }
  std::vector<std::string> ids() const {
    std::vector<std::string> result;
    for (const Candidate& row : rows) result.push_back(row.id);
    return result;
  }
};

inline Reading read(std::string_view bytes, const FileOptions& options = {}) {
  Reading reading;
  RowSink sink;
  sink.columns = [&](const std::vector<std::string>& columns) { reading.columns = columns; };
  sink.row = [&](Candidate&& candidate) { reading.rows.push_back(std::move(candidate)); };
  reading.summary = read_candidate_file(bytes, options, sink);
  return reading;
}

inline FileOptions named(std::string file_name) {
  FileOptions options;
  options.file_name = std::move(file_name);
  return options;
}

/// The message of the error that reading gives, empty where it gives none.
inline std::string error_of(std::string_view bytes, const FileOptions& options = {}) {
  try {
    read(bytes, options);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

/// A file that is committed beside the tests.
inline std::string test_file(const std::string& name) {
  std::ifstream file(std::string(FURUI_SOURCE_DIR) + "/tests/unit/intake/files/" + name, std::ios::binary);
  if (!file) throw std::runtime_error("no test file " + name);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A file of ../shared/data; empty where a clone stands alone.
inline std::string shared_file(const std::string& name) {
  std::ifstream file(std::string(FURUI_SOURCE_DIR) + "/../shared/data/molecules/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Bytes in pieces of one size, each dead as soon as the next is taken.
class PiecesSource final : public ByteSource {
 public:
  PiecesSource(std::string_view bytes, std::size_t piece) : bytes_(bytes), piece_bytes_(piece) {}
  std::string_view next() override {
    piece_.assign(bytes_.substr(at_, piece_bytes_));
    at_ = std::min(bytes_.size(), at_ + piece_bytes_);
    return piece_;
  }
  void rewind() override { at_ = 0; }

 private:
  std::string_view bytes_;
  std::size_t piece_bytes_;
  std::size_t at_ = 0;
  std::string piece_;
};

}  // namespace furui
