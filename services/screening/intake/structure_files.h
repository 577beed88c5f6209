// Files of crystal structures, alone or many of them, turned into rows.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "intake/archive.h"         // for ArchivedFile
#include "intake/candidate_file.h"  // for FileFormat, RowSink, FileSummary
#include "intake/structure_text.h"  // for StructureText

namespace furui {

/// The data blocks of a CIF, from each "data_" line to the next; a line that begins with "data_" inside a text field (between
/// two lines that begin with ";") begins none. Empty where there is none.
std::vector<StructureText> split_cif(std::string_view text);

/// By its name: ".cif"; ".vasp", ".poscar", "POSCAR…", "CONTCAR…"; ".xyz", ".extxyz"; ".json" (in any case); nothing for other
/// names.
std::optional<FileFormat> crystal_format(std::string_view file_name);

/// One row a structure, files in the given order: a CIF gives one row a data block with atom sites, or one row for the
/// whole file where no block has any; an extended XYZ one a frame (split_extxyz); a JSON one a structure
/// (structures_of_json); a POSCAR one. Files of other names are no rows. A structure of more than max_record_bytes is a
/// row with its first max_record_bytes + 1 bytes, and is TOO_LARGE later.
///
/// columns  "file"; and "block" where any file has several structures, or one that has a database's id
/// id       the file's name without folders and extension; with "/BLOCK" where the file has several; a database's id where
///          it has one with it
/// throws   Error{INVALID_ARGUMENT} where no file is a structure, naming some of those that there are
void read_structure_files(const std::vector<ArchivedFile>& files, std::size_t max_record_bytes, const RowSink& sink, FileSummary& summary);

}  // namespace furui
