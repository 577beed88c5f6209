// XLSX: one sheet of a workbook as a table (ECMA-376, SpreadsheetML).
#pragma once

#include <string_view>

#include "intake/candidate_file.h"  // for FileOptions, RowSink, FileSummary

namespace furui {

/// Reads a workbook that lies in memory. The sheet is streamed; only the shared strings and styles are held.
///
/// throws Error{INVALID_ARGUMENT} when the ZIP is no XLSX (saying what it is instead, where that is known), is
///        encrypted or damaged, or its table has no rows or not the columns asked for;
///        Error{RESOURCE_EXHAUSTED} when it unpacks to more than options.max_inflated_bytes
void read_xlsx(std::string_view bytes, const FileOptions& options, const RowSink& sink, FileSummary& summary);

}  // namespace furui
