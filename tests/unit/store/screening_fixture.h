// A store with a small model, lists split into chunks, and the results that a worker would make of them.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "store/commits.h"
#include "store/models.h"
#include "store/profiles.h"
#include "store/rankings.h"
#include "store/results.h"
#include "store/screenings.h"
#include "store/work_queue.h"
#include "store/work_status.h"
#include "support/postgres_fixture.h"

namespace furui {

using std::chrono::seconds;
namespace fs = std::filesystem;

/// A model package without weights, with two properties.
inline fs::path small_package(const std::string& version) {
  const fs::path folder = fs::temp_directory_path() / ("furui-small-package-" + version + "-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "manifest.json")
      << R"({"format": 1, "name": "small", "version": ")" << version << R"(", "input": "molecule",
            "networks": [{"name": "n", "architecture": "descriptors", "properties": ["mass", "logP"]}],
            "properties": [{"name": "mass", "unit": "Da", "task": "regression", "has_std": true},
                           {"name": "logP", "unit": "", "task": "regression", "has_std": true}], "files": {}})";
  return folder;
}

inline Sha256 digest_over(const std::vector<Sha256>& parts) {
  Sha256Stream stream;
  for (const Sha256& part : parts) stream.update(std::string_view(reinterpret_cast<const char*>(part.data()), part.size()));
  return stream.finish();
}

class ScreeningFlow : public ::testing::Test {
 protected:
  std::unique_ptr<Database> database = testing::fresh_store();
  std::int32_t model = add_model_version(*database, "shared", small_package("1"), "").id;

  /// A finalized screening whose file is split into `rows` candidates in chunks of `chunk`.
  ScreeningRow split_screening(const std::string& name, int rows, int chunk, std::optional<std::int32_t> profile = std::nullopt,
                               std::optional<ScreeningRelaxation> relaxation = std::nullopt) {
    NewScreening request;
    request.project = "default";
    request.name = name;
    request.model_versions = {model};
    request.profile_version = profile;
    request.relaxation = relaxation;
    const ScreeningRow screening = create_screening(*database, request);
    begin_file(*database, screening.id, "list.csv", "{}");
    const std::string bytes = "smiles\nCCO\n";
    store_file_part(*database, screening.id, 0, bytes, sha256(bytes));
    finalize_screening(*database, screening.id, 1, digest_over({sha256(bytes)}));
    const auto lease = lease_work(*database, "worker", seconds(15), 3);
    EXPECT_EQ(lease->kind, WorkKind::kSplit);
    const Sha256 digest = read_file_parts(*database, screening.id, [](std::string_view) {});
    SplitCommit split(*database, *lease);
    split.columns({"smiles", "note"});
    for (int row = 0; row < rows; ++row)
      split.add({CandidateKind::kMolecule, Notation::kSmiles, "C" + std::string(static_cast<std::size_t>(row % 7), 'C'), "id" + std::to_string(row), {"a,b", "\"q\""}});
    split.finish(R"({"format": "csv"})", digest, chunk);
    return get_screening(*database, screening.id);
  }

  /// What a worker would make of a chunk: one value a row, every third rejected.
  ChunkResult result_of(const Lease& lease) {
    const ChunkInput input = read_chunk(*database, lease, "none/1");
    ChunkResult result;
    result.standardization = "none/1";
    ModelOutcomes outcomes;
    outcomes.computation.model_version = model;
    outcomes.computation.device = "cpu";
    outcomes.computation.environment_json = R"({"libtorch": "2.13.0"})";
    outcomes.computation.started_at = outcomes.computation.finished_at = "2026-01-01T00:00:00Z";
    outcomes.predictions.rows = static_cast<std::size_t>(lease.rows);
    outcomes.predictions.columns = 2;
    for (int row = 0; row < lease.rows; ++row) {
      StoredReading reading;
      reading.raw_sha256 = input.raw_sha256[static_cast<std::size_t>(row)];
      const bool rejected = (lease.first_ordinal + row) % 3 == 2;
      if (!rejected) {
        reading.fresh = true;
        reading.content = "graph of " + input.candidates[static_cast<std::size_t>(row)].raw;
        reading.structure = sha256(reading.content);
        reading.changes = {"removed fragment [Na+]"};
      }
      result.readings.push_back(reading);
      const auto ordinal = static_cast<float>(lease.first_ordinal + row);
      outcomes.predictions.value.insert(outcomes.predictions.value.end(), {ordinal, -ordinal});
      outcomes.predictions.std.insert(outcomes.predictions.std.end(), {0.5F, 0.25F});
      outcomes.predictions.domain.push_back(Domain::kIn);
      outcomes.predictions.rejection.push_back(rejected ? std::optional<Rejection>({Stage::kRead, Reason::kParseError, "no structure"}) : std::nullopt);
    }
    result.outcomes = {outcomes};
    return result;
  }
};

}  // namespace furui
