// The frames of an extended XYZ file.
#pragma once

#include <string_view>
#include <vector>

#include "intake/structure_text.h"  // for StructureText

namespace furui {

/// Cuts a file into frames: a line that counts the atoms, a comment line, and a line an atom; blank lines between frames
/// are none. A frame goes to the next line that holds a whole number alone, be its atoms fewer or more than it counts.
/// Lines where no frame begins are a row together, up to the next count whose comment has "Lattice" or "Properties".
///
/// Their names are their numbers; empty where there is nothing but blanks.
std::vector<StructureText> split_extxyz(std::string_view text);

/// Whether a text begins with a frame whose comment line has "Lattice=" or "Properties=" (in any case).
bool begins_as_extxyz(std::string_view text);

}  // namespace furui
