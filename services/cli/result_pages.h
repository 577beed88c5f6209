// A screening's results, page by page.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "connection.h"  // for Connection

namespace furui::cli {

/// What is needed to read a screening's results.
struct Screened {
  v1::Screening screening;
  std::vector<v1::ModelVersion> models;  ///< in the screening's order
  std::string ranking;                   ///< short name; empty where there is none that is stored
  v1::Ranking ranking_row;               ///< of that name, also where it is not stored
};

/// A screening by its full name.
v1::Screening get_screening(Connection& connection, const std::string& name);

/// Gets the screening's models, and its ranking.
///
/// ranking  short name; empty: "default" where the screening has a profile, else none
Screened describe_screening(Connection& connection, const v1::Screening& screening, const std::string& ranking = {});

/// Every candidate in input order.
void each_candidate(Connection& connection, const Screened& screened, bool with_fields,
                    const std::function<void(const v1::CandidateResult&)>& visit);

/// The best `limit` candidates by rank; or the first that were picked to be unlike each other, in the order of picking.
std::vector<v1::CandidateResult> top_candidates(Connection& connection, const Screened& screened, int limit, bool picks = false);

/// How a row ended: "ok", "out_of_domain", "filtered" or "rejected", with reason and detail as the result file has them.
struct RowStatus {
  std::string status, reason, detail;
};
/// ended  whether the screening computes no more
RowStatus row_status(const v1::CandidateResult& candidate, bool ended = false);

/// Whether it was cancelled or has failed: what is not stored will never be.
bool has_ended_early(const v1::Screening& screening);

/// Whether one of the models gives energies above a hull.
bool assesses_stability(const Screened& screened);

/// "0.667 Li2O + 0.333 O": the phases that a candidate decomposes into, by share of the atoms; its own formula alone where it
/// is on the hull.
std::string decomposition_text(const v1::CandidateResult& candidate);

/// "CONVERGED", "NOT_CONVERGED", …
std::string relaxation_status_name(v1::RelaxationStatus status);

/// "PAINS:anil_di_alk_A(478); BRENK:nitro_group": the structural alerts that matched, each once.
std::string alerts_text(const v1::CandidateResult& candidate);

/// Counts over all rows, for messages and the exit code.
struct Summary {
  std::int64_t rows = 0, ok = 0, out_of_domain = 0, filtered = 0, rejected = 0, pending = 0;
  std::map<std::string, std::int64_t> reasons;                      ///< of rejected rows
  std::map<std::string, std::int64_t> filters;                      ///< of filtered rows, in words
  std::int64_t beyond_bounds = 0;                                   ///< rows with a value that is physically impossible
  std::map<std::string, std::int64_t> beyond_columns;               ///< such rows of each column
  bool ended = false;                                               ///< whether pending rows will never be computed
  bool alerts_computed = false;                                     ///< whether the screening matches structural alerts
  std::int64_t with_alerts = 0;                                     ///< rows with one
  std::map<std::string, std::int64_t> alerts;                       ///< such rows of each catalogue
  std::map<std::string, std::vector<std::string>> first_rejected;   ///< of each reason the first few: "42 (Batch 7): …"
  void add(const v1::CandidateResult& candidate);
};

}  // namespace furui::cli
