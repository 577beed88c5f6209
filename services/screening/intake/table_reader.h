// Rows of cells turned into candidates: which row is the header, which columns are structure and id.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "intake/candidate_file.h"     // for FileOptions, RowSink, FileSummary
#include "intake/delimited_records.h"  // for DelimitedRecord, one row
#include "intake/encoding.h"           // for Encoding, of the cells

namespace furui {

/// Takes the records of one table in order, and gives candidates to the sink.
///
/// The first record that is not blank is the header, unless no column is named by the user or by a known name and
/// the first record holds a SMILES in a column that holds SMILES all through the first records: then the table has
/// no header and its columns are "column 1", "column 2", …
///
/// Cells that a row lacks are empty. Cells beyond the header's stay, with the delimiter, at the end of the last
/// column, so that nothing is lost; empty ones are dropped. Where every row has one cell more than the header, the
/// first column is row names, as R writes them, and is called "row".
class TableReader {
 public:
  /// delimiter  what joins surplus cells
  TableReader(const FileOptions& options, Encoding encoding, char delimiter, const RowSink& sink,
              FileSummary& summary);

  /// One more record; blank ones are no rows.
  /// throws Error{INVALID_ARGUMENT} when the columns asked for are not there
  void add(const DelimitedRecord& record);

  /// After the last record.
  /// throws Error{INVALID_ARGUMENT} as add(), and when there is no row
  void finish();

 private:
  struct Held {
    std::vector<std::string> cells;
    std::string whole;
    bool cut;
  };

  void decide();
  void name_columns();
  void choose_columns();
  std::optional<std::size_t> structure_by_content(std::size_t first_row) const;
  bool holds_smiles(std::size_t column, std::size_t first_row) const;
  [[noreturn]] void refuse_without_structure() const;
  void emit(const DelimitedRecord& record);
  std::string surplus_text(const DelimitedRecord& record) const;

  const FileOptions& options_;
  Encoding encoding_;
  char delimiter_;
  const RowSink& sink_;
  FileSummary& summary_;

  std::vector<Held> held_;  // the first records, until the columns are decided
  bool decided_ = false;
  bool has_header_ = true;
  std::vector<std::string> columns_;
  std::size_t structure_ = 0;
  bool formulas_ = false;  // whether that column holds formulas of compositions
  std::optional<std::size_t> id_;
};

}  // namespace furui
