// All networks of a D-MPNN package on one device: graphs in, ensemble values and spread out, one batch at a time.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/manifest.h"         // for Manifest
#include "predict/batch_cost.h"    // for BatchCost
#include "predict/dmpnn_engine.h"  // for DmpnnEngine
#include "predict/predictor.h"     // for PredictScope
#include "predict/safetensors.h"   // for Safetensors

namespace furui {

class DmpnnModel {
 public:
  /// manifest   must outlive the model
  /// weights    bytes of weights.safetensors
  /// device     as resolve_device returns it; "torch-cpu" takes the ATen path on CPU, to check one by the other
  /// scope      a part of the networks and members, or all
  /// clock      where stage times go; may be nullptr
  /// throws     Error{INVALID_ARGUMENT} where architecture, parameters or tensors are not as models/README.md states
  DmpnnModel(const Manifest& manifest, std::string_view weights, const std::string& device,
             const PredictScope& scope, ThreadPool& threads, StageClock* clock);

  /// value, std   graphs × columns of the manifest; std may be empty
  /// throws       std::bad_alloc where memory does not suffice
  void predict(std::span<const MoleculeGraph* const> graphs, std::span<float> value, std::span<float> std);

  /// Whether some network in scope predicts this column of the manifest.
  bool predicts(std::size_t column) const { return predicts_[column]; }
  /// Whether it has a std too: the manifest says so, and there is more than one member or a head with a variance.
  bool states_std(std::size_t column) const { return states_std_[column]; }

  /// What a batch may cost at most; without sharing, which a batch of equal size never exceeds.
  BatchCost cost() const;

 private:
  struct Part {
    DmpnnParameters parameters;
    std::vector<DmpnnWeights> members;
    std::unique_ptr<DmpnnEngine> engine;
    std::vector<std::size_t> columns;  ///< of the result, by the network's value columns
  };
  void run(Part& part, const Environments& environments, std::span<float> value, std::span<float> std);

  const Manifest& manifest_;
  Safetensors file_;
  ThreadPool& threads_;
  StageClock* clock_;
  std::vector<Part> parts_;
  std::vector<bool> predicts_, states_std_;
};

}  // namespace furui
