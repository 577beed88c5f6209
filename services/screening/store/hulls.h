// What is assessed over whole screenings: the energies or structures that it is made of, and what came out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/composition.h"     // for Composition
#include "core/prediction.h"      // for Predictions
#include "core/rejection.h"       // for Rejection
#include "store/commits.h"        // for Computation
#include "store/database.h"       // for Database
#include "store/work_queue.h"     // for Lease

namespace furui {

/// One candidate of a screening as a phase.
struct HullEntry {
  std::int32_t ordinal = 0;
  std::string id;             ///< the user's
  Sha256 structure{};         ///< that the energy is of; zeros where there is none
  std::string formula;        ///< reduced_formula(); empty where there is none
  Composition composition;    ///< empty where there is none
  double energy_per_atom = 0; ///< in eV
  std::optional<Rejection> rejection;  ///< why there is no energy
};

/// All candidates of a screening in order.
///
/// model_version, column  whose energies
/// throws Error{FAILED_PRECONDITION} where it has no such outcomes of every candidate: it is not finished, or was not
///        predicted by this version
std::vector<HullEntry> read_hull_entries(Database& database, std::int64_t screening, std::int32_t model_version, std::size_t column);

/// One candidate of a screening with the structure that models saw.
struct StructureEntry {
  Sha256 structure{};                  ///< zeros where there is none
  std::string content;                 ///< serialized; empty where there is none
  std::optional<Rejection> rejection;  ///< why there is none, as a model that looked at it says
};

/// All candidates of a screening in order: relaxed where it relaxes.
std::vector<StructureEntry> read_structures(Database& database, std::int64_t screening);

/// What a candidate decomposes into.
struct StoredDecomposition {
  std::vector<std::string> formulas, sources;
  std::vector<float> shares;
};

struct HullResult {
  Computation computation;
  Predictions predictions;                          ///< one row a candidate of the screening
  std::vector<Sha256> structures;                   ///< one a row, as of the entries
  std::vector<StoredDecomposition> decompositions;  ///< of a hull one a row, empty where rejected; else none
};
/// throws LeaseLost
void commit_hull(Database& database, const Lease& lease, const std::vector<HullResult>& results);

}  // namespace furui
