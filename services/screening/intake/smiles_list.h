// SMILES lists: a structure at the begin of each line, then its name.
#pragma once

#include <string_view>

#include "intake/candidate_file.h"  // for FileOptions, RowSink, FileSummary
#include "intake/encoding.h"        // for Encoding, of the lines
#include "intake/text_window.h"     // for TextWindow, the text

namespace furui {

/// One line of a SMILES list.
struct SmilesLine {
  std::string_view structure;  ///< SMILES, with its CXSMILES extension " |…|" where it has one
  std::string_view name;       ///< the rest of the line, blanks at its ends left out
};

/// Splits "SMILES", "SMILES name of it", "SMILES |extension| name". A line that begins with a tab has no structure.
SmilesLine split_smiles_line(std::string_view line);

/// Whether a first line names columns ("smiles name") instead of holding a structure.
bool is_smiles_header(std::string_view line);

/// Reads a list. Its columns are "smiles" and "name", or as a header line calls the two.
///
/// throws Error{INVALID_ARGUMENT} when there is no row or a column asked for is not there
void read_smiles_list(TextWindow& window, Encoding encoding, const FileOptions& options, const RowSink& sink,
                      FileSummary& summary);

}  // namespace furui
