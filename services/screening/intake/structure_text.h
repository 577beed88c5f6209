// One structure as a piece of its file's text.
#pragma once

#include <string>
#include <string_view>

#include "core/candidate.h"  // for Notation

namespace furui {

struct StructureText {
  std::string name;         ///< as its file calls it: a CIF's block, a database's id; or its number in the file, from 1
  bool named = false;       ///< the name is one of its own, not its number
  std::string_view text;
  Notation notation = Notation::kCif;
};

}  // namespace furui
