// Relaxations as stored: how far a chunk's crystals are while it works, and what became of each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/crystal.h"      // for Crystal
#include "core/relaxation.h"   // for RelaxationStatus
#include "core/sha256.h"       // for Sha256
#include "store/database.h"    // for Database
#include "store/work_queue.h"  // for Lease

namespace furui {

class RawSession;

/// What became of one crystal; the arrays have a point for the start and one after each step.
struct StoredRelaxation {
  RelaxationStatus status = RelaxationStatus::kConverged;
  Sha256 start{};
  std::int32_t sites = 0;
  std::string content;  ///< serialized crystal at the end; empty where it exploded
  Sha256 structure{};   ///< SHA-256 of content
  std::vector<float> energy_per_atom, largest_force, volume;  ///< eV, eV/angstrom, cubic angstrom of the cell
  std::vector<std::string> changes;
  std::string detail;
};

/// In one transaction with the rest of a chunk: the structures, and a row each.
///
/// relaxations  one a row of the chunk, or none at all
void insert_relaxations(RawSession& session, const Lease& lease, const std::vector<std::optional<StoredRelaxation>>& relaxations, std::int64_t batch);

/// How far one crystal of a chunk is.
struct RelaxationCheckpoint {
  std::int32_t row = 0;  ///< in the chunk
  Sha256 start{};        ///< the structure that is relaxed
  std::string content;
};

/// What earlier leases of this chunk left, in order of rows.
std::vector<RelaxationCheckpoint> read_checkpoints(Database& database, const Lease& lease);

/// Writes checkpoints over older ones of the same rows, and how far the chunk is; committed when it returns. Where it has got
/// on, earlier attempts count no more.
/// throws LeaseLost where the epoch has moved on, or the work is not wanted any more
void store_checkpoints(Database& database, const Lease& lease, const std::vector<RelaxationCheckpoint>& checkpoints, std::int64_t relaxed, std::int64_t steps);

/// A relaxation as its readers see it.
struct RelaxationRow {
  std::int32_t ordinal = 0;
  std::string id;           ///< the user's
  RelaxationStatus status = RelaxationStatus::kConverged;
  std::string start_sha256_hex, final_sha256_hex;  ///< the final one empty where it exploded
  std::string content;      ///< serialized crystal at the end; empty where it exploded
  std::vector<float> energy_per_atom, largest_force, volume;
  std::vector<std::string> changes;
  std::string detail;
  std::int32_t sites = 0;   ///< atoms of the cell
};

/// Relaxations after an ordinal, in order, at most `limit`.
std::vector<RelaxationRow> read_relaxations(Database& database, std::int64_t screening, std::int64_t after, int limit);

}  // namespace furui
