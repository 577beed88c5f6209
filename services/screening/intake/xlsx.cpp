// The cells of a sheet, streamed row by row into a table.
#include "intake/xlsx.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "core/error.h"            // for Error
#include "intake/sheet_choice.h"   // for choose_sheet
#include "intake/table_reader.h"   // for TableReader, which makes candidates
#include "intake/xlsx_workbook.h"  // for XlsxWorkbook
#include "intake/xml_part.h"       // for parse_xml_part

namespace furui {
namespace {

constexpr std::size_t kMaxColumns = 16384;  // of a sheet

/// Index of the column that a cell's reference ("AB12") names; kMaxColumns where it names none.
std::size_t column_of(std::string_view reference) {
  std::size_t column = 0;
  for (const char c : reference) {
    if (c < 'A' || c > 'Z') break;
    column = column * 26 + static_cast<std::size_t>(c - 'A' + 1);
    if (column > kMaxColumns) return kMaxColumns;
  }
  return column == 0 ? kMaxColumns : column - 1;
}

std::size_t index_of(std::string_view text, std::size_t none) {
  std::size_t value = none;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  return parsed.ec == std::errc() ? value : none;
}

class SheetReader final : public XmlHandler {
 public:
  SheetReader(const XlsxWorkbook& workbook, TableReader& table, std::size_t max_record_bytes)
      : workbook_(workbook), table_(table), max_record_bytes_(max_record_bytes) {}

  void start(std::string_view element, const XmlAttributes& attributes) override {
    if (element == "row") {
      begin_row();
    } else if (element == "c") {
      const std::string_view reference = attributes["r"];
      column_ = reference.empty() ? next_column_ : column_of(reference);
      if (column_ >= kMaxColumns || column_ < next_column_) {
        throw Error(ErrorCode::kInvalidArgument,
                    "the XLSX file is damaged: the cells of a row are out of order or "
                    "beyond the last column; save it anew");
      }
      type_ = attributes["t"];
      style_ = index_of(attributes["s"], 0);
      value_.clear();
    } else if (element == "rPh") {
      in_phonetic_ = true;
    }
    in_value_ = element == "v" || (element == "t" && !in_phonetic_);
  }

  void text(std::string_view characters) override {
    if (in_value_ && value_.size() <= max_record_bytes_) value_.append(characters);
  }

  void end(std::string_view element) override {
    in_value_ = false;
    if (element == "rPh")
      in_phonetic_ = false;
    else if (element == "c")
      end_cell();
    else if (element == "row")
      end_row();
  }

 private:
  void begin_row() {
    row_.clear();
    ends_.clear();
    next_column_ = 0;
    filled_ = false;
  }

  void end_cell() {
    const std::string cell = cell_text_of();
    while (ends_.size() < column_) end_text();
    // A row over the limit is cut there: nothing beyond can matter.
    if (row_.size() <= max_record_bytes_) row_.append(cell);
    end_text();
    filled_ = filled_ || !cell.empty();
    next_column_ = column_ + 1;
  }
  void end_text() {
    ends_.push_back(row_.size());
    row_.push_back('\t');
  }

  std::string cell_text_of() const {
    if (type_ == "s") {
      const std::size_t index = index_of(value_, workbook_.strings.size());
      if (value_.empty()) return {};
      if (index >= workbook_.strings.size()) {
        throw Error(ErrorCode::kInvalidArgument,
                    "the XLSX file is damaged: a cell refers to a text that is not there");
      }
      return std::string(workbook_.strings[index]);
    }
    if (type_ == "b") return value_ == "1" ? "TRUE" : "FALSE";
    if (type_ == "inlineStr" || type_ == "str") return unescape_xlsx(value_);
    if (type_ == "e" || type_ == "d" || value_.empty()) return value_;
    const NumberStyle style = style_ < workbook_.styles.size() ? workbook_.styles[style_] : NumberStyle{};
    return number_text(value_, style, workbook_.from_1904);
  }

  void end_row() {
    if (!filled_) return;
    DelimitedRecord record;
    record.whole = std::string_view(row_).substr(0, ends_.back());
    record.cut = record.whole.size() > max_record_bytes_;
    if (record.cut) record.whole = record.whole.substr(0, max_record_bytes_ + 1);
    std::size_t begin = 0;
    for (const std::size_t end : ends_) {
      if (begin > record.whole.size()) break;
      record.cells.push_back(record.whole.substr(begin, end - begin));
      begin = end + 1;
    }
    table_.add(record);
  }

  const XlsxWorkbook& workbook_;
  TableReader& table_;
  std::size_t max_record_bytes_;

  std::string row_;                // cells with tabs between
  std::vector<std::size_t> ends_;  // of the cells in row_
  std::size_t next_column_ = 0;
  bool filled_ = false;

  std::size_t column_ = 0;
  std::string type_;
  std::size_t style_ = 0;
  std::string value_;
  bool in_value_ = false;
  bool in_phonetic_ = false;
};

}  // namespace

void read_xlsx(std::string_view bytes, const FileOptions& options, const RowSink& sink,
               FileSummary& summary) {
  ZipArchive archive(bytes, options.max_inflated_bytes);
  const XlsxWorkbook workbook = read_xlsx_workbook(archive);
  const XlsxSheet& chosen = choose_sheet(workbook, options.sheet);
  summary.sheet = chosen.name;
  TableReader table(options, Encoding::kUtf8, '\t', sink, summary);
  SheetReader sheet(workbook, table, options.max_record_bytes);
  try {
    parse_xml_part(archive, chosen.part, sheet);
    table.finish();
  } catch (const Error& error) {
    // A workbook often begins with a sheet of explanations.
    if (error.code() != ErrorCode::kInvalidArgument) throw;
    throw Error(error.code(), error.what() + other_sheets_in_words(workbook, chosen)).with_field(error.field());
  }
}

}  // namespace furui
