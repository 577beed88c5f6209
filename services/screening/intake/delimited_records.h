// A delimited text cut into records and cells: RFC 4180 quotes, any line ending, cells as views of the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "intake/text_window.h"  // for TextWindow, the text

namespace furui {

/// One record. Views hold until the next record is read.
struct DelimitedRecord {
  std::vector<std::string_view> cells;  ///< without their quotes
  std::string_view whole;               ///< the record as it stands in the file, without its line ending
  bool cut =
      false;  ///< over the size limit: `whole` is its first max_record_bytes + 1 bytes, cells end there
  std::size_t line = 0;  ///< number of its first line, from 1

  /// A line with nothing on it, or only blanks: no row.
  bool is_blank() const;
};

/// Cuts a text whose bytes below 0x40 mean ASCII. A quote that is not a cell's first character is a character;
/// what follows a closing quote belongs to the cell.
class DelimitedRecords {
 public:
  /// window            at the first record; must outlive this
  /// delimiter         ',' or another ASCII character
  /// max_record_bytes  a longer record is cut; no more than this and one piece of the source is held
  DelimitedRecords(TextWindow& window, char delimiter, std::size_t max_record_bytes,
                   std::size_t first_line = 1);

  /// Reads the next record into `record`. Returns false at the end of the text.
  /// throws Error{INVALID_ARGUMENT} when a quoted cell is not closed before the end, with its line
  bool next(DelimitedRecord& record);

 private:
  enum class State { kCellBegins, kPlain, kQuoted, kQuoteInQuoted };
  struct Cell {
    std::size_t begin;
    std::size_t size;
    bool quoted;
  };

  bool scan();
  void end_cell();
  void count_lines(std::string_view quoted);
  void drop_scanned();
  void end_record(DelimitedRecord& record);
  std::string_view without_quotes(std::string_view cell);

  TextWindow& window_;
  char delimiter_;
  std::size_t max_record_bytes_;
  bool stops_[256] = {};  // ends a plain cell

  State state_ = State::kCellBegins;
  std::size_t at_ = 0;  // scanned so far, from the record's begin in the window
  std::size_t cell_begin_ = 0;
  bool cell_quoted_ = false;
  bool line_ended_ = false;
  std::size_t line_ = 1;
  std::size_t quote_line_ = 0;  // where the cell in hand opened its quote
  std::size_t lines_in_record_ = 0;
  bool after_return_ = false;  // the last character of a quoted cell was CR
  std::size_t consume_ = 0;    // of the last record and its line ending
  std::vector<Cell> cells_;
  std::string unquoted_;  // cells with doubled quotes, without them
  std::string kept_;      // begin of a record that is too long to hold
  bool dropping_ = false;
};

}  // namespace furui
