// SDF: connection tables with properties, records between "$$$$" lines (BIOVIA CTfile formats, V2000 and V3000).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "intake/byte_source.h"     // for ByteSource, the text
#include "intake/candidate_file.h"  // for FileOptions, RowSink, FileSummary
#include "intake/encoding.h"        // for Encoding, of titles and properties

namespace furui {

/// One record taken apart; views of its text.
struct SdfRecord {
  std::string_view title;     ///< the first line, without blanks at its ends
  std::string_view molblock;  ///< title line through "M  END" line; empty where the record holds only blanks
  /// Name and value in order; a value of several lines keeps its line ends between them.
  std::vector<std::pair<std::string_view, std::string_view>> properties;
};

/// Takes a record apart (without its "$$$$" line). Where "M  END" is missing, the block ends at the first property.
/// A property ends at a blank line; text between properties that belongs to none is kept with the one before it.
SdfRecord split_sdf_record(std::string_view record);

/// Reads an SDF twice: for the names of the properties, then for the candidates.
///
/// text    from its beginning or not, it is rewound
/// throws Error{INVALID_ARGUMENT} when there is no record, more than 16,384 properties, or a structure column or an
///        id column that is not there
void read_sdf(ByteSource& text, Encoding encoding, const FileOptions& options, const RowSink& sink,
              FileSummary& summary);

}  // namespace furui
