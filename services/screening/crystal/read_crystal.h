// Text to a standardized crystal: parse, check, primitive cell, formula and space group.
#pragma once

#include <atomic>
#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/candidate.h"  // for Notation
#include "core/crystal.h"    // for Crystal, the result
#include "core/rejection.h"  // for Rejection

namespace furui {

struct CrystalReadOptions {
  Notation notation = Notation::kCif;  ///< one of crystals
  bool primitive = false;              ///< standardize to the primitive cell; else as given
  std::size_t max_record_bytes = std::size_t{1} << 20;
  std::size_t max_sites = 2000;        ///< of the cell as given
  /// Where reading writes the stage that it is in, for whoever has to judge a reading that never ended; may be null.
  std::atomic<Stage>* stage = nullptr;
};

/// A crystal that was read.
struct CrystalReading {
  Crystal crystal;                   ///< right-handed; coordinates in [0, 1)
  std::string formula;               ///< reduced_formula()
  int space_group = 0;               ///< number of the International Tables; 0: none was found
  std::string space_group_symbol;    ///< "Fm-3m"
  std::vector<std::string> changes;  ///< what standardization did: "primitive cell of 2 of 8 sites"
  std::vector<std::string> warnings; ///< what was read for something else (check_sites.h)
};

/// Reads one crystal. Never throws for the candidate's sake; may hang, crash or exhaust memory on hostile input, so call
/// it in a child process.
///
/// throws  std::logic_error (a fault) for another notation
std::variant<CrystalReading, Rejection> read_crystal(std::string_view raw, const CrystalReadOptions& options);

/// Reads one chemical formula (read_chemical_formula()) into a crystal without geometry: of the reduced formula's atoms whole
/// ones as sites, ascending, then parts of one as mixtures of one element. More than 10,000 atoms are TOO_LARGE.
std::variant<CrystalReading, Rejection> read_composition(std::string_view raw);

/// Name and version of what standardization to the primitive cell does: "primitive/1 spglib 2.0.2".
std::string primitive_version();

}  // namespace furui
