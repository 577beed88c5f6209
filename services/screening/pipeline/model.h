// A model version ready to use: networks that predict from graphs or crystals, or descriptors that reading computes.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/candidate.h"            // for CandidateKind
#include "core/duplicate_parameters.h"  // for DuplicateParameters
#include "core/manifest.h"             // for Manifest
#include "pipeline/training_domain.h"  // for TrainingDomain
#include "predict/crystal_predictor.h"  // for CrystalPredictor
#include "predict/predictor.h"         // for DeviceOptions, Predictor
#include "stability/reference_states.h"  // for ReferenceStates

namespace furui {

/// A loaded model version.
class Model {
 public:
  /// Loads a package folder.
  /// throws Error{INVALID_ARGUMENT} where the package is not one, its architecture is unknown, or it names a
  ///        descriptor that is not computed here, a calibrator does not fit what its network gives, or its
  ///        training molecules are not what the manifest says; Error{FAILED_PRECONDITION} for a device that is not there
  static std::unique_ptr<Model> load(const std::filesystem::path& package, const DeviceOptions& device);

  const Manifest& manifest() const { return manifest_; }
  /// Number of output columns.
  std::size_t columns() const { return columns_; }
  /// One of compositions takes crystals, too.
  bool takes(CandidateKind kind) const { return kind == kind_ || (kind_ == CandidateKind::kComposition && kind == CandidateKind::kCrystal); }

  /// The networks of a model of molecules; nullptr for one of descriptors or of crystals.
  Predictor* predictor() const { return predictor_.get(); }
  /// The networks of a model of crystals, or what computes its descriptors; nullptr for all others.
  CrystalPredictor* crystal_predictor() const { return crystal_predictor_.get(); }
  /// What formation energies are against, of a model that assesses stability; nullptr for all others.
  const ReferenceStates* references() const { return references_.get(); }
  /// Of a model that finds duplicates among a screening's crystals.
  const std::optional<DuplicateParameters>& duplicates() const { return duplicates_; }
  /// Nearness to what it was trained on; nullptr where its package does not carry that.
  const TrainingDomain* training() const { return training_.get(); }
  /// For a model of descriptors: for each column its index in descriptor_names().
  const std::vector<std::size_t>& descriptors() const { return descriptors_; }

  /// Where it runs: "cpu", "cuda:0".
  const std::string& device() const { return device_; }
  /// Versions of what computes, for provenance.
  std::map<std::string, std::string> environment() const;

 private:
  Manifest manifest_;
  std::size_t columns_ = 0;
  CandidateKind kind_ = CandidateKind::kMolecule;
  std::string device_ = "cpu";
  std::unique_ptr<Predictor> predictor_;
  std::unique_ptr<CrystalPredictor> crystal_predictor_;
  std::unique_ptr<ReferenceStates> references_;
  std::optional<DuplicateParameters> duplicates_;
  std::unique_ptr<TrainingDomain> training_;
  std::vector<std::size_t> descriptors_;
};

}  // namespace furui
