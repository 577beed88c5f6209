// Predict work: a chunk is read, predicted by each model, and stored in one fenced commit.
#include <spdlog/spdlog.h>

#include <array>
#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "pipeline/screen_chunk.h"  // for read_chunk, predict_chunk
#include "store/commits.h"          // for ChunkInput, ChunkResult, commit_chunk, read_chunk
#include "store/screenings.h"       // for get_screening
#include "worker/patience.h"        // for with_patience
#include "worker/relax_readings.h"  // for relax_readings, to_stored
#include "worker/stopwatch.h"       // for Stopwatch, utc_now
#include "worker/work_context.h"    // for screen_leased_chunk

namespace furui {
namespace {

/// As float32, which is what the networks compute in.
StoredFields to_stored(const CrystalFields& fields) {
  StoredFields stored;
  for (const Vector3& force : fields.forces) stored.forces.insert(stored.forces.end(), force.begin(), force.end());
  if (!fields.forces.empty()) {
    for (const Vector3& row : fields.stress) stored.stress.insert(stored.stress.end(), row.begin(), row.end());
  }
  stored.magnetic_moments.assign(fields.magnetic_moments.begin(), fields.magnetic_moments.end());
  return stored;
}

class ChunkWork {
 public:
  ChunkWork(WorkContext& context, const Flight& flight)
      : context_(context), flight_(flight), keep_going_([&flight] { return flight.keep_going(); }) {}

  void read() {
    Stopwatch watch;
    const ScreeningRow screening =
        with_patience(context_.database, keep_going_, [&] { return get_screening(context_.database, lease().screening); });
    const auto standardization = static_cast<Standardization>(screening.standardization);
    result_.standardization = reading_version(standardization);
    input_ = with_patience(context_.database, keep_going_,
                           [&] { return read_chunk(context_.database, lease(), result_.standardization); });
    context_.metrics.stage_took("fetch", fetch_s_ = watch.lap_s());
    ChunkRequest request;
    for (const std::int32_t id : lease().model_versions) {
      models_.push_back(with_patience(context_.database, keep_going_, [&] { return context_.models.get(id); }));
      request.models.push_back(models_.back()->model.get());
    }
    if (screening.relaxation) {
      relaxation_ = screening.relaxation->settings;
      relaxing_ = with_patience(context_.database, keep_going_, [&] { return context_.models.get(screening.relaxation->model_version); });
    }
    std::vector<std::string_view> known;
    for (const StoredReading& reading : input_.known) known.push_back(reading.content);
    request.candidates = input_.candidates;
    request.known = known;
    request.standardization = standardization;
    request.limits = context_.options.molecule;
    request.alerts = screening.compute_alerts;
    watch.lap_s();
    readings_ = read_chunk(context_.pool, request, keep_going_);
    context_.metrics.stage_took("read", read_s_ = watch.lap_s());
  }

  void relax() {
    if (!relaxing_) return;
    Stopwatch watch;
    Computation computation = begun(*relaxing_);
    relax_readings(context_, flight_, *relaxing_, relaxation_, readings_);
    computation.finished_at = utc_now();
    for (const ChunkReading& reading : readings_) result_.relaxations.push_back(to_stored(reading));
    result_.relaxing = std::move(computation);
    context_.metrics.stage_took("relax", watch.lap_s());
  }

  void predict() {
    Stopwatch watch;
    for (const auto& loaded : models_) {
      ModelOutcomes outcomes;
      outcomes.computation = begun(*loaded);
      std::vector<CrystalFields> fields;
      outcomes.predictions = predict_chunk(*loaded->model, input_.candidates, readings_, keep_going_, &fields);
      for (const CrystalFields& of_crystal : fields) outcomes.fields.push_back(to_stored(of_crystal));
      outcomes.computation.finished_at = utc_now();
      result_.outcomes.push_back(std::move(outcomes));
    }
    context_.metrics.stage_took("predict", predict_s_ = watch.lap_s());
  }

  void store() {
    Stopwatch watch;
    result_.readings.resize(readings_.size());
    for (std::size_t row = 0; row < readings_.size(); ++row) store_reading(row);
    const auto patient = [&] { return flight_.wanted() == Wanted::kYes; };
    with_patience(context_.database, patient, [&] { commit_chunk(context_.database, lease(), result_); });
    context_.metrics.stage_took("store", watch.lap_s());
    count_outcomes();
    spdlog::debug("work {}: {} candidates from ordinal {}: fetch {:.3f} s, read {:.3f} s, predict {:.3f} s", lease().work,
                  lease().rows, lease().first_ordinal, fetch_s_, read_s_, predict_s_);
  }

 private:
  const Lease& lease() const { return flight_.lease(); }

  static Computation begun(const LoadedModel& loaded) { return {loaded.id, loaded.model->device(), loaded.environment_json, utc_now(), {}}; }

  void store_reading(std::size_t row) {
    ChunkReading& reading = readings_[row];
    StoredReading& stored = result_.readings[row];
    if (reading.reading && !reading.fresh) {
      stored = std::move(input_.known[row]);
      return;
    }
    stored.notation = static_cast<std::uint8_t>(input_.candidates[row].notation);
    stored.raw_sha256 = input_.raw_sha256[row];
    if (!reading.reading) return;
    MoleculeReading& molecule = reading.reading->molecule;
    stored.fresh = true;
    if (const auto& crystal = reading.reading->crystal) {
      molecule.changes = crystal->changes;
      molecule.warnings = crystal->warnings;
      stored.formula = crystal->formula;
      stored.space_group = crystal->space_group;
    }
    stored.content = std::move(reading.reading->content);
    stored.structure = reading.reading->structure;
    stored.changes = std::move(molecule.changes);
    stored.warnings = std::move(molecule.warnings);
    stored.standardized_smiles = std::move(molecule.standardized_smiles);
    for (Alert& alert : molecule.alerts) {
      result_.alerts.push_back({static_cast<std::int32_t>(row), std::move(alert.catalogue), std::move(alert.rule),
                                {alert.atoms.begin(), alert.atoms.end()}});
    }
  }

  void count_outcomes() {
    std::map<Reason, double> reasons;
    for (const ModelOutcomes& outcomes : result_.outcomes) {
      for (const auto& rejection : outcomes.predictions.rejection) {
        if (rejection) ++reasons[rejection->reason];
      }
    }
    for (const auto& [reason, count] : reasons) context_.metrics.rejected(reason, count);
    context_.metrics.candidates_done(lease().rows);
    context_.metrics.readers(context_.pool.counters());
  }

  WorkContext& context_;
  const Flight& flight_;
  std::function<bool()> keep_going_;
  ChunkInput input_;
  std::vector<std::shared_ptr<const LoadedModel>> models_;
  std::shared_ptr<const LoadedModel> relaxing_;  // where the screening relaxes
  RelaxationSettings relaxation_;
  std::vector<ChunkReading> readings_;
  ChunkResult result_;
  double fetch_s_ = 0, read_s_ = 0, predict_s_ = 0;
};

}  // namespace

void screen_leased_chunk(WorkContext& context, const Flight& flight, StageGate::Pass reading) {
  ChunkWork chunk(context, flight);
  chunk.read();
  reading.leave();
  chunk.relax();
  {
    StageGate::Pass predicting(context.predicting);
    chunk.predict();
  }
  chunk.store();
}

}  // namespace furui
