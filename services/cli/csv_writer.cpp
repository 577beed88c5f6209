// RFC 4180 quoting.
#include "csv_writer.h"

namespace furui::cli {

void CsvWriter::cell(std::string_view text) {
  if (!first_in_row_) row_.push_back(',');
  first_in_row_ = false;
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    row_.append(text);
    return;
  }
  row_.push_back('"');
  for (const char character : text) {
    if (character == '"') row_.push_back('"');
    row_.push_back(character);
  }
  row_.push_back('"');
}

void CsvWriter::end_row() {
  row_.push_back('\n');
  file_.write(row_);
  row_.clear();
  first_in_row_ = true;
}

}  // namespace furui::cli
