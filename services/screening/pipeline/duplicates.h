// Which of a screening's crystals are the same, as outcomes of a model.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/duplicate_parameters.h"  // for DuplicateParameters
#include "core/prediction.h"            // for Predictions
#include "core/rejection.h"             // for Rejection

namespace furui {

/// The algorithm, for provenance.
inline constexpr const char* kDuplicatesVersion = "furui-duplicates/1";

/// A candidate of the screening.
struct MaybeCrystal {
  std::string content;                 ///< as stored; empty where there is none
  std::optional<Rejection> rejection;  ///< why there is none
};

/// Three columns: duplicate_of, the index of the first candidate that stands for it (its own, where it is no duplicate);
/// is_duplicate, 1 or 0; duplicate_displacement, the largest displacement from that in angstrom. Molecules and compositions are
/// NOT_APPLICABLE; what has no structure keeps its rejection.
///
/// keep_going  asked between crystals; may be empty
/// throws      Error{ABORTED} once it has returned false
Predictions find_duplicates(const DuplicateParameters& parameters, std::span<const MaybeCrystal> candidates, int threads, const std::function<bool()>& keep_going);

struct DuplicatesGolden {
  std::size_t rows = 0;      ///< lists of crystals
  std::size_t wrong = 0;     ///< crystals that stand elsewhere than the original's
  std::size_t first_wrong_line = 0;  ///< from 0
};

/// golden  lines {"crystals": [{"lattice", "atomic_numbers", "fractional"}], "duplicate_of": [..]}
/// throws  Error{INVALID_ARGUMENT} naming the line that is none
DuplicatesGolden compare_with_golden(const DuplicateParameters& parameters, std::string_view golden, int threads);

}  // namespace furui
