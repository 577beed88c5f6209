// What kind of file some bytes are: the formats that are read, and the ones people send by mistake.
#pragma once

#include <string_view>

#include "intake/candidate_file.h"  // for FileFormat

namespace furui {

/// Refuses bytes that are no text and no XLSX, by name: "this is a PDF; …". Gzip must be unpacked before.
///
/// head   the file's first bytes, 64 KiB where it has that many
/// throws Error{INVALID_ARGUMENT} saying what came and what to do
void refuse_foreign_bytes(std::string_view head);

/// Refuses text that holds more control characters than text has.
///
/// head   the first bytes of a text without UTF-16
/// throws Error{INVALID_ARGUMENT}
void refuse_binary_text(std::string_view head);

/// Whether bytes begin as a ZIP does, which an XLSX is.
bool is_zip(std::string_view bytes);

/// Format of a text: what the user said; else what its name ends in (".gz" left out); else what its first lines are.
///
/// head  the first lines, in UTF-8 or an encoding like it
FileFormat text_format(FileFormat said, std::string_view file_name, std::string_view head);

/// The delimiter of a table whose first lines are `head`: of ',', ';' and tab the one that cuts every line into
/// equally many cells, and preferably the header into known column names.
///
/// complete  whether head is the whole text, and its last line not cut
char find_delimiter(std::string_view head, bool complete);

}  // namespace furui
