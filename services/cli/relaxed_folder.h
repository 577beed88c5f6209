// A screening's relaxed crystals as a folder: a CIF each, and relaxed.csv with how each ended.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "result_pages.h"  // for Screened

namespace furui::cli {

/// Counts over all rows.
struct RelaxedSummary {
  std::int64_t rows = 0;
  std::map<std::string, std::int64_t> status;  ///< "CONVERGED", …, "REJECTED"
  std::int64_t steps = 0;                      ///< of all together
  std::int64_t files = 0;                      ///< CIFs written
  std::vector<std::string> first_failures;     ///< of rows without a final structure, and those not converged
};

/// Makes the folder where it is not there. Files of the same names are written over, others stay.
///
/// folder        empty: nothing is written, rows are counted
/// trajectories  also writes trajectories.csv: a row a step
/// throws        Failure where it cannot be written
RelaxedSummary write_relaxed_folder(Connection& connection, const Screened& screened, const std::filesystem::path& folder, bool trajectories);

/// throws  Failure where the folder cannot be made or written to, or is or holds the input
void check_relaxed_folder(const std::filesystem::path& folder, const std::filesystem::path& input = {});

/// "relaxed: 150 CONVERGED, 2 NOT_CONVERGED, …" and what went wrong.
std::string relaxed_text(const RelaxedSummary& summary);

nlohmann::ordered_json to_json(const RelaxedSummary& summary);

}  // namespace furui::cli
