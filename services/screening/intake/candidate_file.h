// A file of candidates as bytes, turned into rows: encodings, compression, CSV, SMILES lists, XLSX, SDF.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/candidate.h"  // for Candidate, one row

namespace furui {

/// Format of a file; kAuto looks at name and first bytes.
enum class FileFormat : unsigned char { kAuto = 0, kSmiles = 1, kCsv = 2, kTsv = 3, kXlsx = 4, kSdf = 5 };

const char* to_string(FileFormat format);  ///< "auto", "smiles", "csv", …

struct FileOptions {
  FileFormat format = FileFormat::kAuto;
  std::string file_name;         ///< as the user named it, for the format ("x.csv.gz") and for messages
  std::string structure_column;  ///< by header name or 1-based number; empty: found by name (smiles, SMILES, structure, …)
  std::string id_column;         ///< empty: found by name (id, name, compound_id, …), or none
  std::size_t max_record_bytes = std::size_t{1} << 20;  ///< a longer record is one row whose raw is cut, and is TOO_LARGE later
};

/// Where rows go, in file order. Memory stays flat: rows are given as they are read.
struct RowSink {
  /// Called once before the first row: names of the row's fields in file order.
  std::function<void(const std::vector<std::string>& columns)> columns;
  std::function<void(Candidate&& candidate)> row;
};

/// What the file turned out to be, for provenance and messages.
struct FileSummary {
  FileFormat format = FileFormat::kAuto;
  std::string encoding;          ///< "UTF-8", "UTF-16LE", "CP932", …
  bool gzip = false;
  std::string structure_column;  ///< header name, or "column 1"
  std::string id_column;         ///< empty where there is none
  std::size_t rows = 0;
};

/// Reads the bytes of a file (already in memory or mapped) into candidates.
///
/// Wholly empty lines are no rows; a row whose structure cell is empty is a row with an empty raw.
/// throws Error{INVALID_ARGUMENT} when the file is not of its format, the column is not there (listing those that
///        are), or the text is in no known encoding; nothing else
FileSummary read_candidate_file(std::string_view bytes, const FileOptions& options, const RowSink& sink);

}  // namespace furui
