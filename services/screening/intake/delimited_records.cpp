// The state machine behind delimited text; it stops anywhere for want of text and goes on where it stopped.
#include "intake/delimited_records.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "core/error.h"  // for Error

namespace furui {

bool DelimitedRecord::is_blank() const {
  return cells.size() == 1 && !cut && whole.find_first_not_of(" \t") == std::string_view::npos;
}

DelimitedRecords::DelimitedRecords(TextWindow& window, char delimiter, std::size_t max_record_bytes,
                                   std::size_t first_line)
    : window_(window), delimiter_(delimiter), max_record_bytes_(max_record_bytes), line_(first_line) {
  stops_[static_cast<unsigned char>(delimiter)] = true;
  stops_[static_cast<unsigned char>('\n')] = true;
  stops_[static_cast<unsigned char>('\r')] = true;
}

bool DelimitedRecords::next(DelimitedRecord& record) {
  window_.consume(consume_);
  line_ += lines_in_record_;
  consume_ = at_ = cell_begin_ = lines_in_record_ = 0;
  state_ = State::kCellBegins;
  cell_quoted_ = line_ended_ = dropping_ = after_return_ = false;
  cells_.clear();
  while (!scan()) {
    if (at_ > max_record_bytes_) drop_scanned();
    if (window_.more()) continue;
    if (at_ == 0 && !dropping_) return false;
    if (state_ == State::kQuoted) {
      throw Error(ErrorCode::kInvalidArgument,
                  "line " + std::to_string(quote_line_) +
                      ": a quote (\") opens a cell and is never closed; close it, or "
                      "write a quote inside a cell twice");
    }
    end_cell();
    break;
  }
  end_record(record);
  return true;
}

/// Scans on in the text at hand. Returns whether the record ended.
bool DelimitedRecords::scan() {
  const std::string_view text = window_.text();
  const char* const begin = text.data();
  const std::size_t size = text.size();
  while (at_ < size) {
    if (state_ == State::kQuoted) {
      const void* quote = std::memchr(begin + at_, '"', size - at_);
      const std::size_t end =
          quote == nullptr ? size : static_cast<std::size_t>(static_cast<const char*>(quote) - begin);
      count_lines(text.substr(at_, end - at_));
      at_ = end;
      if (quote == nullptr) return false;
      ++at_;
      after_return_ = false;
      state_ = State::kQuoteInQuoted;
      continue;
    }
    const char here = begin[at_];
    if (here == '"' && state_ != State::kPlain) {
      if (state_ == State::kCellBegins) quote_line_ = line_ + lines_in_record_;
      state_ = State::kQuoted;
      cell_quoted_ = true;
      ++at_;
      continue;
    }
    state_ = State::kPlain;
    while (at_ < size && !stops_[static_cast<unsigned char>(begin[at_])]) ++at_;
    if (at_ == size) return false;
    const char stop = begin[at_];
    if (stop == '\r' && at_ + 1 == size && window_.more()) return scan();  // is it one half of CRLF?
    end_cell();
    if (stop == delimiter_) {
      ++at_;
      cell_begin_ = at_;
      state_ = State::kCellBegins;
      cell_quoted_ = false;
      continue;
    }
    consume_ = at_ + (stop == '\r' && at_ + 1 < size && begin[at_ + 1] == '\n' ? 2 : 1);
    ++lines_in_record_;
    line_ended_ = true;
    return true;
  }
  return false;
}

void DelimitedRecords::end_cell() {
  if (!dropping_) cells_.push_back({cell_begin_, at_ - cell_begin_, cell_quoted_});
}

void DelimitedRecords::count_lines(std::string_view quoted) {
  if (!after_return_ && quoted.find('\r') == std::string_view::npos) {
    lines_in_record_ += static_cast<std::size_t>(std::count(quoted.begin(), quoted.end(), '\n'));
    return;
  }
  for (const char c : quoted) {  // CRLF is one line ending, also where a piece ends between the two
    if (c == '\r' || (c == '\n' && !after_return_)) ++lines_in_record_;
    after_return_ = c == '\r';
  }
}

/// Keeps the begin of a record that is too long and forgets the rest of what was scanned.
void DelimitedRecords::drop_scanned() {
  if (!dropping_) {
    kept_.assign(window_.text().substr(0, max_record_bytes_ + 1));
    if (cell_begin_ < kept_.size()) cells_.push_back({cell_begin_, kept_.size() - cell_begin_, cell_quoted_});
    dropping_ = true;
  }
  window_.consume(at_);
  at_ = 0;
}

void DelimitedRecords::end_record(DelimitedRecord& record) {
  const std::string_view text = window_.text();
  if (!line_ended_) consume_ = at_;
  record.line = line_;
  record.cut = dropping_ || at_ > max_record_bytes_;
  record.whole = dropping_ ? std::string_view(kept_) : text.substr(0, std::min(at_, max_record_bytes_ + 1));
  record.cells.clear();
  unquoted_.clear();
  unquoted_.reserve(record.whole.size());  // so that views of it stay
  for (const Cell& cell : cells_) {
    if (cell.begin > record.whole.size()) break;
    const std::string_view bytes = record.whole.substr(cell.begin, cell.size);
    record.cells.push_back(cell.quoted ? without_quotes(bytes) : bytes);
  }
}

std::string_view DelimitedRecords::without_quotes(std::string_view cell) {
  const std::size_t close = cell.find('"', 1);
  if (close == std::string_view::npos || close + 1 == cell.size()) return cell.substr(1, close - 1);
  const std::size_t begin = unquoted_.size();
  bool quoted = true;
  for (std::size_t at = 1; at < cell.size(); ++at) {
    if (quoted && cell[at] == '"') {
      if (at + 1 < cell.size() && cell[at + 1] == '"')
        ++at;
      else {
        quoted = false;
        continue;
      }
    }
    unquoted_.push_back(cell[at]);
  }
  return std::string_view(unquoted_).substr(begin);
}

}  // namespace furui
