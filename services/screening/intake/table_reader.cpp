// Deciding on a table's columns from its first records, then one candidate a record.
#include "intake/table_reader.h"

#include <algorithm>
#include <utility>

#include "core/error.h"            // for Error
#include "intake/column_choice.h"  // for the columns' names
#include "intake/smiles_shape.h"   // for looks_like_smiles

namespace furui {
namespace {

constexpr std::size_t kHeldRecords = 50;
constexpr std::size_t kMaxColumns = 16384;  // as a sheet of Excel has

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string numbered(std::size_t index) {
  return "column " + std::to_string(index + 1);
}

}  // namespace

TableReader::TableReader(const FileOptions& options, Encoding encoding, char delimiter, const RowSink& sink,
                         FileSummary& summary)
    : options_(options), encoding_(encoding), delimiter_(delimiter), sink_(sink), summary_(summary) {}

void TableReader::add(const DelimitedRecord& record) {
  if (record.is_blank()) return;
  if (decided_) {
    emit(record);
    return;
  }
  Held held{{}, std::string(record.whole), record.cut};
  for (const std::string_view cell : record.cells) held.cells.emplace_back(cell);
  held_.push_back(std::move(held));
  if (held_.size() > kHeldRecords) decide();
}

void TableReader::finish() {
  if (!decided_) decide();
  if (summary_.rows == 0) {
    throw Error(ErrorCode::kInvalidArgument,
                "the file has a header (" + list_columns(columns_) + ") but no rows below it");
  }
}

void TableReader::decide() {
  if (held_.empty())
    throw Error(ErrorCode::kInvalidArgument, "the file is empty: it has no header and no rows");
  if (held_.front().cut) {
    throw Error(ErrorCode::kInvalidArgument, "the first line is longer than " +
                                                 std::to_string(options_.max_record_bytes) +
                                                 " bytes; is this a table with one candidate a line?");
  }
  name_columns();
  choose_columns();
  decided_ = true;
  summary_.structure_column = columns_[structure_];
  if (id_) summary_.id_column = columns_[*id_];
  if (sink_.columns) sink_.columns(columns_);
  for (std::size_t row = has_header_ ? 1 : 0; row < held_.size(); ++row) {
    DelimitedRecord record;
    record.cells.assign(held_[row].cells.begin(), held_[row].cells.end());
    record.whole = held_[row].whole;
    record.cut = held_[row].cut;
    emit(record);
  }
  held_.clear();
}

void TableReader::name_columns() {
  const std::vector<std::string>& header = held_.front().cells;
  if (header.size() > kMaxColumns) {
    throw Error(ErrorCode::kInvalidArgument, "the first line has " + std::to_string(header.size()) +
                                                 " cells; a table may have " + std::to_string(kMaxColumns) +
                                                 " columns");
  }
  const bool row_names =
      held_.size() > 1 && std::all_of(held_.begin() + 1, held_.end(), [&](const Held& row) {
        return row.cells.size() == header.size() + 1 && !row.cells.back().empty();
      });
  for (const std::string& cell : header) {
    std::string name = cell_text(cell, encoding_);
    columns_.push_back(trimmed(name).empty() ? numbered(columns_.size()) : std::move(name));
  }
  if (row_names && (find_structure_column(columns_) || !options_.structure_column.empty())) {
    columns_.insert(columns_.begin(), "row");
  }
}

void TableReader::choose_columns() {
  const std::optional<std::size_t> named = find_structure_column(columns_);
  if (!options_.structure_column.empty()) {
    structure_ = choose_column(columns_, options_.structure_column, "structure");
    formulas_ = names_formulas(columns_[structure_]);
    const bool by_number =
        is_number(options_.structure_column) && columns_[structure_] != options_.structure_column;
    has_header_ = !(by_number && !named && structure_ < held_.front().cells.size() &&
                    looks_like_smiles(held_.front().cells[structure_]));
  } else if (named) {
    structure_ = *named;
  } else if (const auto formula = find_formula_column(columns_)) {
    structure_ = *formula;
    formulas_ = true;
  } else if (const auto found = structure_by_content(0)) {
    structure_ = *found;
    has_header_ = false;
  } else {
    refuse_without_structure();
  }
  if (!has_header_) {
    std::size_t width = 0;
    for (const Held& row : held_) width = std::max(width, row.cells.size());
    columns_.clear();
    while (columns_.size() < std::min(width, kMaxColumns)) columns_.push_back(numbered(columns_.size()));
  }
  id_ = options_.id_column.empty() ? find_id_column(columns_)
                                   : std::optional(choose_column(columns_, options_.id_column, "id"));
  if (options_.id_column.empty() && id_ == structure_) id_.reset();
}

bool TableReader::holds_smiles(std::size_t column, std::size_t first_row) const {
  std::size_t filled = 0;
  std::size_t smiles = 0;
  for (std::size_t row = first_row; row < held_.size(); ++row) {
    if (column >= held_[row].cells.size() || trimmed(held_[row].cells[column]).empty()) continue;
    ++filled;
    if (looks_like_smiles(held_[row].cells[column])) ++smiles;
  }
  return smiles > 0 && smiles * 10 >= filled * 9;
}

/// The column whose cells are SMILES from `first_row` on, the one with the longest text where several are.
std::optional<std::size_t> TableReader::structure_by_content(std::size_t first_row) const {
  std::optional<std::size_t> best;
  std::size_t best_bytes = 0;
  if (first_row >= held_.size()) return best;
  for (std::size_t column = 0; column < held_[first_row].cells.size(); ++column) {
    if (!looks_like_smiles(held_[first_row].cells[column]) || !holds_smiles(column, first_row)) continue;
    std::size_t bytes = 0;
    for (std::size_t row = first_row; row < held_.size(); ++row) {
      if (column < held_[row].cells.size()) bytes += held_[row].cells[column].size();
    }
    if (bytes <= best_bytes) continue;
    best = column;
    best_bytes = bytes;
  }
  return best;
}

void TableReader::refuse_without_structure() const {
  std::string message =
      "no column is known to hold structures (such as 'smiles', 'structure' or 'formula'); the columns are " +
      list_columns(columns_) + "; choose one by its name or number as the structure column";
  std::string candidates;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    if (held_.size() < 2 || !holds_smiles(column, 1)) continue;
    candidates += (candidates.empty() ? "" : " and ") + column_in_words(columns_, column);
  }
  if (!candidates.empty()) message += " (SMILES seem to be in " + candidates + ")";
  throw Error(ErrorCode::kInvalidArgument, message).with_field("structure_column");
}

