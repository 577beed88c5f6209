// What readers see: outcomes, places and where they come from, page by page.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/prediction.h"  // for Domain
#include "core/rejection.h"   // for Rejection
#include "core/relaxation.h"  // for RelaxationStatus
#include "store/database.h"   // for Database

namespace furui {

/// One model version's outcome of a candidate.
struct OutcomeRow {
  std::int32_t model_version = 0;
  std::vector<float> value, std;
  Domain domain = Domain::kUnknown;
  std::string domain_note;  ///< why it lies outside or at the border; else empty
  std::optional<Rejection> rejection;
  std::int64_t batch = 0;
};

struct AlertRow {
  std::string catalogue, rule;
  std::vector<std::int16_t> atoms;
};

/// A candidate's place in a ranking.
struct RankedPlace {
  std::int64_t rank = 0;  ///< 0: none
  std::optional<float> score;
  std::optional<float> expected, std, meets, top, stays;  ///< absent also in a ranking of an older algorithm
  std::int32_t tie_group = 0;  ///< 0: none
  std::optional<std::int32_t> front;
  std::int32_t filter = -1;
  std::vector<std::int16_t> also_failed;  ///< further filters, in the profile's order
  std::string filter_detail;  ///< why a filter on structure failed
  std::int32_t pick = 0;      ///< from 1; 0: not picked
  std::string pick_group;
  std::optional<float> pick_similarity;
  std::vector<float> desirability, contribution;
};

/// How a crystal's relaxation ended; its way is in store/relaxations.h.
struct RelaxationEnd {
  RelaxationStatus status = RelaxationStatus::kConverged;
  std::int32_t steps = 0;
  float energy_per_atom = 0, largest_force = 0, volume_per_atom = 0;  ///< eV, eV/angstrom, cubic angstrom, of the last point
  std::string final_sha256_hex;  ///< empty where it exploded
  std::vector<std::string> changes;
  std::string detail;
  std::int64_t batch = 0;  ///< in which it was computed
};

/// A phase that a candidate decomposes into.
struct ProductRow {
  std::int32_t model_version = 0;  ///< that assessed it
  std::string formula;
  std::string source;  ///< resource name of the candidate that it is; empty for an element's reference state
  float share = 0;     ///< of the atoms
};

struct CandidateRow {
  std::int32_t ordinal = 0;
  std::string id;
  std::string raw;
  std::vector<std::string> fields;
  std::string structure_sha256_hex;  ///< empty where it could not be read
  std::string standardized_smiles;   ///< empty where standardization changed nothing
  std::vector<std::string> changes, warnings;
  std::string formula;      ///< of a crystal
  int space_group = 0;      ///< of a crystal; 0: none was found
  std::optional<RelaxationEnd> relaxation;  ///< where the screening relaxed it
  std::vector<ProductRow> products;  ///< by model, the largest share first
  std::vector<OutcomeRow> outcomes;  ///< in the order of the screening's models
  std::vector<AlertRow> alerts;
  std::optional<RankedPlace> place;
};

struct ResultsQuery {
  std::int64_t screening = 0;
  std::int64_t ranking = 0;     ///< 0: no places
  bool by_rank = false;         ///< order by rank (ranked ones only), else by ordinal
  bool picks = false;           ///< with by_rank: picked ones only, in the order of picking
  std::int64_t after = -1;      ///< last ordinal (rank, pick) of the previous page; −1: from the start
  int limit = 1000;
  bool with_fields = true;
  bool with_alerts = true;
};
std::vector<CandidateRow> read_results(Database& database, const ResultsQuery& query);

/// Places of these candidates in a ranking; those without one are left out.
std::map<std::int32_t, RankedPlace> read_places(Database& database, std::int64_t ranking, const std::vector<std::int32_t>& ordinals);

/// Ids of these candidates of a screening.
std::map<std::int32_t, std::string> read_ids(Database& database, std::int64_t screening, const std::vector<std::int32_t>& ordinals);

/// The cells of one input column, by ordinal; a row that lacks it has an empty one.
void read_cells(Database& database, std::int64_t screening, std::size_t column,
                const std::function<void(std::int32_t ordinal, std::string_view cell)>& visit);

/// Where an outcome comes from, for `explain`.
struct Provenance {
  std::string environment_json, device, worker, started_at, finished_at;
  std::string standardization;
};
Provenance get_provenance(Database& database, std::int64_t batch);

}  // namespace furui
