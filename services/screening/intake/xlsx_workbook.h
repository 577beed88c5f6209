// What a workbook says before its cells: its sheets, shared strings, number formats and calendar.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "intake/sheet_number.h"  // for NumberStyle
#include "intake/zip_archive.h"   // for ZipArchive

namespace furui {

/// Texts that cells refer to by number, packed one after another.
class SharedStrings {
 public:
  /// Closes the text that was appended since the last call.
  void end_text() { ends_.push_back(bytes_.size()); }
  std::string& bytes() { return bytes_; }
  std::size_t size() const { return ends_.size(); }
  /// index  below size()
  std::string_view operator[](std::size_t index) const;

 private:
  std::string bytes_;
  std::vector<std::uint64_t> ends_;
};

struct XlsxSheet {
  std::string name;
  std::string part;  ///< path in the archive
  bool visible = true;
};

struct XlsxWorkbook {
  std::vector<XlsxSheet> sheets;  ///< those with cells, in the workbook's order; one at least is visible
  bool from_1904 = false;
  SharedStrings strings;
  std::vector<NumberStyle> styles;  ///< by a cell's style number
};

/// Reads the parts of a workbook.
///
/// throws Error{INVALID_ARGUMENT} when the archive is no XLSX, saying what it is; as ZipArchive::read;
///        Error{RESOURCE_EXHAUSTED} when its strings take more than 512 MiB
XlsxWorkbook read_xlsx_workbook(ZipArchive& archive);

/// Undoes the escapes that XLSX text has for characters XML lacks: "_x000D_" is a carriage return.
std::string unescape_xlsx(std::string_view text);

}  // namespace furui
