// Fenced commits: a worker's results and the state of its chunk, in one transaction that checks the epoch.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/candidate.h"       // for Candidate
#include "core/molecule_graph.h"  // for Sha256
#include "core/prediction.h"      // for Predictions
#include "core/rejection.h"       // for Rejection
#include "store/relaxations.h"    // for StoredRelaxation
#include "store/work_queue.h"     // for Lease

namespace furui {

/// What reading made of one candidate, as stored.
struct StoredReading {
  std::string content;              ///< serialized graph; empty: rejected or not read
  Sha256 structure{};               ///< SHA-256 of content
  bool fresh = false;               ///< read now (to be stored), not found in the database
  std::uint8_t notation = 1;
  Sha256 raw_sha256{};
  std::vector<std::string> changes, warnings;
  std::string standardized_smiles;
  std::string formula;   ///< of a crystal
  int space_group = 0;   ///< of a crystal; 0: none
};

struct StoredAlert {
  std::int32_t row = 0;  ///< row in the chunk
  std::string catalogue, rule;
  std::vector<std::int16_t> atoms;
};

/// What a crystal model gives that is no column, in the order of the structure's sites; empty where rejected.
struct StoredFields {
  std::vector<float> forces;            ///< sites × 3, in eV/angstrom
  std::vector<float> stress;            ///< 3 × 3, row-major, in GPa
  std::vector<float> magnetic_moments;  ///< sites, in Bohr magnetons
};

/// What computed with one model version, where and when: a row of batch.
struct Computation {
  std::int32_t model_version = 0;
  std::string device;
  std::string environment_json;  ///< software versions, stored once by SHA-256
  std::string started_at, finished_at;  ///< RFC 3339
};

/// One model version's predictions of a chunk; rows match the chunk's.
struct ModelOutcomes {
  Computation computation;
  Predictions predictions;
  std::vector<StoredFields> fields;  ///< one a row; empty for models without
};

struct ChunkResult {
  std::string standardization;           ///< standardization_version(), stored once
  std::vector<StoredReading> readings;   ///< one a row
  std::vector<StoredAlert> alerts;
  std::optional<Computation> relaxing;   ///< where the screening relaxes
  std::vector<std::optional<StoredRelaxation>> relaxations;  ///< one a row where the screening relaxes: what models saw of it
  std::vector<ModelOutcomes> outcomes;   ///< one a model version of the lease
};

/// Thrown by the commits when the epoch has moved on: drop the results, nothing was stored. Not retried.
struct LeaseLost {};

/// Streams candidates of a file into the screening and creates the chunks, in one transaction: a second worker that
/// holds a newer epoch wins. Usage: construct, add rows, finish. Destroying it unfinished rolls back.
class SplitCommit {
 public:
  SplitCommit(Database& database, const Lease& lease);
  ~SplitCommit();
  void columns(const std::vector<std::string>& names);
  void add(const Candidate& candidate);
  std::int64_t rows() const;
  /// input_sha256  of the whole file, which an auditor can check with sha256sum
  /// chunk_rows    candidates a chunk of predict work
  /// throws        LeaseLost
  void finish(const std::string& file_summary_json, const Sha256& input_sha256, std::int32_t chunk_rows);

 private:
  struct Transaction;
  std::unique_ptr<Transaction> transaction_;
};

/// Stores a chunk's readings, structures, alerts and outcomes, marks it done, unblocks what waits for it, updates the
/// screening's counts and state, and notifies. Exactly lease.rows outcomes a model version, or a fault.
/// throws LeaseLost
void commit_chunk(Database& database, const Lease& lease, const ChunkResult& result);

/// A candidate that was picked of a ranking's best.
struct RankedPick {
  std::int32_t pick = 0;  ///< from 1
  std::string group;      ///< empty: none
  float similarity = 0;   ///< to the nearest earlier pick; NaN: none
};

/// What a ranking stores; n rows, NaN and 0 where a row has none.
struct RankingResult {
  std::string algorithm_version;
  Sha256 input_sha256{};
  std::int64_t seed = 0;
  std::vector<std::string> shortcomings;  ///< why it is not decision-grade
  bool refused = false;                   ///< for its shortcomings: they are stored, and no place is
  std::size_t objectives = 0;
  std::vector<std::uint32_t> rank;
  std::vector<float> score, expected, std, meets, top, stays;
  float hypervolume = 0;                  ///< in [0, 1]; NaN where there is none
  std::vector<float> weight_down, weight_up;  ///< one an objective, or none
  std::vector<std::uint32_t> tie_group;
  std::vector<std::uint32_t> front;       ///< empty without fronts; 2^31 and more: none
  std::vector<std::int32_t> filter;
  std::vector<std::uint64_t> failed;      ///< bit i: fails filter i; empty where no more than one can be failed
  /// Gives what each objective made of candidates from `first`, as many as there is room for: rows × objectives.
  std::function<void(std::size_t first, std::span<float> desirability, std::span<float> contribution)> parts;
  std::map<std::int32_t, std::string> filter_detail;  ///< by ordinal: why a filter on structure failed
  std::map<std::int32_t, RankedPick> picks;           ///< by ordinal
};
/// Stores the places, or the refusal, and ends the screening where this was its last work. Ranking again a screening that
/// has ended changes nothing of it.
/// throws LeaseLost
void commit_ranking(Database& database, const Lease& lease, const RankingResult& result);

/// Raw bytes of the uploaded file, in order, part by part.
/// returns  the SHA-256 of all of them
Sha256 read_file_parts(Database& database, std::int64_t screening, const std::function<void(std::string_view)>& part);

/// A chunk as a worker needs it: candidates without their fields, and the readings already known in this project for
/// the same raw bytes, notation and standardization (so that a second model starts from stored graphs).
struct ChunkInput {
  std::vector<Candidate> candidates;          ///< fields empty
  std::vector<Sha256> raw_sha256;
  std::vector<StoredReading> known;           ///< content empty where unknown
};
ChunkInput read_chunk(Database& database, const Lease& lease, const std::string& standardization);

/// Columns that a ranking needs.
struct StoredColumn {
  std::vector<float> value, std;  ///< NaN where absent
};
struct RankingColumns {
  std::int64_t candidates = 0;
  std::vector<StoredColumn> columns;          ///< as asked
  std::vector<Sha256> structure;
  std::vector<std::uint8_t> rejected;         ///< 1 where no model gave a value
  std::vector<Domain> domain;                 ///< the worst of the models that wanted columns are of; kUnknown where none tells
  std::map<std::string, std::vector<std::uint8_t>> alerts;  ///< of the catalogues asked for
};
struct WantedColumn {
  std::int32_t model_version = 0;
  std::size_t column = 0;  ///< index into the manifest's output columns
};
/// Stored graphs of candidates, each with its ordinal, in no order; a candidate without one is left out.
/// ordinals  ascending or not, each once
void read_graphs(Database& database, std::int64_t screening, const std::vector<std::int32_t>& ordinals,
                 const std::function<void(std::int32_t ordinal, std::string_view bytes)>& visit);

RankingColumns read_ranking_columns(Database& database, std::int64_t screening, const std::vector<WantedColumn>& wanted,
                                    const std::vector<std::string>& catalogues);

}  // namespace furui
