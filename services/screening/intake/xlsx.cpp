// Workbooks are refused by name until their reader lands.
#include "intake/xlsx.h"

#include "core/error.h"  // for Error

namespace furui {

void read_xlsx(std::string_view, const FileOptions&, const RowSink&, FileSummary&) {
  throw Error(ErrorCode::kUnimplemented, "the file is an XLSX or ZIP; save its table as CSV");
}

}  // namespace furui
