// Files of crystal structures, alone or many of them, turned into rows.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/candidate.h"         // for Notation
#include "intake/archive.h"         // for ArchivedFile
#include "intake/candidate_file.h"  // for RowSink, FileSummary

namespace furui {

/// One data block of a CIF.
struct CifBlock {
  std::string_view name;  ///< what follows "data_"
  std::string_view text;  ///< from its "data_" line to the next block's
};

/// The data blocks of a CIF; a line that begins with "data_" inside a text field (between two lines that begin with ";")
/// begins none. Empty where there is none.
std::vector<CifBlock> split_cif(std::string_view text);

/// By its name: ".cif", ".vasp", ".poscar", "POSCAR…", "CONTCAR…" (in any case); nothing for other names.
std::optional<Notation> crystal_notation(std::string_view file_name);

/// One row a structure, files in the given order: a CIF gives one row a data block with atom sites, or one row for the
/// whole file where no block has any; every other file one row. Files of other names are no rows.
///
/// columns  "file"; and "block" where any file has several blocks
/// id       the file's name without folders and extension; with "/BLOCK" where the file has several
/// throws   Error{INVALID_ARGUMENT} where no file is a structure, naming some of those that there are
void read_structure_files(const std::vector<ArchivedFile>& files, const RowSink& sink, FileSummary& summary);

}  // namespace furui