std::string TableReader::surplus_text(const DelimitedRecord& record) const {
  std::size_t end = record.cells.size();
  while (end > columns_.size() && record.cells[end - 1].empty()) --end;
  std::string text;
  for (std::size_t at = columns_.size(); at < end; ++at) {
    text.push_back(delimiter_);
    text.append(record.cells[at]);
  }
  return text;
}

void TableReader::emit(const DelimitedRecord& record) {
  const std::size_t columns = columns_.size();
  const std::size_t filled = std::min(record.cells.size(), columns);
  const bool plain = is_plain_ascii(record.whole);
  std::string last;  // the last cell with the surplus, where there is any
  if (record.cells.size() > columns) {
    const std::string surplus = surplus_text(record);
    if (!surplus.empty()) last.append(record.cells[columns - 1]).append(surplus);
  }
  const auto cell = [&](std::size_t at) -> std::string_view {
    if (at >= filled) return {};
    return at + 1 == columns && !last.empty() ? std::string_view(last) : record.cells[at];
  };
  Candidate candidate;
  if (formulas_) {
    candidate.kind = CandidateKind::kComposition;
    candidate.notation = Notation::kFormula;
  }
  candidate.fields.reserve(columns);
  for (std::size_t at = 0; at < columns; ++at) {
    if (plain)
      candidate.fields.emplace_back(cell(at));
    else
      candidate.fields.push_back(cell_text(cell(at), encoding_));
  }
  if (record.cut) {
    candidate.raw = record.whole;
  } else if (!last.empty() && structure_ > 0) {
    // "N,N-dimethylaniline,CN(C)c1ccccc1" without quotes has another structure's cell in the structure column.
    candidate.notation = Notation::kRow;
    candidate.raw = plain ? std::string(record.whole) : structure_text(record.whole, encoding_);
  } else {
    candidate.raw = plain ? std::string(cell(structure_)) : structure_text(cell(structure_), encoding_);
  }
  if (id_) candidate.id = trimmed(candidate.fields[*id_]);
  ++summary_.rows;
  if (sink_.row) sink_.row(std::move(candidate));
}

}  // namespace furui
