// Leases and fenced commits with made-up numbers.
#include "stand_in_worker.h"

#include <chrono>
#include <sstream>
#include <stdexcept>

#include "core/profile.h"
#include "rank/objective_parts.h"
#include "rank/ranking.h"
#include "store/commits.h"
#include "store/models.h"
#include "store/profiles.h"
#include "store/rankings.h"
#include "store/results.h"
#include "store/screenings.h"
#include "store/work_queue.h"

namespace furui::testing {
namespace {

void split(Database& database, const Lease& lease) {
  std::string text;
  const Sha256 digest = read_file_parts(database, lease.screening, [&](std::string_view part) { text += part; });
  SplitCommit commit(database, lease);
  commit.columns({"SMILES"});
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    commit.add({CandidateKind::kMolecule, Notation::kSmiles, line, "id" + std::to_string(commit.rows()), {line}});
  commit.finish(R"({"format": "smiles"})", digest, 3);
}

ModelOutcomes outcomes_of(Database& database, std::int32_t model, const ChunkInput& input) {
  ModelOutcomes outcomes;
  outcomes.computation.model_version = model;
  outcomes.computation.device = "cpu";
  outcomes.computation.environment_json = R"({"stand_in": "1"})";
  outcomes.computation.started_at = outcomes.computation.finished_at = "2026-01-02T03:04:05Z";
  Predictions& predictions = outcomes.predictions;
  predictions.rows = input.candidates.size();
  predictions.columns = get_model_version(database, model).manifest.columns().size();
  for (const Candidate& candidate : input.candidates) {
    const bool rejected = candidate.raw == "X";
    predictions.value.insert(predictions.value.end(), predictions.columns, static_cast<float>(candidate.raw.size()));
    predictions.domain.push_back(Domain::kIn);
    predictions.rejection.push_back(rejected ? std::optional<Rejection>({Stage::kRead, Reason::kParseError, "no atoms"}) : std::nullopt);
  }
  return outcomes;
}

void predict(Database& database, const Lease& lease) {
  const ChunkInput input = read_chunk(database, lease, "none/1");
  ChunkResult result;
  result.standardization = "none/1";
  for (std::size_t row = 0; row < input.candidates.size(); ++row) {
    StoredReading reading;
    reading.raw_sha256 = input.raw_sha256[row];
    if (input.candidates[row].raw != "X") {
      reading.fresh = true;
      reading.content = "graph of " + input.candidates[row].raw;
      reading.structure = sha256(reading.content);
    }
    result.readings.push_back(reading);
  }
  for (const std::int32_t model : lease.model_versions) result.outcomes.push_back(outcomes_of(database, model, input));
  commit_chunk(database, lease, result);
}

void rank_all(Database& database, const Lease& lease) {
  const RankingRow row = get_ranking(database, lease.ranking);
  const Profile profile = parse_profile(get_profile_version(database, row.profile_version).toml);
  const ScreeningRow screening = get_screening(database, lease.screening);
  RankingInput input;
  const RankingColumns stored = read_ranking_columns(database, lease.screening, {{screening.model_versions.front(), 0}}, {});
  input.candidates = static_cast<std::size_t>(stored.candidates);
  input.columns = {{"mass", "Da", stored.columns[0].value, {}}};
  input.structure = stored.structure;
  input.rejected = stored.rejected;
  const Ranking ranking = rank(profile, input);
  RankingResult result;
  result.algorithm_version = ranking.algorithm_version;
  result.objectives = profile.objectives.size();
  result.rank = ranking.rank;
  result.score = ranking.score;
  result.filter = ranking.filter;
  const ObjectiveParts parts(profile, input, ranking);
  result.parts = [&](std::size_t first, std::span<float> desirability, std::span<float> contribution) { parts.of(first, desirability, contribution); };
  result.expected = ranking.expected;
  result.std = ranking.std;
  result.meets = ranking.meets;
  result.top = ranking.top;
  result.tie_group = ranking.tie_group;
  result.stays = ranking.top;
  commit_ranking(database, lease, result);
}

void test_models(Database& database, const Lease& lease) {
  for (const std::int32_t model : lease.model_versions)
    set_model_state(database, model, ModelState::kAvailable, "", R"({"rows": 1, "worst": 0})");
  finish_work(database, lease);
}

}  // namespace

void work_off(Database& database) {
  while (const auto lease = lease_work(database, "stand-in", std::chrono::seconds(30), 3)) {
    switch (lease->kind) {
      case WorkKind::kSplit: split(database, *lease); break;
      case WorkKind::kPredict: predict(database, *lease); break;
      case WorkKind::kRank: rank_all(database, *lease); break;
      case WorkKind::kTestModel: test_models(database, *lease); break;
      case WorkKind::kHull: throw std::logic_error("no test of the api assesses stability");
    }
  }
}

}  // namespace furui::testing
