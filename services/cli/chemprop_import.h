// Turns a chemprop checkpoint into a model package, by chemprop's own library in its own environment.
#pragma once

#include <filesystem>
#include <string>

namespace furui::cli {

/// What a checkpoint does not say of itself.
struct CheckpointChoice {
  std::filesystem::path path;  ///< a checkpoint, or a folder of them: an ensemble
  std::string name;            ///< the model's name
  std::string version;         ///< the package's version; empty: the importer's own choice
  std::string properties;      ///< names of the outputs, separated by commas; empty: as in the checkpoint
  std::string units;           ///< their units, in the same order
  std::filesystem::path calibration;   ///< a CSV of measured molecules to calibrate by; empty: no calibration
  std::string calibration_structure;   ///< its column of structures; empty: found by name
  std::string calibrator;              ///< of every property; empty: by its task
  std::filesystem::path training;      ///< a CSV of the molecules that it was trained on; empty: their domain is not known
  std::string training_structure;      ///< its column of structures; empty: found by name

  /// Whether anything but the path is given: a package says all of it itself.
  bool says_anything() const;
};

/// Runs the importer; what it says goes to stderr.
///
/// folder   an empty folder for the package
/// throws   Failure where there is no environment with chemprop, or the importer refused
void import_checkpoint(const CheckpointChoice& choice, const std::filesystem::path& folder);

}  // namespace furui::cli
