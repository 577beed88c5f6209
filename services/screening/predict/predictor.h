// A loaded model version: molecule graphs in, predictions with ensemble spread out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/manifest.h"        // for Manifest, what the package states
#include "core/molecule_graph.h"  // for MoleculeGraph, the input
#include "core/prediction.h"      // for Predictions, the output
#include "predict/stage_clock.h"  // for StageClock

namespace furui {

/// Where networks run and how much they may take.
struct DeviceOptions {
  std::string device = "auto";            ///< "auto", "cpu", "cuda", "cuda:N"
  int threads = 0;                        ///< CPU threads; 0: one a core this process may use
  std::size_t memory_limit_bytes = 0;     ///< for one batch's tables; 0: measured (free device memory, or 1 GiB of RAM)
};

/// A part of a package, for measuring: the first so many networks, and of each the first so many members; 0: all.
struct PredictScope {
  int networks = 0;
  int members = 0;
};

/// Resolves "auto" and checks that the device is there.
/// returns "cpu" or "cuda:N"
/// throws  Error{FAILED_PRECONDITION} naming the devices there are
std::string resolve_device(const std::string& device);

/// Versions of what computed, for provenance: {"libtorch", "2.13.0"}, {"device", "…"} and the like.
std::map<std::string, std::string> predict_environment(const std::string& resolved_device);

/// One model version ready to predict. Predictions of a graph are bitwise the same alone, in any order and in any
/// company on one CPU.
class Predictor {
 public:
  /// Loads a package folder and checks each file's SHA-256 against the manifest.
  ///
  /// throws Error{INVALID_ARGUMENT} where the package is not one, or its architecture or a parameter is unknown
  static std::unique_ptr<Predictor> load(const std::filesystem::path& package, const DeviceOptions& options,
                                         const PredictScope& scope = {});

  virtual ~Predictor() = default;
  virtual const Manifest& manifest() const = 0;
  /// Whether the networks give a standard deviation for this output column.
  virtual bool states_std(std::size_t column) const = 0;

  /// Predicts every graph; rows of the result are in the order of `graphs`.
  ///
  /// Elements that the featurizer maps to *other* are predicted and marked Domain::kOut; those that the original
  /// library refuses are rejected UNSUPPORTED_ELEMENT; NaN and infinities are rejected NONFINITE_OUTPUT.
  /// Splits into batches by cost within the memory limit; on out-of-memory halves the batch and tries again.
  /// `keep_going` is asked between batches; returning false ends early with Error{ABORTED}.
  /// throws Error{RESOURCE_EXHAUSTED} when even one molecule does not fit
  virtual Predictions predict(std::span<const MoleculeGraph* const> graphs,
                              const std::function<bool()>& keep_going = {}) = 0;

  /// Time by stage since the last reset, over all calls of predict.
  virtual const StageClock* stage_clock() const = 0;
  virtual void reset_stage_clock() = 0;
};

/// How well a package's golden set reproduces.
struct GoldenReport {
  std::size_t rows = 0;           ///< inputs compared
  std::size_t skipped = 0;        ///< inputs that our reader rejects and the original refuses too
  double worst = 0;               ///< largest |ours − theirs| / standard deviation over columns and rows
  std::string worst_column;
  std::size_t worst_row = 0;      ///< line of golden.jsonl, from 0
  bool reproduced = false;        ///< worst ≤ manifest.tolerance
};

/// Compares predictions of the golden inputs' graphs with the golden values and std.
///
/// graphs     one a golden line; nullptr where reading rejected it
/// golden     the text of golden.jsonl
/// throws     Error{INVALID_ARGUMENT} when golden.jsonl does not fit the manifest
GoldenReport compare_with_golden(Predictor& predictor, std::span<const MoleculeGraph* const> graphs,
                                 std::string_view golden);

/// The same for predictions that are there already, such as descriptors.
///
/// ours       one row a golden line, rejected where reading failed; columns as the manifest's
/// throws     Error{INVALID_ARGUMENT} when golden.jsonl does not fit the manifest or the number of rows
GoldenReport compare_with_golden(const Manifest& manifest, const Predictions& ours, std::string_view golden);

/// The "input" texts of golden.jsonl in order.
std::vector<std::string> golden_inputs(std::string_view golden);

}  // namespace furui
