// The crystals of a chunk relaxed before models see them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/relaxation.h"            // for RelaxationSettings
#include "pipeline/model.h"             // for Model
#include "pipeline/screen_chunk.h"      // for ChunkReading
#include "predict/relaxation_flight.h"  // for RelaxationFlight

namespace furui {

/// Relaxes what was read as crystals, side by side, in steps between which its owner may store how far they are.
class ChunkRelaxation {
 public:
  /// Symmetries are found here; above kExactSymmetryTolerance each crystal is made exactly symmetric first.
  ///
  /// model         model.manifest().can_relax(); outlives this
  /// readings      of the chunk; outlive this
  /// checkpoint_of a row's checkpoint to go on from, empty where there is none
  /// throws        std::runtime_error (a fault) for a checkpoint that is not of this crystal and these settings
  ChunkRelaxation(const Model& model, const RelaxationSettings& settings, std::span<ChunkReading> readings,
                  const std::function<std::string(std::size_t row)>& checkpoint_of = {});

  /// One step of all in flight; false once all have ended.
  /// throws  as RelaxationFlight::step
  bool step(const std::function<bool()>& keep_going = {}) { return flight_.step(keep_going); }

  std::size_t crystals() const { return rows_.size(); }
  std::size_t ended() const { return flight_.ended(); }
  std::size_t steps() const { return flight_.steps(); }

  /// Checkpoints of the rows that have moved since this was last called.
  std::vector<std::pair<std::size_t, std::string>> take_checkpoints();

  /// Gives each reading what became of it: its `relaxed`, or a rejection of stage RELAX where there is no final
  /// structure. Call it once, after step() has said false.
  void finish();

 private:
  std::span<ChunkReading> readings_;
  RelaxationFlight flight_;
  std::vector<std::size_t> rows_;                  // of the flight's crystals
  std::vector<std::vector<std::string>> changes_;  // to each before it began
  std::vector<int> stored_;                        // points of each when its checkpoint was last taken
};

}  // namespace furui
