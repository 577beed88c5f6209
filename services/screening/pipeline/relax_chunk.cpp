// From readings to a flight and back.
#include "pipeline/relax_chunk.h"

#include <cmath>

#include "core/number_text.h"            // for formatted
#include "core/sha256.h"                 // for sha256
#include "crystal/symmetry_operations.h"  // for symmetry_operations, symmetrized

namespace furui {
namespace {

/// How far the site moved the most is from where it was, in angstrom.
double largest_move(const Crystal& before, const Crystal& after) {
  double most = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    Vector3 apart{};
    for (std::size_t k = 0; k < 3; ++k) apart[k] = after.fractional[i][k] - before.fractional[i][k];
    most = std::max(most, norm(cartesian(after.lattice, apart)));
  }
  return most;
}

}  // namespace

ChunkRelaxation::ChunkRelaxation(const Model& model, const RelaxationSettings& settings, std::span<ChunkReading> readings,
                                 const std::function<std::string(std::size_t)>& checkpoint_of)
    : readings_(readings), flight_(*model.crystal_predictor(), settings, model.crystal_predictor()->sites_at_once()) {
  for (std::size_t row = 0; row < readings.size(); ++row) {
    const ChunkReading& reading = readings[row];
    if (reading.rejection || !reading.reading || !reading.reading->crystal || !reading.reading->crystal->crystal.has_geometry()) continue;
    Crystal start = reading.reading->crystal->crystal;
    std::vector<std::string> changes;
    std::vector<SymmetryOperation> operations;
    if (settings.keep_symmetry) {
      operations = symmetry_operations(start, settings.symmetry_tolerance);
      if (settings.symmetry_tolerance > kExactSymmetryTolerance && operations.size() > 1) {
        Crystal exact = symmetrized(start, operations);
        changes.push_back("made symmetric under " + std::to_string(operations.size()) + " operations within " + formatted("%g", settings.symmetry_tolerance) +
                          " angstrom: sites moved by up to " + formatted("%.2g", largest_move(start, exact)) + " angstrom");
        start = std::move(exact);
      }
      changes.push_back(operations.size() > 1 ? "kept " + std::to_string(operations.size()) + " symmetry operations" : "found no symmetry to keep");
    }
    flight_.add(start, std::move(operations), checkpoint_of ? checkpoint_of(row) : std::string());
    rows_.push_back(row);
    changes_.push_back(std::move(changes));
    stored_.push_back(static_cast<int>(flight_.crystals().back()->trajectory().points()));
  }
}

std::vector<std::pair<std::size_t, std::string>> ChunkRelaxation::take_checkpoints() {
  std::vector<std::pair<std::size_t, std::string>> checkpoints;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const RelaxingCrystal& crystal = *flight_.crystals()[i];
    const auto points = static_cast<int>(crystal.trajectory().points());
    if (points == stored_[i]) continue;
    stored_[i] = points;
    checkpoints.emplace_back(rows_[i], crystal.checkpoint());
  }
  return checkpoints;
}

void ChunkRelaxation::finish() {
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const RelaxingCrystal& crystal = *flight_.crystals()[i];
    ChunkReading& reading = readings_[rows_[i]];
    if (crystal.rejection()) {
      reading.rejection = Rejection{Stage::kRelax, crystal.rejection()->reason, crystal.rejection()->detail};
      continue;
    }
    Relaxed& relaxed = reading.relaxed.emplace();
    relaxed.status = crystal.status().value();
    relaxed.detail = crystal.detail();
    relaxed.changes = std::move(changes_[i]);
    relaxed.trajectory = crystal.trajectory();
    if (relaxed.status == RelaxationStatus::kExploded) {
      reading.rejection = Rejection{Stage::kRelax, Reason::kExploded, relaxed.detail};
      continue;
    }
    relaxed.crystal = crystal.crystal();
    wrap(relaxed.crystal);
    relaxed.content = serialize(relaxed.crystal);
    relaxed.structure = sha256(relaxed.content);
  }
}

}  // namespace furui
