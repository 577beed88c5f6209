// A chunk of candidates through the stages: read, standardize, describe, predict.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/candidate.h"          // for Candidate
#include "core/prediction.h"         // for Predictions
#include "core/rejection.h"          // for Rejection
#include "molecule/read_molecule.h"  // for MoleculeLimits, Standardization
#include "pipeline/model.h"          // for Model
#include "pipeline/reader_pool.h"    // for ReaderPool
#include "pipeline/reading.h"        // for Reading
#include "predict/relaxing_crystal.h"  // for RelaxationTrajectory

namespace furui {

/// What is to be done with a chunk.
struct ChunkRequest {
  std::span<const Candidate> candidates;
  std::span<const std::string_view> known;  ///< n stored graphs, empty where unknown; or none at all
  Standardization standardization = Standardization::kNone;
  MoleculeLimits limits;
  bool alerts = false;
  std::vector<const Model*> models;
};

/// What relaxing made of a crystal.
struct Relaxed {
  RelaxationStatus status = RelaxationStatus::kConverged;
  Crystal crystal;                   ///< coordinates in [0, 1); none where it exploded
  std::string content;               ///< serialize(crystal); empty where it exploded
  Sha256 structure{};                ///< SHA-256 of content
  std::vector<std::string> changes;  ///< to the crystal before it began, and what was kept
  std::string detail;                ///< why it did not converge, in words
  RelaxationTrajectory trajectory;
};

/// One candidate after reading.
struct ChunkReading {
  std::optional<Reading> reading;      ///< absent: rejected, or not of a kind that is read
  std::optional<Rejection> rejection;  ///< of reading, or of relaxing what was read; absent where the kind is not read
  std::optional<Relaxed> relaxed;      ///< of a crystal that was relaxed (relax_chunk.h): what models see of it
  bool fresh = false;                  ///< read now; false: taken from `known`
};

/// Reads the molecules and crystals of a chunk, in order; compositions are not read. Crystals that are known, and molecules
/// where neither alerts nor descriptors are wanted, are not read again.
///
/// keep_going   where it says false, ends with Error{ABORTED}
/// throws       std::runtime_error (a fault) when no readers can be had
std::vector<ChunkReading> read_chunk(ReaderPool& pool, const ChunkRequest& request, const std::function<bool()>& keep_going = {});

/// One model's outcomes of a chunk, calibrated where its manifest says how: rows in the order of the candidates, each with values or a rejection.
///
/// A candidate of a kind that the model does not take is NOT_APPLICABLE; one that could not be read keeps its
/// rejection. NaN and infinities are rejected NONFINITE_OUTPUT.
/// fields   written where it is not nullptr and the model is one of crystals: one a candidate, empty where rejected
/// throws   as Predictor::predict and CrystalPredictor::predict
Predictions predict_chunk(const Model& model, std::span<const Candidate> candidates, std::span<const ChunkReading> readings,
                          const std::function<bool()>& keep_going = {}, std::vector<CrystalFields>* fields = nullptr);

}  // namespace furui
