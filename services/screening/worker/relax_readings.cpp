// Steps of a chunk's relaxation, with a look at the clock between them.
#include "worker/relax_readings.h"

#include <chrono>
#include <map>
#include <string>

#include "core/error.h"            // for Error
#include "pipeline/relax_chunk.h"  // for ChunkRelaxation
#include "worker/patience.h"       // for with_patience

namespace furui {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kProgress{500};  // watchers see steps as often
constexpr std::chrono::milliseconds kInside{200};    // of the gate at once, or one step

std::vector<RelaxationCheckpoint> checkpoints_of(ChunkRelaxation& relaxation, const std::vector<ChunkReading>& readings) {
  std::vector<RelaxationCheckpoint> checkpoints;
  for (auto& [row, content] : relaxation.take_checkpoints())
    checkpoints.push_back({static_cast<std::int32_t>(row), readings[row].reading->structure, std::move(content)});
  return checkpoints;
}

}  // namespace

void relax_readings(WorkContext& context, const Flight& flight, const LoadedModel& model, const RelaxationSettings& settings,
                    std::vector<ChunkReading>& readings) {
  const auto keep_going = [&flight] { return flight.keep_going(); };
  std::map<std::size_t, RelaxationCheckpoint> earlier;
  with_patience(context.database, keep_going, [&] {
    for (RelaxationCheckpoint& checkpoint : read_checkpoints(context.database, flight.lease())) earlier[static_cast<std::size_t>(checkpoint.row)] = std::move(checkpoint);
  });
  // Another standardization, by a newer worker, may have read another structure: that one begins anew.
  const auto checkpoint_of = [&](std::size_t row) {
    const auto found = earlier.find(row);
    return found != earlier.end() && found->second.start == readings[row].reading->structure ? found->second.content : std::string();
  };
  ChunkRelaxation relaxation(*model.model, settings, readings, checkpoint_of);
  const auto store = [&](const std::vector<RelaxationCheckpoint>& checkpoints) {
    store_checkpoints(context.database, flight.lease(), checkpoints, static_cast<std::int64_t>(relaxation.ended()), static_cast<std::int64_t>(relaxation.steps()));
  };
  const auto begun = Clock::now();
  auto told = begun, stored = begun;
  // The gate is passed anew again and again: a chunk that is soon predicted need not wait for the last step. Not for every step, or
  // small crystals would get on as slowly as the large ones beside them.
  const auto step = [&] {
    const StageGate::Pass predicting(context.predicting);
    const auto until = Clock::now() + kInside;
    bool more = relaxation.step(keep_going);
    while (more && Clock::now() < until) more = relaxation.step(keep_going);
    return more;
  };
  try {
    while (step()) {
      const auto now = Clock::now();
      const bool due = now - stored >= context.options.checkpoint;
      if (!due && now - told < kProgress) continue;
      told = now;
      std::vector<RelaxationCheckpoint> checkpoints;
      if (due) {
        checkpoints = checkpoints_of(relaxation, readings);
        stored = now;
      }
      with_patience(context.database, keep_going, [&] { store(checkpoints); });
      const bool had_its_turn = due && now - begun >= context.options.turn;
      if (had_its_turn && with_patience(context.database, keep_going, [&] { return give_way(context.database, flight.lease(), context.options.turn); })) throw GaveWay{};
    }
  } catch (const Error&) {
    if (flight.wanted() == Wanted::kDraining) store(checkpoints_of(relaxation, readings));
    throw;
  }
  relaxation.finish();
}

std::optional<StoredRelaxation> to_stored(const ChunkReading& reading) {
  if (!reading.relaxed) return std::nullopt;
  const Relaxed& relaxed = *reading.relaxed;
  StoredRelaxation stored;
  stored.status = relaxed.status;
  stored.start = reading.reading->structure;
  stored.sites = static_cast<std::int32_t>(reading.reading->crystal->crystal.size());
  stored.content = relaxed.content;
  stored.structure = relaxed.structure;
  stored.energy_per_atom = relaxed.trajectory.energy_per_atom;
  stored.largest_force = relaxed.trajectory.largest_force;
  stored.volume = relaxed.trajectory.volume;
  stored.changes = relaxed.changes;
  stored.detail = relaxed.detail;
  return stored;
}

}  // namespace furui
