// The structures of a JSON file: pymatgen's, a database's documents that hold them, or an OPTIMADE response.
#pragma once

#include <string_view>
#include <vector>

#include "intake/structure_text.h"  // for StructureText

namespace furui {

/// Cuts a JSON file into its structures: one, an array of them, or an object with an array "structures" or with "data" (one
/// or an array). Of equal keys the last one counts.
///
/// An element is an OPTIMADE resource where it has "attributes" or its type is "structures", under its id; a document where
/// it has an object "structure", which is the row's text, under its material_id, entry_id, task_id or id; else a structure
/// of pymatgen. An element that is nothing of it is a row all the same.
///
/// returns  one row for the whole text where it is no JSON, or holds no list and no structure
std::vector<StructureText> structures_of_json(std::string_view text);

/// The text without a byte order mark and blanks in front.
std::string_view json_body(std::string_view text);

}  // namespace furui
