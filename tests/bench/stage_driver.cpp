// Each stage of a screening alone, on all cores, on the same molecules: where the time of the whole goes.
//
//   furui_stage_bench --file LIST.smi --package DIR [--standardize none|parent] [--repeat N]
//
// prints one JSON object: {"rows": n, "per_second": {"split": …, "read": …, …}}, each the best of N runs. The
// database is a private cluster of its own, with the settings of the embedded one.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/sha256.h"              // for sha256
#include "pipeline/child_programs.h"  // for start_spawner
#include "pipeline/screen_chunk.h"    // for read_chunk, predict_chunk
#include "pipeline/split_file.h"      // for split_file
#include "store/commits.h"            // for SplitCommit, read_chunk, commit_chunk
#include "store/models.h"             // for add_model_version
#include "store/screenings.h"         // for create_screening
#include "store/work_queue.h"         // for lease_work
#include "support/postgres_fixture.h"  // for fresh_store

namespace {

using namespace furui;

constexpr std::int32_t kChunkRows = 4096;  // as a worker cuts them

/// Seconds of the fastest run of each stage.
class Times {
 public:
  template <typename Stage>
  auto measure(const std::string& name, const Stage& stage) {
    const auto start = std::chrono::steady_clock::now();
    auto result = stage();
    add(name, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    return result;
  }
  /// Sums up within a run: a stage that comes once a chunk.
  void add(const std::string& name, double seconds) { run_[name] += seconds; }
  void end_run() {
    for (const auto& [name, seconds] : run_) {
      const auto known = best_.find(name);
      if (known == best_.end() || seconds < known->second) best_[name] = seconds;
    }
    run_.clear();
  }
  nlohmann::json per_second(std::size_t rows) const {
    nlohmann::json result = nlohmann::json::object();
    for (const auto& [name, seconds] : best_) result[name] = static_cast<double>(rows) / seconds;
    return result;
  }

 private:
  std::map<std::string, double> run_, best_;
};

struct Bench {
  std::string file, package;
  Standardization standardization = Standardization::kNone;
  int repeat = 3;
};

std::vector<Candidate> split(Spawner& spawner, const std::string& path) {
  const FileDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.open()) throw std::runtime_error("cannot read " + path);
  FileOptions options;
  options.file_name = path;
  std::vector<Candidate> candidates;
  RowSink sink;
  sink.columns = [](const std::vector<std::string>&) {};
  sink.row = [&](Candidate&& candidate) { candidates.push_back(std::move(candidate)); };
  split_file(spawner, kSplitterProgram, file, options, sink, SplitLimits{});
  return candidates;
}

/// An empty, finalized screening of the model whose split is leased.
Lease leased_split(Database& database, std::int32_t model, Standardization standardization, const std::string& name) {
  NewScreening request;
  request.project = "default";
  request.name = name;
  request.standardization = static_cast<std::uint8_t>(standardization);
  request.model_versions = {model};
  const ScreeningRow screening = create_screening(database, request);
  begin_file(database, screening.id, "list.smi", "{}");
  const std::string bytes = "C\n";
  const Sha256 part = sha256(bytes);
  store_file_part(database, screening.id, 0, bytes, part);
  finalize_screening(database, screening.id, 1, sha256(std::string_view(reinterpret_cast<const char*>(part.data()), part.size())));
  return lease_work(database, "bench", std::chrono::seconds(60), 3).value();
}

StoredReading stored(ChunkReading& from, const ChunkInput& input, std::size_t row) {
  StoredReading to;
  to.raw_sha256 = input.raw_sha256[row];
  if (!from.reading) return to;
  to.fresh = from.fresh;
  to.content = from.reading->content;
  to.structure = from.reading->structure;
  return to;
}

/// One whole screening, stage by stage; the first on a fresh database, the second from stored graphs.
void screen(const Bench& bench, Database& database, ReaderPool& pool, const Model& model, std::int32_t model_id,
            const std::vector<Candidate>& candidates, bool second, Times& times) {
  const Lease split_lease = leased_split(database, model_id, bench.standardization, second ? "second" : "first");
  const auto store_candidates = [&] {
    SplitCommit commit(database, split_lease);
    commit.columns({"smiles"});
    for (const Candidate& candidate : candidates) commit.add(candidate);
    commit.finish("{}", Sha256{}, kChunkRows);
    return 0;
  };
  if (second) {
    store_candidates();
  } else {
    times.measure("store candidates", store_candidates);
  }
  while (const auto lease = lease_work(database, "bench", std::chrono::seconds(60), 3)) {
    ChunkResult result;
    result.standardization = standardization_version(bench.standardization);
    const ChunkInput input = times.measure(second ? "fetch stored graphs" : "fetch candidates",
                                           [&] { return read_chunk(database, *lease, result.standardization); });
    std::vector<std::string_view> known;
    for (const StoredReading& reading : input.known) known.push_back(reading.content);
    ChunkRequest request;
    request.candidates = input.candidates;
    request.known = known;
    request.standardization = bench.standardization;
    request.models = {&model};
    std::vector<ChunkReading> readings = times.measure(second ? "unpack stored graphs" : "read",
                                                       [&] { return read_chunk(pool, request); });
    ModelOutcomes outcomes;
    outcomes.computation.model_version = model_id;
    outcomes.computation.device = "cpu";
    outcomes.computation.environment_json = "{}";
    outcomes.computation.started_at = outcomes.computation.finished_at = "2026-01-01T00:00:00Z";
    const auto predict = [&] { return predict_chunk(model, input.candidates, readings); };
    outcomes.predictions = second ? predict() : times.measure("predict", predict);
    for (std::size_t row = 0; row < readings.size(); ++row) result.readings.push_back(stored(readings[row], input, row));
    result.outcomes.push_back(std::move(outcomes));
    times.measure(second ? "store outcomes again" : "store outcomes", [&] {
      commit_chunk(database, *lease, result);
      return 0;
    });
  }
}

int run(const Bench& bench) {
  // Before the first thread, connection or tensor.
  const std::unique_ptr<Spawner> spawner = start_spawner({});
  ReaderPool pool(*spawner, kReaderProgram, {});
  const std::unique_ptr<Model> model = Model::load(bench.package, {});
  Times times;
  std::size_t rows = 0;
  for (int repeat = 0; repeat < bench.repeat; ++repeat) {
    const std::vector<Candidate> candidates = times.measure("split", [&] { return split(*spawner, bench.file); });
    rows = candidates.size();
    const std::unique_ptr<Database> database = testing::fresh_store();
    const std::int32_t id = add_model_version(*database, "shared", bench.package, "").id;
    screen(bench, *database, pool, *model, id, candidates, false, times);
    screen(bench, *database, pool, *model, id, candidates, true, times);
    times.end_run();
  }
  std::cout << nlohmann::json{{"rows", rows}, {"per_second", times.per_second(rows)}}.dump() << "\n";
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  std::map<std::string, std::string> options;
  for (int i = 1; i + 1 < count; i += 2) options[arguments[i]] = arguments[i + 1];
  if (options.count("--file") == 0 || options.count("--package") == 0) {
    std::cerr << "usage: furui_stage_bench --file LIST.smi --package DIR [--standardize none|parent] [--repeat N]\n";
    return 2;
  }
  try {
    Bench bench{options["--file"], options["--package"]};
    if (options.count("--standardize") != 0) bench.standardization = standardization_from_string(options["--standardize"]);
    if (options.count("--repeat") != 0) bench.repeat = std::stoi(options["--repeat"]);
    return run(bench);
  } catch (const std::exception& error) {
    std::cerr << "furui_stage_bench: " << error.what() << "\n";
    return 1;
  }
}
